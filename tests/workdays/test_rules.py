from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.workdays.rules import Calendar, CalendarFault, Day, DayKind, Special

SHIPPED = Calendar.shipped()
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
PUBLISHED = st.dates(FIRST, date(2026, 8, 31))
ANY_DAY = st.dates(date(1, 1, 1), date(9900, 1, 1))


def by_the_library(start: date, n: int) -> date:
    on = start
    while n:
        on += timedelta(days=1)
        n -= chinese_calendar.is_workday(on)
    return on


def calendar_from(tmp_path: Path, text: str) -> Calendar:
    path = tmp_path / "days.csv"
    path.write_text(text, encoding="utf-8")
    return Calendar.from_csv(path)


@pytest.mark.req("Q9")
def test_every_published_day_agrees_with_the_library() -> None:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    ours = [
        (day, SHIPPED.is_workday(day), SHIPPED.day(day).kind is DayKind.holiday) for day in days
    ]
    theirs = [
        (day, chinese_calendar.is_workday(day), day in chinese_calendar.constants.holidays)
        for day in days
    ]
    assert ours == theirs


@pytest.mark.req("Q9")
def test_the_shipped_years_are_2004_to_2026() -> None:
    assert SHIPPED.published == frozenset(range(2004, 2027))


@pytest.mark.req("Q8")
@given(PUBLISHED, st.integers(0, 45))
def test_the_nth_workday_agrees_with_the_library(start: date, n: int) -> None:
    answer, _, estimated = SHIPPED.nth_workday_after(start, n)
    assert (answer, estimated) == (by_the_library(start, n), False)


@pytest.mark.req("Q8")
def test_thousands_of_first_and_second_workdays_agree_with_the_library() -> None:
    starts = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days - 10)]
    ours = [SHIPPED.nth_workday_after(start, n)[0] for start in starts for n in (1, 2)]
    assert ours == [by_the_library(start, n) for start in starts for n in (1, 2)]


@pytest.mark.req("Q8")
@given(ANY_DAY, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(start: date, n: int) -> None:
    later = start + timedelta(days=1)
    assert SHIPPED.nth_workday_after(start, n)[0] <= SHIPPED.nth_workday_after(later, n)[0]


@pytest.mark.req("Q8")
@given(ANY_DAY, st.integers(0, 60))
def test_the_days_seen_explain_the_answer(start: date, n: int) -> None:
    end, seen, estimated = SHIPPED.nth_workday_after(start, n)
    span = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert seen == [SHIPPED.day(on) for on in span]
    assert sum(SHIPPED.is_workday(on) for on in span) == n
    assert estimated == any(on.year not in SHIPPED.published for on in span)


@pytest.mark.req("Q8")
def test_a_make_up_saturday_counts_and_names_its_holiday() -> None:
    saturday = date(2026, 2, 14)
    answer = SHIPPED.nth_workday_after(date(2026, 2, 13), 1)
    assert answer == (saturday, [Day(saturday, DayKind.makeup, "春节", True)], False)


def test_no_workday_is_the_day_itself_and_looks_at_nothing() -> None:
    assert SHIPPED.nth_workday_after(date(2027, 1, 1), 0) == (date(2027, 1, 1), [], False)


@pytest.mark.req("Q9")
def test_an_answer_beyond_the_published_years_is_estimated() -> None:
    end, seen, estimated = SHIPPED.nth_workday_after(date(2026, 12, 31), 1)
    assert (end, estimated) == (date(2027, 1, 4), True)
    assert seen[0] == Day(date(2027, 1, 1), DayKind.holiday, "元旦", False)


@pytest.mark.req("Q9")
@pytest.mark.parametrize("year", [1, 1999, 2003, 2027, 9999])
def test_an_unpublished_year_has_only_its_six_fixed_days_off(year: int) -> None:
    first = date(year, 1, 1).toordinal()
    days = [SHIPPED.day(date.fromordinal(first + n)) for n in range(365)]
    off = [(day.date.month, day.date.day) for day in days if day.kind is DayKind.holiday]
    assert off == [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    assert not any(day.published for day in days)


@pytest.mark.req("Q9")
def test_counting_past_the_last_day_is_refused_in_words() -> None:
    with pytest.raises(CalendarFault, match="no 9 workdays after 9999-12-30"):
        SHIPPED.nth_workday_after(date(9999, 12, 30), 9)


def test_counting_past_a_last_day_that_is_worked_is_refused_too() -> None:
    assert SHIPPED.nth_workday_after(date(9999, 12, 30), 1)[0] == date.max
    with pytest.raises(CalendarFault):
        SHIPPED.nth_workday_after(date(9999, 12, 30), 2)


def test_counting_backwards_is_refused() -> None:
    with pytest.raises(CalendarFault, match="-1 is below 0"):
        SHIPPED.nth_workday_after(date(2026, 1, 5), -1)


@pytest.mark.req("Q9")
def test_an_added_day_stands_over_the_shipped_one() -> None:
    storm = Special(date(2026, 11, 23), DayKind.holiday, "台风")
    calendar = SHIPPED.with_days([storm])
    assert calendar.nth_workday_after(date(2026, 11, 20), 1)[0] == date(2026, 11, 24)
    assert SHIPPED.nth_workday_after(date(2026, 11, 20), 1)[0] == date(2026, 11, 23)


@pytest.mark.req("Q9")
def test_a_new_notice_turns_an_estimate_into_an_answer() -> None:
    spring = [Special(date(2027, 2, day), DayKind.holiday, "春节") for day in range(5, 13)]
    calendar = SHIPPED.with_days(spring, published=[2027])
    end, _, estimated = calendar.nth_workday_after(date(2027, 2, 4), 1)
    assert (end, estimated) == (date(2027, 2, 15), False)


def test_a_day_listed_in_an_unpublished_year_is_known() -> None:
    day = Special(date(2027, 6, 9), DayKind.holiday, "端午节")
    assert SHIPPED.with_days([day]).day(day.date) == Day(*day, published=True)


def test_a_file_without_declared_years_knows_the_years_of_its_rows(tmp_path: Path) -> None:
    calendar = calendar_from(tmp_path, "\ufeffdate,kind,name\r\n2030-02-04,holiday,春节\r\n\r\n")
    assert calendar.published == {2030}
    assert calendar.day(date(2030, 2, 4)).name == "春节"


def test_a_file_may_declare_its_years(tmp_path: Path) -> None:
    text = "# published: 2030-2031\ndate,kind,name\n2030-02-04,holiday\n"
    assert calendar_from(tmp_path, text).published == {2030, 2031}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("day,kind\n", "row 1: the header must be date,kind,name, not day,kind"),
        ("date,kind,name\n2030-02-30,holiday,", "row 2: date must be a day like"),
        ("date,kind,name\n\n2030-02-04,feast,", "row 3: kind must be one of workday, holiday"),
        ("date,kind,name\n2030-02-04", "row 2: expected the cells date,kind,name, found 1"),
        (
            "date,kind,name\n2030-02-04,holiday,a\n2030-02-04,makeup,b",
            "row 3: 2030-02-04 is listed twice",
        ),
        ("", "lists no day"),
    ],
)
def test_a_broken_file_is_refused_with_its_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CalendarFault, match=said):
        calendar_from(tmp_path, text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalendarFault, match="cannot be read"):
        Calendar.from_csv(tmp_path / "none.csv")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "days.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CalendarFault, match="not UTF-8"):
        Calendar.from_csv(tmp_path / "days.csv")
