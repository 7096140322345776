"""What is in the ZIP of a workbook, looked at before anything else unpacks it.

The directory tells the sizes, and hostile ones lie: so first it is judged, then every part of XML
is unpacked in small pieces, within the sizes that were told, and looked through.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from kesu.foundation.tables.shape import Unreadable

MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5_000
_MOST_DIRECTORY = 1 << 20
_DENSE, _MOST_DENSE = 100, 50 * 1024 * 1024
"""A part packed more than 100 to 1 may be 50 MB, no more."""

_BLOCK = 1 << 18
_XML = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MISSING = re.compile(
    rb'<c r="[A-Z]{1,3}([0-9]{1,7})"(?![^>]*t="str")[^>]*>'
    rb"<f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"
)
_MOST_FORMULAS = 200_000


def check_archive(path: Path) -> dict[str, bool]:
    """The names of the parts, and which have formulas.

    Errors: ``Unreadable`` for what is damaged, encrypted or hostile.
    """
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(path, parts)
            _check_places(path, parts)
            return {part.filename: _check_part(path, archive, part) for part in parts}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise damaged(path) from None


def damaged(path: Path) -> Unreadable:
    """The refusal of a file that breaks off or does not hang together."""
    return Unreadable(
        "damaged",
        _("%(file)s is damaged or cut off. Expected: a whole workbook; save or send it again.")
        % {"file": path.name},
    )


def encrypted(path: Path) -> Unreadable:
    """The refusal of a file that needs a password."""
    return Unreadable(
        "encrypted",
        _("%(file)s is encrypted. Expected: a workbook saved without a password.")
        % {"file": path.name},
    )


def bomb(path: Path) -> Unreadable:
    """The refusal of a file that unpacks to much more than a table."""
    return Unreadable(
        "bomb",
        _("%(file)s unpacks to more than a table may hold. Expected: %(most)s MB at most.")
        % {"file": path.name, "most": MOST_UNPACKED >> 20},
    )


def rows_without_result(path: Path, part: str) -> frozenset[int]:
    """The rows of a sheet, from 1, in which a formula has no stored result."""
    rows: set[int] = set()
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return frozenset()
        rest = b""
        for block in _unpacked(archive, archive.getinfo(part)):
            text = rest + block
            if b"<f" in text:
                rows.update(int(found) for found in _MISSING.findall(text))
            rest = text[max(text.rfind(b"<c "), len(text) - 8192, 0) :]
            if len(rows) > _MOST_FORMULAS:
                break
    return frozenset(rows)


def part_of_sheet(path: Path, sheet: str) -> str:
    """The part of an XLSX that holds the sheet; empty where it cannot be told."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return ""
        book = _small(archive, "xl/workbook.xml")
        links = _small(archive, "xl/_rels/workbook.xml.rels")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        if _attribute(tag, "name") == sheet:
            key = _attribute(tag, r"(?:\w+:)?id")
            return _target(links, key)
    return ""


def counts_from_1904(path: Path) -> bool:
    """Whether an XLSX counts its days from 1904."""
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return False
        book = _small(archive, "xl/workbook.xml")
    return bool(re.search(r"<(?:\w+:)?workbookPr[^>]*\sdate1904=[\"'](?:1|true)[\"']", book))


def _target(links: str, key: str) -> str:
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", links):
        if _attribute(tag, "Id") == key:
            target = _attribute(tag, "Target")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}=(?:\"([^\"]*)\"|'([^']*)')", tag)
    value = (found.group(1) or found.group(2) or "") if found else ""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'")):
        value = value.replace(entity, sign)
    return value.replace("&amp;", "&")


def _small(archive: zipfile.ZipFile, name: str) -> str:
    """The beginning of a part: a hostile one may be long."""
    with archive.open(name) as file:
        return file.read(1 << 20).decode("utf-8", "replace")


def _check_directory(path: Path) -> None:
    """Before the directory is read into memory: is it small?"""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - 66_000, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise zipfile.BadZipFile
    count, length = struct.unpack_from("<HI", tail, at + 10)
    locator = tail.rfind(b"PK\x06\x07", 0, at)
    if locator >= 0 and (record := tail.rfind(b"PK\x06\x06", 0, locator)) >= 0:
        count, length = struct.unpack_from("<QQ", tail, record + 32)
    if count > MOST_PARTS or length > _MOST_DIRECTORY:
        raise bomb(path)


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise encrypted(path)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise damaged(path)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise bomb(path)
    for part in parts:
        if part.file_size > max(_MOST_DENSE, part.compress_size * _DENSE):
            raise bomb(path)


def _check_places(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    """Parts that share bytes unpack the same bytes many times."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise bomb(path)
        end = part.header_offset + 30 + len(part.orig_filename) + part.compress_size
    if len({part.filename for part in parts}) < len(parts):
        raise damaged(path)


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """True where a part has formulas. Errors: ``Unreadable`` where XML declares something."""
    if not part.filename.lower().endswith(_XML):
        return False
    rest, wide, formulas = b"", False, False
    for block in _unpacked(archive, part):
        wide = wide or block.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"))
        text = rest + (block.replace(b"\0", b"") if wide else block)
        if b"<!" in text and _DECLARED.search(text):
            raise Unreadable(
                "entities",
                _("%(file)s declares a document type or entities. Expected: a plain workbook.")
                % {"file": path.name},
            )
        formulas = formulas or b"<f>" in text or b"<f " in text
        rest = text[-16:]
    return formulas


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            yield block
