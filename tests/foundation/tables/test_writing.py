"""Tables written out: what people see when they open them, and what programs read."""

import csv
import json
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kesu.foundation.tables.formulas import guard, runs, unguard
from kesu.foundation.tables.writing import MOST_TEXT, Cell, Format, write_rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 9, 4, 0, 5, 999, tzinfo=UTC)
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "=-+")
BEFORE = ("", " ", "  ", "　", "\u00a0", "'", '"', "“", "\ufeff", " '")
FORMULAS = [f"{before}{sign}1+cmd|' /C calc'!A0" for before in BEFORE for sign in SIGNS]
"""120 texts that some spreadsheet runs."""


def written(
    format: Format, header: Sequence[str], rows: Sequence[Sequence[Cell]], **more: Any
) -> bytes:
    return b"".join(write_rows(format, header, rows, zone=SHANGHAI, **more))


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def sheets(data: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


@pytest.mark.req("B06")
def test_csv_opens_in_chinese_excel():
    data = written("csv", ["内容", "分"], [["他说：“退，\r\n谢谢”", 1250]])
    assert data == ('\ufeff"内容","分"\r\n"他说：“退，\r\n谢谢”",1250\r\n'.encode())


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.req("B06")
def test_no_formula_is_left_in_csv_and_the_text_can_be_restored(formula: str):
    header, row = csv_rows(written("csv", [formula], [[formula]]))
    assert (header, row) == ([f"'{formula}"], [f"'{formula}"])
    assert unguard(row[0]) == formula


@pytest.mark.req("B06")
def test_no_formula_is_left_in_xlsx():
    data = written("xlsx", ["内容"], [[formula] for formula in FORMULAS])
    read = [row[0] for row in sheets(data)[0][1:]]
    assert read == [formula.replace("\r\n", "\n") for formula in FORMULAS]
    assert all(isinstance(cell, str) for cell in read)
    sheet = zipfile.ZipFile(BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert sheet.count(b't="inlineStr"') == len(FORMULAS) + 1


@given(st.text())
def test_a_guarded_text_comes_back_as_it_was(text: str):
    assert unguard(guard(text)) == text
    assert not runs(guard(text)) or guard(text).startswith("'")


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
)
def test_every_text_comes_back_from_csv(rows: list[list[str]]):
    read = [[unguard(cell) for cell in row] for row in csv_rows(written("csv", ["a", "b"], rows))]
    assert read == [["a", "b"], *rows]


def test_plain_numbers_stay_numbers():
    assert written("csv", ["分"], [[-5]]) == '\ufeff"分"\r\n-5\r\n'.encode()
    assert sheets(written("xlsx", ["分"], [[-5]]))[0][1] == [-5.0]


def test_numbers_too_long_for_a_spreadsheet_are_text_in_it():
    assert sheets(written("xlsx", ["订单"], [[123456789012345678]]))[0][1] == ["123456789012345678"]


def test_times_are_dates_in_the_zone():
    row: list[Cell] = [NOON, date(2026, 3, 9), date(1850, 1, 1)]
    assert csv_rows(written("csv", ["a", "b", "c"], [row]))[1] == [
        "2026-03-09 12:00:05",
        "2026-03-09",
        "1850-01-01",
    ]
    assert sheets(written("xlsx", ["a", "b", "c"], [row]))[0][1] == [
        datetime(2026, 3, 9, 12, 0, 5),  # noqa: DTZ001 - a spreadsheet knows no zone
        date(2026, 3, 9),
        "1850-01-01",
    ]


def test_links_and_digits_stay_text_in_xlsx():
    texts = ["https://example.org/?a=b", "mailto:a@example.org", "0012", "1e5", "_x0041_", "=A1"]
    assert sheets(written("xlsx", texts, []))[0] == [texts]


def test_a_header_stands_still_and_is_bold():
    data = zipfile.ZipFile(BytesIO(written("xlsx", ["内容"], [["甲"]])))
    assert b'state="frozen"' in data.read("xl/worksheets/sheet1.xml")
    assert b"<b/>" in data.read("xl/styles.xml")


def test_columns_are_as_wide_as_their_first_rows():
    sheet = zipfile.ZipFile(BytesIO(written("xlsx", ["a", "b"], [["客户投诉客户投诉", "x" * 500]])))
    columns = sheet.read("xl/worksheets/sheet1.xml").decode().partition("<cols>")[2]
    assert 'width="18.7109375"' in columns
    assert 'width="60.7109375"' in columns


def test_what_xml_forbids_is_replaced_and_nothing_else():
    text = "a\x00b\x0bc\ufffed\te\nf😀"
    assert sheets(written("xlsx", ["t"], [[text]]))[0][1] == ["a\ufffdb\ufffdc\ufffdd\te\nf😀"]


@pytest.mark.parametrize("letter", ["客", "😀"])
def test_text_too_long_for_excel_is_cut_with_a_mark(letter: str):
    data = written("xlsx", ["t"], [[letter * 40_000]], cut="…（略）")
    cell = sheets(data)[0][1][0]
    assert cell.endswith(f"{letter}…（略）")
    assert MOST_TEXT - 1 <= len(cell.encode("utf-16-le")) // 2 <= MOST_TEXT


def test_text_as_long_as_excel_takes_is_whole():
    assert sheets(written("xlsx", ["t"], [["客" * MOST_TEXT]]))[0][1] == ["客" * MOST_TEXT]


def test_rows_go_on_in_another_sheet_with_its_own_header():
    data = written("xlsx", ["n"], [[n] for n in range(5)], title="投诉", most_rows=3)
    assert sheets(data) == [[["n"], [0.0], [1.0]], [["n"], [2.0], [3.0]], [["n"], [4.0]]]
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == ["投诉", "投诉 2", "投诉 3"]


def test_jsonl_is_one_object_a_line_with_every_key():
    rows: list[list[Cell]] = [["=甲\n", None, True, NOON, ("U1", "U2")]]
    data = written("jsonl", ["text", "order", "urgent", "received", "reasons"], rows)
    assert data.endswith(b"}\n")
    assert [json.loads(line) for line in data.decode().splitlines()] == [
        {
            "text": "=甲\n",
            "order": None,
            "urgent": True,
            "received": "2026-03-09T12:00:05.000999+08:00",
            "reasons": ["U1", "U2"],
        }
    ]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_the_first_piece_leaves_before_the_last_row_is_read(format: Format):
    left = iter([["客" * 20]] * 20_000)
    assert next(iter(write_rows(format, ["t"], left)))
    assert len(list(left)) > 10_000


@pytest.mark.parametrize("format", get_args(Format))
def test_a_table_without_rows_is_still_one(format: Format):
    data = written(format, ["a"], [])
    expected = {"csv": [["a"]], "xlsx": [["a"]], "jsonl": []}[format]
    found = csv_rows(data) if format != "xlsx" else sheets(data)[0]
    assert found == expected


def test_nothing_is_left_behind_when_the_reader_goes(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pieces = write_rows("xlsx", ["t"], [[str(n)] for n in range(100)])
    assert next(iter(pieces))
    pieces.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []
