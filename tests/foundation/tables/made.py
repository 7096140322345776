"""Workbooks put together byte by byte, so that a test can say exactly what is in the file."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

Value = str | float | None
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def cell(place: str, text: str) -> str:
    """A cell of text in an XLSX sheet."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(rows: str, before: str = "") -> str:
    """The XML of an XLSX sheet."""
    data = f"{before}<sheetData>{rows}</sheetData>"
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{data}</worksheet>'


TWO_ROWS = (
    f'<row r="1">{cell("A1", "客户")}{cell("B1", "内容")}</row>'
    f'<row r="2">{cell("A2", "王五")}{cell("B2", "未发货")}</row>'
)


def xlsx(path: Path, content: str, extra: Mapping[str, str | bytes] | None = None) -> Path:
    """An XLSX of one sheet named 「数据」, and whatever parts are added."""
    links = f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    office = f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{office}</Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="数据" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}</Relationships>",
        "xl/worksheets/sheet1.xml": content,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {**parts, **(extra or {})}.items():
            archive.writestr(name, body)
    return path


def ods(path: Path, rows: Sequence[Sequence[str]], attributes: str = "") -> Path:
    """An ODS of one sheet of texts; ``attributes`` go on its last row."""
    body = "".join(
        f"<table:table-row{attributes if row is rows[-1] else ''}>"
        + "".join(
            f'<table:table-cell office:value-type="string">{_paragraph(text)}</table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f"{_HEAD}<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="数据">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _paragraph(text: str) -> str:
    return f"<text:p>{text}</text:p>" if text else ""


def xls(path: Path, rows: Sequence[Sequence[Value]], *, password: bool = False) -> Path:
    """An XLS (BIFF8) of one sheet: texts and numbers."""
    cells = b"".join(
        _label(line, column, value)
        if isinstance(value, str)
        else _record(0x0203, struct.pack("<HHHd", line, column, 0, value))
        for line, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    )
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    body = _beginning(0x0010) + _record(0x0200, size) + cells + _record(0x000A, b"")
    name = "数据".encode("utf-16-le")
    lock = _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if password else b""
    book = _beginning(0x0005) + lock + _record(0x0042, struct.pack("<H", 1200))
    at = len(book) + 4 + 8 + len(name) + 4
    book += _record(0x0085, struct.pack("<IHBB", at, 0, 2, 1) + name) + _record(0x000A, b"")
    path.write_bytes(compound("Workbook", book + body))
    return path


def compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream: header, table of sectors, directory, the stream."""
    content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
    sectors = len(content) // 512
    tables = -(-(sectors + 2) // 127)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    first = tables + 1
    chain += [*range(first + 1, first + sectors), 0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack(
        "<IIIIIIIIII", 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    header = header[:76] + struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(
        name, 2, first, len(content)
    )
    table = struct.pack(f"<{len(chain)}I", *chain)
    return header + table + directory.ljust(512, b"\0") + content


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _label(line: int, column: int, text: str) -> bytes:
    coded = text.encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", line, column, 0, len(coded) // 2, 1) + coded)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
