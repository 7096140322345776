from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from kesu.workdays.models import DayAddition, Notice
from kesu.workdays.operations import add_days
from kesu.workdays.queries import calendar
from kesu.workdays.rules import Calendar, CalendarFault, Day, DayKind, Special

pytestmark = [pytest.mark.django_db, pytest.mark.req("Q9")]

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
SPRING = date(2027, 2, 8)


def add(*days: Special, publishes: int | None = None) -> None:
    add_days(days=days, source="国办发明电〔2026〕9号", by="staff:1", at=NOW, publishes=publishes)


def test_without_additions_it_is_the_shipped_calendar() -> None:
    shipped = Calendar.shipped()
    assert (calendar().specials, calendar().published) == (shipped.specials, shipped.published)


def test_a_notice_makes_its_year_official() -> None:
    assert calendar().day(SPRING) == Day(SPRING, DayKind.workday, None, published=False)
    add(Special(SPRING, DayKind.holiday, "春节"), publishes=2027)
    assert calendar().day(SPRING) == Day(SPRING, DayKind.holiday, "春节", published=True)
    assert calendar().nth_workday_after(date(2027, 6, 1), 1)[2] is False


def test_a_single_day_leaves_its_year_estimated() -> None:
    add(Special(SPRING, DayKind.holiday, "厂休"))
    assert calendar().nth_workday_after(date(2027, 6, 1), 1)[2] is True


def test_a_later_notice_corrects_an_earlier_one() -> None:
    add(Special(SPRING, DayKind.holiday, "春节"), publishes=2027)
    calendar()
    add(Special(SPRING, DayKind.workday))
    assert calendar().day(SPRING) == Day(SPRING, DayKind.workday, None, published=True)


def test_a_notice_stands_over_a_shipped_day() -> None:
    add(Special(date(2026, 2, 14), DayKind.weekend))
    assert calendar().nth_workday_after(date(2026, 2, 13), 1)[0] == date(2026, 2, 24)


def test_the_calendar_costs_one_query_until_a_notice_comes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    known = calendar()
    with django_assert_num_queries(1):
        assert calendar() is known
    add(Special(SPRING, DayKind.holiday, "春节"))
    with django_assert_num_queries(2):
        assert calendar() is not known


def test_a_notice_that_was_rolled_back_is_not_known() -> None:
    before = transaction.savepoint()
    add(Special(SPRING, DayKind.holiday, "春节"))
    assert not calendar().is_workday(SPRING)
    transaction.savepoint_rollback(before)
    assert calendar().is_workday(SPRING)


def test_a_day_listed_twice_adds_nothing() -> None:
    with pytest.raises(CalendarFault, match="2027-02-08 is listed twice"):
        add(Special(SPRING, DayKind.holiday), Special(SPRING, DayKind.makeup))
    assert not Notice.objects.exists()


def test_the_database_refuses_a_kind_it_does_not_know() -> None:
    notice = Notice.objects.create(source="x", by="staff:1", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        DayAddition.objects.create(date=SPRING, kind="feast", notice=notice)


def test_the_database_refuses_a_year_that_is_none() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(source="x", year=0, by="staff:1", at=NOW)
