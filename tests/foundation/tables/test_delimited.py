import csv
import io
import tracemalloc
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kesu.foundation.tables.reading import Unreadable, open_table
from kesu.foundation.tables.writing import write_rows
from tests.foundation.tables.asked import read_bytes, refusal, unhurried

pytestmark = pytest.mark.req("F28")

GOOD = [("1", "王五", "好"), ("2", "赵六", "坏")]


def text(rows: list[tuple[str, ...]]) -> bytes:
    return "".join(f"{','.join(row)}\n" for row in rows).encode()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = ["编号,客户,内容".replace(",", delimiter), f"1{delimiter}王五{delimiter}a；b, c"]
    quoted = '"a；b, c"' if delimiter == "," else "a；b, c"
    content = "\n".join(rows).replace("a；b, c", quoted).encode()
    answer = read_bytes(tmp_path, content)
    assert (answer.header, answer.rows) == (("编号", "客户", "内容"), [("1", "王五", "a；b, c")])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_is_known_by_the_line_it_begins_on(tmp_path: Path, end: str) -> None:
    lines = ["a,b,c", "1,x,y", "", '2,"two', 'lines",z', "3,x,y"]
    answer = read_bytes(tmp_path, end.join(lines).encode())
    assert (answer.numbers, answer.rows[1][1]) == ([2, 4, 6], f"two{end}lines")


def test_one_column_is_a_table(tmp_path: Path) -> None:
    answer = read_bytes(tmp_path, "内容\n商品坏了，要退款\n还没有到货\n".encode())
    assert (answer.header, answer.rows) == (("内容",), [("商品坏了，要退款",), ("还没有到货",)])


def test_one_column_of_texts_with_commas_is_one_column(tmp_path: Path) -> None:
    texts = ["你好,世界,再见", "好,的", "没有", "a;b|c,d,e,f"]
    answer = read_bytes(tmp_path, "\n".join(["投诉内容", *texts]).encode())
    assert (answer.header, answer.rows) == (("投诉内容",), [(text,) for text in texts])


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    content = "十一月投诉汇总,,\n制表：客服部,,\n编号,客户,内容\n1,王五,好\n".encode()
    answer = read_bytes(tmp_path, content)
    assert (answer.header, answer.rows, answer.numbers) == (("编号", "客户", "内容"), GOOD[:1], [4])


def test_rows_that_are_short_are_filled_and_blank_ones_left_out(tmp_path: Path) -> None:
    answer = read_bytes(tmp_path, b"a,b,c\n1,x\n,,\n  , ,\n2,,y\n")
    assert answer.rows == [("1", "x", None), ("2", None, "y")]


def test_empty_cells_too_many_are_no_fault(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"a,b,,\n1,x,,\n2,y,,,,\n").rows == [("1", "x"), ("2", "y")]


def test_a_row_with_too_many_cells_is_reported_and_the_others_read(tmp_path: Path) -> None:
    answer = read_bytes(tmp_path, b"a,b\n1,x\n2,y,z,w\n3,q\n")
    assert answer.rows == [("1", "x"), ("3", "q")]
    assert [(bad.number, bad.cells) for bad in answer.bad] == [(3, ("2", "y", "z", "w"))]


@pytest.mark.parametrize(
    "broken",
    [
        '9,"王五,没有合上',
        '9,"他说"不行"就走了",x',
        '9,x,"',
        '9,"a ""b"" c,d',
        '9,"第一行\n第二行,"半"\n第三行",x',
    ],
)
def test_a_lone_quotation_mark_costs_its_row_and_no_other(tmp_path: Path, broken: str) -> None:
    more = [(f"{number}", "王五", "好") for number in range(10, 40)]
    content = text([("编号", "客户", "内容"), *GOOD]) + f"{broken}\n".encode() + text(more)
    answer = read_bytes(tmp_path, content)
    assert (answer.rows, [bad.number for bad in answer.bad]) == ([*GOOD, *more], [4])


def test_a_lone_quotation_mark_before_a_cell_of_two_lines_leaves_that_row(tmp_path: Path) -> None:
    answer = read_bytes(tmp_path, b'a,b\n1,"x\n2,"two\nlines"\n3,z\n')
    assert answer.rows == [("2", "two\nlines"), ("3", "z")]


