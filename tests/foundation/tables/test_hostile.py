import random
import struct
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.foundation.tables.reading import Unreadable
from tests.foundation.tables.asked import read, read_bytes, refusal, unhurried
from tests.foundation.tables.made import OLE, TWO_ROWS, cell, compound, ods, sheet, xls, xlsx

pytestmark = pytest.mark.req("F28")

DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ENTITIES = f'<?xml version="1.0"?>{DOCTYPE}<worksheet/>'


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "table.xlsx", sheet(TWO_ROWS))


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.xlsx", b"<html><table><tr><td>a</td></tr></table></html>", "HTML"),
        ("a.xls", b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", "HTML"),
        ("a.xls", b'<?xml version="1.0"?><Workbook></Workbook>', "XML"),
        ("a.xls", b"a\tb\n1\t2\n", "text"),
        ("a.xlsx", b"a,b\n1,2\n", "text"),
        ("a.ods", b"a,b\n1,2\n", "text"),
        ("a.csv", b"%PDF-1.7\n", "PDF"),
        ("a.csv", b'[{"a": 1}]', "JSON"),
        ("a.tsv", b"\x89PNG\r\n\x1a\n", "PNG"),
        ("a.jsonl", b"\x1f\x8b\x08\x00", "GZIP"),
        ("a.csv", OLE + bytes(5000), "OLE"),
        ("a.xlsx", compound("Workbook", b"x"), "XLS"),
        ("a.xls", compound("WordDocument", b"x"), "DOC"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told_so(
    tmp_path: Path, name: str, content: bytes, found: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert (refused.value.code, found in refused.value.say) == ("content", True)


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.ods"])
def test_a_workbook_under_another_name_is_refused(book: Path, name: str) -> None:
    assert refusal(book.rename(book.with_name(name))) == "content"


def test_other_archives_are_refused_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Unreadable, match="DOCX"):
        read(path)


@pytest.mark.parametrize("name", ["a.doc", "a", "a.csv.exe", "a.pdf"])
def test_other_endings_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"a,b\n1,2\n")
    assert refusal(path) == "ending"


def test_no_file_a_folder_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "empty.csv").touch()
    names = ["none.csv", "folder.csv", f"{'x' * 300}.csv", "empty.csv"]
    assert [refusal(tmp_path / name) for name in names] == ["missing", "folder", "missing", "empty"]


def test_a_file_too_large_to_be_a_table_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    assert refusal(path) == "too_large"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/foo.xml", "a/b.rels", "x.vml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_declared_entities_are_refused_in_every_part(
    tmp_path: Path, part: str, encoding: str
) -> None:
    body = ENTITIES.encode(encoding)
    path = xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS), {part: body})
    assert refusal(path) == "entities"


def test_entities_far_down_are_found_across_blocks(tmp_path: Path) -> None:
    body = "<!--" + " " * ((1 << 18) - 10) + "-->" + DOCTYPE
    path = xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS), {"xl/foo.xml": body})
    assert refusal(path) == "entities"


def test_text_about_a_document_type_is_just_text(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS.replace("未发货", "&lt;!DOCTYPE html>")))
    assert read(path).rows == [("王五", "<!DOCTYPE html>")]


@pytest.mark.parametrize(
    "part",
    [
        {"xl/worksheets/sheet1.xml": sheet(TWO_ROWS + " " * (80 << 20))},
        {"xl/media/image.bin": bytes(80 << 20)},
        {f"x/{number}.xml": "<a/>" for number in range(6_000)},
    ],
)
def test_a_bomb_is_refused_by_its_directory(tmp_path: Path, part: dict[str, str | bytes]) -> None:
    assert refusal(xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS), part)) == "bomb"


def test_a_bomb_that_lies_about_its_size_is_stopped_at_the_lie(tmp_path: Path) -> None:
    content = sheet(TWO_ROWS + " " * (40 << 20))
    path = xlsx(tmp_path / "a.xlsx", content)
    told = struct.pack("<I", len(content.encode()))
    path.write_bytes(path.read_bytes().replace(told, struct.pack("<I", 1_000)))
    assert refusal(path) == "damaged"


def test_parts_that_share_bytes_are_refused(book: Path) -> None:
    content = bytearray(book.read_bytes())
    places = [at for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]
    content[places[1] + 42 : places[1] + 46] = content[places[2] + 42 : places[2] + 46]
    book.write_bytes(content)
    assert refusal(book) == "bomb"


def test_an_encrypted_workbook_is_told_so(tmp_path: Path, book: Path) -> None:
    content = bytearray(book.read_bytes())
    for at in range(len(content)):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 8] |= 1
    book.write_bytes(content)
    wrapped = tmp_path / "wrapped.xlsx"
    wrapped.write_bytes(compound("EncryptedPackage", b"x"))
    old = xls(tmp_path / "old.xls", [["a", "b"], ["c", "d"]], password=True)
    assert [refusal(path) for path in (book, wrapped, old)] == ["encrypted"] * 3


