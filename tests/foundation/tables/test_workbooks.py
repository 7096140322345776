# ruff: noqa: DTZ001 - a spreadsheet's times have no zone
import os
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.foundation.tables.reading import open_table
from kesu.foundation.tables.times import read_time
from kesu.foundation.tables.writing import write_rows
from tests.foundation.tables.asked import read, refusal, unhurried
from tests.foundation.tables.made import TWO_ROWS, cell, ods, sheet, xls, xlsx

pytestmark = pytest.mark.req("F28", "B08")

ROWS = [["客户", "内容", "电话"], ["王五", "未发货", "010"], ["赵六", "漏水", "020"]]
Fill = Callable[[Any, Any], None]


def made(path: Path, fill: Fill, **options: object) -> Path:
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book, book.add_worksheet("数据"))
    return path


def readers() -> list[str]:
    """The processes that this one has started to read workbooks."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    commands = [Path(f"/proc/{child}/cmdline").read_text() for child in children]
    return [command for command in commands if "workbook_child" in command]


def table(_book: Any, page: Any) -> None:
    for line, row in enumerate(ROWS):
        page.write_row(line, 0, row)


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xls", "ods"])
def test_a_workbook_is_read_whatever_its_form(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"table.{ending}"
    makers: dict[str, Callable[[Path], Path]] = {
        "xls": lambda path: xls(path, ROWS),
        "ods": lambda path: ods(path, ROWS),
    }
    makers.get(ending, lambda path: made(path, table))(path)
    answer = read(path)
    assert (answer.header, answer.rows) == (tuple(ROWS[0]), [tuple(row) for row in ROWS[1:]])
    assert (answer.format, answer.sheet, answer.numbers) == (
        ending.replace("m", "x"),
        "数据",
        [2, 3],
    )


def test_numbers_times_and_truths_keep_their_kind(tmp_path: Path) -> None:
    moment = datetime(2019, 2, 28, 11, 25, 5)

    def fill(book: Any, page: Any) -> None:
        looks = ["yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd", "hh:mm", "[h]:mm"]
        formats = [book.add_format({"num_format": look}) for look in looks]
        page.write_row(0, 0, ["a", "b", "c", "d", "e", "f", "g"])
        page.write_datetime(1, 0, moment, formats[0])
        page.write_datetime(1, 1, date(2019, 2, 28), formats[1])
        page.write_datetime(1, 2, time(11, 25), formats[2])
        page.write_number(1, 3, 1.5, formats[3])
        page.write_boolean(1, 4, True)
        page.write_number(1, 5, 188006)
        page.write_formula(1, 6, "=1+1", None, 2)

    answer = read(made(tmp_path / "table.xlsx", fill))
    duration = timedelta(hours=36)
    expected = (moment, moment.date(), time(11, 25), duration, True, 188006.0, 2.0)
    assert (answer.rows, answer.bad) == ([expected], [])


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_day_as_a_bare_number_is_that_day(tmp_path: Path, since_1904: bool) -> None:
    days = 43524.5 - 1462 * since_1904
    path = made(
        tmp_path / "table.xlsx",
        lambda _book, page: (page.write(0, 0, "时间"), page.write(1, 0, days)),
        date_1904=since_1904,
    )
    with open_table(path) as found:
        row = next(found.rows)
        moment = read_time(row.cells[0], ZoneInfo("UTC"), since_1904=found.since_1904)
    assert moment is not None
    assert moment.isoformat() == "2019-02-28T12:00:00+00:00"


def test_merged_names_titles_and_an_empty_margin_are_seen_through(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        page.merge_range(1, 2, 1, 6, "2026年投诉登记表")
        page.merge_range(3, 2, 5, 2, "编号")
        page.merge_range(3, 3, 3, 5, "客户")
        page.merge_range(4, 4, 4, 5, "联系方式")
        page.merge_range(4, 3, 5, 3, "姓名")
        page.merge_range(3, 6, 5, 6, "内容")
        page.write(5, 4, "电话")
        page.write(5, 5, "邮箱")
        page.write_row(7, 2, [1, "王五", "010", "w@example.org", "漏水"])

    path = made(tmp_path / "table.xlsx", fill)
    answer = read(path, known_words=["编号", "姓名", "电话", "内容"])
    assert answer.header == ("编号", "姓名", "电话", "邮箱", "内容")
    assert (answer.rows, answer.numbers) == ([(1.0, "王五", "010", "w@example.org", "漏水")], [8])


def test_the_first_sheet_with_rows_is_read_and_named(tmp_path: Path) -> None:
    def fill(book: Any, page: Any) -> None:
        book.add_worksheet("说明").write(0, 0, "请勿修改")
        hidden = book.add_worksheet("字典")
        table(book, hidden)
        hidden.hide()
        table(book, book.add_worksheet("投诉"))

    answer = read(made(tmp_path / "table.xlsx", fill))
    assert (answer.sheet, len(answer.rows)) == ("投诉", 2)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_an_empty_workbook_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"table.{ending}"
    if ending == "xls":
        xls(path, [[None]])
    elif ending == "ods":
        ods(path, [[""]])
    else:
        made(path, lambda _book, _page: None)
    assert refusal(path) == "empty"


def test_a_formula_without_a_result_costs_its_row(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{cell("A1", "a")}{cell("B1", "b")}</row>'
        f'<row r="2">{cell("A2", "x")}<c r="B2"><f>1+1</f></c></row>'
        f'<row r="3">{cell("A3", "y")}<c r="B3"><f>1+1</f><v>2</v></c></row>'
        f'<row r="4">{cell("A4", "z")}<c r="B4" t="str"><f>IF(1,"")</f><v></v></c></row>'
        f'<row r="5">{cell("A5", "w")}<c r="B5"><f t="shared" si="0"/><v/></c></row>'
    )
    answer = read(xlsx(tmp_path / "table.xlsx", sheet(rows)))
    assert answer.rows == [("y", 2.0), ("z", None)]
    assert [bad.number for bad in answer.bad] == [2, 5]


def test_a_column_without_a_name_is_called_by_its_letter(tmp_path: Path) -> None:
    def fill(_book: Any, page: Any) -> None:
        page.write_row(0, 1, ["客户", None, "内容"])
        page.write_row(1, 1, ["王五", "x", "漏水", "补记"])

    answer = read(made(tmp_path / "table.xlsx", fill), known_words=["客户", "内容"])
    assert (answer.header, answer.rows) == (
        ("客户", "C", "内容", "E"),
        [("王五", "x", "漏水", "补记")],
    )


def test_line_ends_that_excel_escapes_are_line_ends(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "table.xlsx", sheet(TWO_ROWS.replace("未发货", "一_x000D_\n二_x005F_x000D_"))
    )
    assert read(path).rows == [("王五", "一\r\n二_x000D_")]


def test_the_place_in_a_workbook_runs_from_nothing_to_all(tmp_path: Path) -> None:
    rows = [(f"T{number}",) for number in range(3_000)]
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"".join(write_rows("xlsx", ["编号"], rows)))
    with open_table(path) as found:
        places = [found.position() for _row in found.rows]
        total = found.total
    assert (total, places == sorted(places), places[0] < 0.01, places[-1]) == (
        3_000,
        True,
        True,
        1.0,
    )


def test_a_reader_that_stops_early_leaves_no_process_behind(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"".join(write_rows("xlsx", ["编号"], [(f"T{n}",) for n in range(20_000)])))
    with open_table(path) as found:
        first = next(found.rows)
        during = readers()
    assert (first.number, len(during), readers()) == (2, 1, [])


cells = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20
)


@given(st.lists(st.tuples(cells, st.integers(-(10**14), 10**14)), min_size=1, max_size=20))
@settings(unhurried, max_examples=25)
def test_what_we_write_we_read_back(rows: list[tuple[str, int]]) -> None:
    kept = [(f"T{number}", *row) for number, row in enumerate(rows)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        path.write_bytes(b"".join(write_rows("xlsx", ["编号", "内容", "数"], kept)))
        answer = read(path)
    expected = [(no, text if text.strip() else None, float(number)) for no, text, number in kept]
    assert answer.rows == expected