def test_a_quotation_mark_inside_a_cell_is_just_one(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b'a,b\n1,5" screen\n').rows == [("1", '5" screen')]


def test_a_nul_byte_costs_its_row(tmp_path: Path) -> None:
    answer = read_bytes(tmp_path, b"a,b\n1,x\n2,\0\n3,z\n")
    assert (answer.rows, [bad.number for bad in answer.bad]) == ([("1", "x"), ("3", "z")], [3])


@pytest.mark.parametrize("size", [200_000, 10_000_000])
def test_an_enormous_cell_costs_its_row_and_no_memory(tmp_path: Path, size: int) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n1,x\n2," + b"y" * size + b"\n3,z\n")
    tracemalloc.start()
    try:
        with open_table(path) as table:
            found = list(table.rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert ([type(row).__name__ for row in found], peak < 12_000_000) == (
        ["Row", "BadRow", "Row"],
        True,
    )


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b",".join(b"c%d" % number for number in range(1_000_000)) + b"\n1\n")
    assert refusal(path) == "columns"


def test_a_row_of_a_million_cells_is_one_bad_row(tmp_path: Path) -> None:
    answer = read_bytes(tmp_path, b"a,b\n1,x\n" + b"1," * 1_000_000 + b"\n3,z\n")
    assert (answer.rows, len(answer.bad)) == ([("1", "x"), ("3", "z")], 1)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n" + "1,商品坏了要求退款\n".encode() * 50_000)
    tracemalloc.start()
    try:
        with open_table(path) as table:
            count = sum(1 for _row in table.rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, peak < 2_000_000) == (50_000, True)


def test_the_place_in_the_file_runs_from_nothing_to_all(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 100_000)
    with open_table(path) as table:
        places = [table.position() for _row in table.rows]
    assert (places == sorted(places), places[0] < 0.1, places[-1]) == (True, True, 1.0)


@pytest.mark.req("B08")
@unhurried
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
            st.text(st.sampled_from("'\"=+-@\t\r\n＝＋－＠ ab"), max_size=6),
        ),
        max_size=8,
    )
)
@example([("=cmd|' /C calc'!A0", "'=1")])
def test_what_we_write_we_read_back(rows: list[tuple[str, str]]) -> None:
    kept = [(f"T{number}", *row) for number, row in enumerate(rows)]
    content = b"".join(write_rows("csv", ["no", "甲", "乙"], kept))
    with TemporaryDirectory() as folder:
        answer = read_bytes(Path(folder), content)
    assert answer.rows == [tuple(cell or None for cell in row) for row in kept]


@unhurried
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["x", '"', '""', '"x"', '"x', 'x"', '"a\nb"', "a\nb", ",", "'=1", "\0"]
            ),
            max_size=4,
        ),
        max_size=30,
    )
)
@example([['"'], [], ['""'], ['"'], [","]])
@example([["x", 'x"', '"'], ['"', '"a\nb"', "a\nb"]])
@example([["x", 'x"', '"'], ['"', '"a\nb"', "\0"]])
def test_no_line_is_lost_whatever_its_quotation_marks(lines: list[list[str]]) -> None:
    marks = [f"T{number}T" for number in range(len(lines))]
    body = "".join(
        f"{mark},{','.join(pieces)}\n" for mark, pieces in zip(marks, lines, strict=True)
    )
    with TemporaryDirectory() as folder:
        # Names that are known: which row holds names is not asked here.
        names = ("first", "second", "third")
        answer = read_bytes(Path(folder), f"{','.join(names)}\n{body}".encode(), known_words=names)
    kept = [str(cell) for row in answer.rows for cell in row]
    kept += [cell for bad in answer.bad for cell in bad.cells]
    assert [mark for mark in marks if not any(mark in cell for cell in kept)] == []


@unhurried
@given(st.data())
def test_no_mutation_of_a_good_file_breaks_the_reader(data: st.DataObject) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("编号", "客户"), *[(f"{n}", 'a "b"\nc') for n in range(20)]])
    content = bytearray(out.getvalue().encode("gb18030"))
    for _change in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.sampled_from([0, 10, 13, 34, 39, 44, 0x81, 0xFF]))
    with TemporaryDirectory() as folder, suppress(Unreadable):
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        with open_table(path) as table:
            assert all(row.number > 0 for row in table.rows)
