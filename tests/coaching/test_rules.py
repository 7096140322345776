"""In which month a record counts."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.coaching.rules import booked, month_of, next_month

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
MONTHS = st.integers(2000 * 12, 2040 * 12).map(lambda n: date(n // 12, n % 12 + 1, 1))


@pytest.mark.req("E51")
@pytest.mark.parametrize(
    ("locked", "month", "moved"),
    [
        ([], NOVEMBER, False),
        ([NOVEMBER], DECEMBER, True),
        ([NOVEMBER, DECEMBER], JANUARY, True),
        ([DECEMBER], NOVEMBER, False),
    ],
)
def test_a_call_of_november_verified_in_december(
    locked: list[date], month: date, moved: bool
) -> None:
    assert booked(NOVEMBER, DECEMBER, locked) == (month, moved)


@pytest.mark.req("E51")
def test_a_month_begins_at_midnight_of_the_policys_zone() -> None:
    last = datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    first = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert [month_of(last, SHANGHAI), month_of(first, SHANGHAI)] == [NOVEMBER, DECEMBER]


@given(MONTHS, MONTHS, st.sets(MONTHS, max_size=8))
def test_a_record_counts_in_a_month_that_is_open(own: date, now: date, locked: set[date]) -> None:
    month, moved = booked(own, now, locked)
    assert month not in locked
    assert moved == (month != own)
    assert month >= own


@given(MONTHS)
def test_months_follow_each_other(month: date) -> None:
    after = next_month(month)
    assert (after.day, (after.year - month.year) * 12 + after.month - month.month) == (1, 1)
