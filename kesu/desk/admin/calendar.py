"""The work calendar by month, what was added to it, and what a notice would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.people.rules import People, Person
from kesu.workdays.models import DayAddition, Notice
from kesu.workdays.queries import calendar
from kesu.workdays.rules import WORKED, Day, Special


@dataclass(frozen=True)
class DayView:
    """``mark``: 班 a make-up workday, 休 a day off by notice, "" by the week. ``added``: by whoever
    administers this house, not shipped.
    """

    day: date
    kind: str
    name: str
    worked: bool
    mark: str
    published: bool
    added: bool
    of_month: bool


@dataclass(frozen=True)
class Month:
    """Whole weeks from Monday; ``workdays`` of the month itself."""

    first: date
    weeks: tuple[tuple[DayView, ...], ...]
    workdays: int
    published: bool


@dataclass(frozen=True)
class NoticeView:
    source: str
    year: int | None
    by: str
    at: datetime
    days: int


@dataclass(frozen=True)
class Change:
    """One day that a notice would make another one."""

    day: date
    before: str
    after: str
    name: str
    differs: bool


@dataclass(frozen=True)
class CalendarView:
    month: Month
    notices: tuple[NoticeView, ...]
    known_until: int


def view(first: date, *, reader: Person, people: People) -> CalendarView:
    """The month of ``first``, its first day. Errors: ``NotYours``."""
    _ask_may(reader)
    known = calendar()
    return CalendarView(_month(first), tuple(_notices(people)), max(known.published))


def changes(days: Sequence[Special], *, reader: Person) -> list[Change]:
    """What each day is now and would be. Errors: ``NotYours``."""
    _ask_may(reader)
    known = calendar()
    found = []
    for day in days:
        before = known.day(day.date)
        same = before.kind is day.kind and (before.name or "") == (day.name or "")
        found.append(Change(day.date, before.kind, day.kind, day.name or "", not same))
    return found


def _ask_may(reader: Person) -> None:
    if not permissions.may_read_policy(reader):
        raise NotYours


def _month(first: date) -> Month:
    known = calendar()
    start = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=31)).replace(day=1)
    count = -(-(after - start).days // 7) * 7
    days = [start + timedelta(days=place) for place in range(count)]
    added = set(DayAddition.objects.filter(date__in=days).values_list("date", flat=True))
    shown = [_day(known.day(day), day, first, day in added) for day in days]
    mine = [one for one in shown if one.of_month]
    return Month(
        first=first,
        weeks=tuple(tuple(shown[place : place + 7]) for place in range(0, count, 7)),
        workdays=sum(one.worked for one in mine),
        published=first.year in known.published,
    )


def _day(found: Day, day: date, first: date, added: bool) -> DayView:
    marks = {"makeup": "班", "holiday": "休"}
    return DayView(
        day=day,
        kind=found.kind,
        name=found.name or "",
        worked=found.kind in WORKED,
        mark=marks.get(found.kind, ""),
        published=found.published,
        added=added,
        of_month=day.month == first.month,
    )


def _notices(people: People) -> list[NoticeView]:
    rows = Notice.objects.annotate(counted=Count("days")).order_by("-at", "-id")[:50]
    return [
        NoticeView(row.source, row.year, _name(row.by, people), row.at, row.counted) for row in rows
    ]


def _name(by: str, people: People) -> str:
    kind, _, id_ = by.partition(":")
    known = people.get(int(id_)) if kind == "staff" and id_.isdigit() else None
    return known.full_name if known else by
