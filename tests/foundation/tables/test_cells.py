# ruff: noqa: DTZ001 - a spreadsheet's times have no zone
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.tables.cells import LostDigits, read_number, read_text
from kesu.foundation.tables.shape import Cell
from tests.foundation.tables.asked import unhurried

pytestmark = pytest.mark.req("F28")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (188006.0, "188006"),
        (0.6050000000000001, "0.605"),
        (13812345678.0, "13812345678"),
        (-0.5, "-0.5"),
        (1e-7, "0.0000001"),
        (0.0, "0"),
        (42, "42"),
        (10**20, "100000000000000000000"),
        (True, "TRUE"),
        (None, ""),
        (float("nan"), ""),
        ("\ufeff\u3000 王五\n赵六 \u3000\r\n", "王五\n赵六"),
        ("007", "007"),
        ("A1E+10", "A1E+10"),
        (datetime(2019, 2, 28, 11, 25, 5), "2019-02-28 11:25:05"),
        (date(2019, 2, 28), "2019-02-28"),
        (time(11, 25), "11:25:00"),
        (timedelta(hours=26, minutes=3), "26:03:00"),
        (-timedelta(seconds=5), "-0:00:05"),
    ],
)
def test_a_cell_as_text_is_what_the_person_sees(cell: Cell, text: str) -> None:
    assert read_text(cell) == text


@pytest.mark.parametrize("cell", [1.10101e17, -1e15, "1.10101E+17", " 1.38E+10 ", "5E+20"])
def test_a_number_that_has_lost_digits_is_not_passed_on(cell: Cell) -> None:
    with pytest.raises(LostDigits) as refused:
        read_text(cell)
    assert "formatted as text" in refused.value.say


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("￥1,234.50元", "1234.50"),
        ("¥ 12", "12"),
        ("１２３", "123"),
        ("+5", "5"),
        ("-5.5", "-5.5"),
        ("1,23", ""),
        ("12件", ""),
        (12.0, "12"),
        ("", ""),
        (True, ""),
        (date(2019, 2, 28), ""),
    ],
)
def test_a_number_is_read_in_plain_figures(cell: Cell, number: str) -> None:
    assert read_number(cell) == number


@unhurried
@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_no_digit_of_a_whole_number_is_made_up(number: int) -> None:
    assert (read_text(float(number)), read_text(number)) == (str(number), str(number))


@unhurried
@given(st.text())
def test_text_read_twice_is_text_read_once(text: str) -> None:
    try:
        once = read_text(text)
    except LostDigits:
        return
    assert read_text(once) == once