@pytest.mark.parametrize("kept", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_a_workbook_that_breaks_off_is_told_so(tmp_path: Path, ending: str, kept: float) -> None:
    path = tmp_path / f"a.{ending}"
    rows = [["客户", "内容"], *[[f"王五{number}", "未发货"] for number in range(500)]]
    if ending == "xls":
        xls(path, rows)
    elif ending == "ods":
        ods(path, rows)
    else:
        xlsx(path, sheet(TWO_ROWS))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert refusal(path) == "damaged"


@pytest.mark.parametrize("told", ["A1:XFD1048576", "A1", "Z9:A1"])
def test_a_lie_about_the_size_of_a_sheet_changes_nothing(tmp_path: Path, told: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS, before=f'<dimension ref="{told}"/>'))
    assert read(path).rows == [("王五", "未发货")]


@pytest.mark.parametrize(
    ("place", "code"), [("XFD1048576", "too_large"), ("XFD1", "columns"), ("ZZZZZZ1", "too_large")]
)
def test_a_cell_far_away_is_refused_without_harm(tmp_path: Path, place: str, code: str) -> None:
    far = f'<row r="{place.lstrip("XFDZ")}">{cell(place, "x")}</row>'
    assert refusal(xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS + far))) == code


def test_rows_repeated_a_million_times_are_refused_without_harm(tmp_path: Path) -> None:
    again = ' table:number-rows-repeated="1048576"'
    path = ods(tmp_path / "a.ods", [["a", "b"], ["x" * 40, "y" * 40]], again)
    assert refusal(path) == "too_large"


def test_blank_rows_repeated_to_the_end_are_no_harm(tmp_path: Path) -> None:
    again = ' table:number-rows-repeated="1048574"'
    path = ods(tmp_path / "a.ods", [["a", "b"], ["x", "y"], ["", ""]], again)
    assert read(path).rows == [("x", "y")]


def test_an_enormous_cell_costs_its_row(tmp_path: Path) -> None:
    long = "".join(random.Random(1).choices("商品坏了要求退款", k=50_000)) * 60
    rows = TWO_ROWS + f'<row r="3">{cell("A3", long)}</row><row r="4">{cell("A4", "x")}</row>'
    answer = read(xlsx(tmp_path / "a.xlsx", sheet(rows)))
    assert (answer.rows, [bad.number for bad in answer.bad]) == (
        [("王五", "未发货"), ("x", None)],
        [3],
    )


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    link = '<Relationship Id="r1" Target="http://127.0.0.1:1/x.xlsx" TargetMode="External"/>'
    parts: dict[str, str | bytes] = {
        "xl/externalLinks/_rels/externalLink1.xml.rels": f"<Relationships>{link}</Relationships>"
    }
    assert read(xlsx(tmp_path / "a.xlsx", sheet(TWO_ROWS), parts)).rows == [("王五", "未发货")]


def test_hostile_workbooks_take_bounded_memory_together_with_their_process(tmp_path: Path) -> None:
    far = f'<row r="1048576">{cell("XFD1048576", "x")}</row>'
    again = ' table:number-rows-repeated="1048576"'
    long = "".join(random.Random(2).choices("abcdefgh", k=50_000)) * 200
    paths = [
        xlsx(tmp_path / "far.xlsx", sheet(TWO_ROWS + far)),
        xlsx(tmp_path / "long.xlsx", sheet(TWO_ROWS + f'<row r="3">{cell("A3", long)}</row>')),
        ods(tmp_path / "again.ods", [["a", "b"], ["x" * 40, "y" * 40]], again),
    ]
    peaks = subprocess.run(
        [sys.executable, "-c", _PEAKS, *map(str, paths)], capture_output=True, check=True, text=True
    ).stdout.split()
    assert sum(map(int, peaks)) < 300 * 1024


_PEAKS = """
import re, resource, sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from kesu.foundation.tables.reading import Unreadable, open_table
for path in sys.argv[1:]:
    try:
        with open_table(Path(path)) as table:
            for row in table.rows:
                pass
    except Unreadable:
        pass
print(re.search("VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Prints the most memory, in KB, that reading took here and in the child processes."""


@given(st.data(), st.sampled_from(["xlsx", "ods", "xls"]))
@settings(unhurried, max_examples=60)
def test_no_mutation_of_a_workbook_breaks_the_reader(data: st.DataObject, ending: str) -> None:
    with TemporaryDirectory() as folder, suppress(Unreadable):
        path = Path(folder) / f"a.{ending}"
        rows = [["客户", "内容"], ["王五", "未发货"]]
        if ending == "xls":
            xls(path, rows)
        elif ending == "ods":
            ods(path, rows)
        else:
            xlsx(path, sheet(TWO_ROWS))
        content = bytearray(path.read_bytes())
        for _change in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        answer = read_bytes(Path(folder), bytes(content), path.name)
        assert all(len(row) == len(answer.header) for row in answer.rows)
