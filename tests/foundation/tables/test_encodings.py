import codecs
import csv
import io
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kesu.foundation.tables.reading import Unreadable
from tests.foundation.tables.asked import read, read_bytes, refusal, unhurried

pytestmark = pytest.mark.req("F28")

HEADER = ("编号", "客户", "内容")
SIMPLIFIED = "客户反映商品质量问题，要求退款并赔偿损失；经办人已经联系仓库核实"
TRADITIONAL = "客戶反映商品質量問題，要求退款並賠償損失；經辦人已經聯繫倉庫核實"
MARKED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "gb18030": b"\x84\x31\x95\x33",
}
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5"]

cells = st.text(st.sampled_from(SIMPLIFIED + 'abcXYZ 0123456789,;"\n#“”（）…'), max_size=30)
records = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=12)


def write(rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("marked", [False, True])
def test_a_table_reads_the_same_in_every_encoding(
    tmp_path: Path, encoding: str, marked: bool
) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    rows = [(f"T{number}", "王五", text) for number in range(20)]
    mark = MARKED.get(encoding, b"") if marked else b""
    header = ("單號", "客戶", "內容") if encoding == "big5" else HEADER
    answer = read_bytes(tmp_path, mark + write([header, *rows]).encode(encoding))
    assert (answer.header, answer.rows, answer.bad) == (header, rows, [])


def test_a_mark_of_utf_8_before_gbk_is_no_promise(tmp_path: Path) -> None:
    rows = [(f"T{number}", "王五", SIMPLIFIED) for number in range(5)]
    content = codecs.BOM_UTF8 + write([HEADER, *rows]).encode("gbk")
    assert read_bytes(tmp_path, content).rows == rows


@unhurried
@given(
    records,
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "gb18030"]),
    st.sampled_from(",\t;|"),
)
@example([("", "", "a\nb")], "utf-8", ",")
def test_what_was_written_is_read_whatever_the_encoding(
    rows: list[tuple[str, ...]], encoding: str, delimiter: str
) -> None:
    kept = [(f"T{number}", *row[1:]) for number, row in enumerate(rows)]
    content = write([HEADER, *kept], delimiter).encode(encoding)
    with TemporaryDirectory() as folder:
        answer = read_bytes(Path(folder), content)
    expected = [tuple(cell or None for cell in row) for row in kept]
    assert (answer.rows, answer.bad) == (expected, [])


@unhurried
@given(st.lists(st.sampled_from(["utf-8", "gb18030", "big5"]), min_size=2, max_size=30))
def test_rows_of_one_file_may_be_in_different_encodings(encodings: list[str]) -> None:
    texts = {"utf-8": SIMPLIFIED, "gb18030": SIMPLIFIED, "big5": TRADITIONAL}
    rows = [(f"T{n}", "数据" if e != "big5" else "資料", texts[e]) for n, e in enumerate(encodings)]
    content = write([HEADER]).encode("utf-8") + b"".join(
        write([row]).encode(encoding) for row, encoding in zip(rows, encodings, strict=True)
    )
    with TemporaryDirectory() as folder:
        answer = read_bytes(Path(folder), content)
    assert (answer.header, answer.rows) == (HEADER, rows)


@pytest.mark.parametrize(("most", "one"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_one_row_pasted_from_elsewhere_is_read_too(tmp_path: Path, most: str, one: str) -> None:
    rows = [(f"T{number}", "李四", f"{SIMPLIFIED}{number}") for number in range(200)]
    lines = [write([row]).encode(one if row[0] == "T77" else most) for row in rows]
    answer = read_bytes(tmp_path, write([HEADER]).encode(most) + b"".join(lines))
    assert (answer.rows, answer.encoding) == (rows, f"{most}, mixed")


def test_one_cell_pasted_from_elsewhere_is_read_too(tmp_path: Path) -> None:
    content = write([HEADER]).encode() + b"T1," + "王五,".encode("gbk") + SIMPLIFIED.encode()
    assert read_bytes(tmp_path, content).rows == [("T1", "王五", SIMPLIFIED)]


def test_two_short_words_in_gbk_are_not_taken_for_another_script(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "联通,移动\nx,联通\n".encode("gbk")).header[0] == "联通"


def test_a_middle_dot_does_not_make_utf_8_doubtful(tmp_path: Path) -> None:
    content = "name,text\nA·B,x×y\nC·D,±5°\n".encode()
    assert read_bytes(tmp_path, content).rows == [("A·B", "x×y"), ("C·D", "±5°")]


def test_bytes_in_no_encoding_cost_their_row_only(tmp_path: Path) -> None:
    rows = [(f"T{number}", "王五", SIMPLIFIED) for number in range(9)]
    content = (
        write([HEADER, *rows[:4]]).encode() + b"T,\xff\xff\x81,x\r\n" + write(rows[4:]).encode()
    )
    answer = read_bytes(tmp_path, content)
    assert (answer.rows, [bad.number for bad in answer.bad]) == (rows, [6])


def test_half_a_character_at_the_end_of_utf_16_costs_the_last_row(tmp_path: Path) -> None:
    content = codecs.BOM_UTF16_LE + write(
        [HEADER, ("T1", "王五", "好"), ("T2", "王五", "坏")]
    ).encode("utf-16-le")
    answer = read_bytes(tmp_path, content[:-5])
    assert (answer.rows, len(answer.bad)) == ([("T1", "王五", "好")], 1)


def test_the_encoding_a_person_names_is_used(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("a,b\n联通,x\n".encode("gbk"))
    answer = read(path, encoding="GB2312")
    assert (answer.rows, answer.encoding) == ([("联通", "x")], "gb18030")


@pytest.mark.parametrize("name", ["klingon", "base64", "", "\0"])
def test_an_encoding_that_is_none_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n1,2\n")
    if name:
        assert refusal(path, encoding=name) == "encoding"
    else:
        assert read(path, encoding=name).rows == [("1", "2")]


@unhurried
@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.tsv", "x.txt", "x.jsonl"]))
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    with TemporaryDirectory() as folder, suppress(Unreadable):
        answer = read_bytes(Path(folder), content, name)
        assert all(len(row) == len(answer.header) for row in answer.rows)
