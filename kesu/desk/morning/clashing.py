"""今天会撞线的时段: what falls due in each hour, against who is there by the roster."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.deadlines import queries as deadlines
from kesu.deadlines.models import Clock
from kesu.desk.morning.days import Days
from kesu.people import queries as people_queries
from kesu.people.rules import People, Person, team
from kesu.policy.codes import ClockState
from kesu.workdays import queries as workdays
from kesu.workdays.rules import Day

FIRST, LAST = 9, 21
"""The hours that are drawn; what is due by the end of the day stands beside them."""
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Hour:
    """``there``: how many are at work by the roster; None where there is no roster today."""

    hour: int
    due: int
    there: int | None

    @property
    def clashes(self) -> bool:
        """More falls due than people are there."""
        return self.there is not None and self.due > self.there


@dataclass(frozen=True)
class Today:
    """``by_night``: due after the last hour drawn, mostly at the end of the day. ``present`` and
    ``leave``: of the reader's people. ``tomorrow``: what kind of day comes.
    """

    hours: list[Hour]
    by_night: int
    present: int
    leave: int
    tomorrow: Day

    @property
    def clashes(self) -> list[Hour]:
        return [one for one in self.hours if one.clashes]

    @property
    def due(self) -> int:
        return sum(one.due for one in self.hours) + self.by_night


def today(waiting: QuerySet[Complaint], *, reader: Person, people: People, days: Days) -> Today:
    """From now to the end of the day."""
    start, end = days.span()
    clocks = Clock.objects.filter(
        Q(state=ClockState.running) & ~deadlines.OF_OTHERS,
        complaint__in=waiting,
        due__gte=days.now,
        due__lt=end,
    )
    due = Counter(at.astimezone(days.zone).hour for at in clocks.values_list("due", flat=True))
    crew = [people[one] for one in team(people, reader.id) if people[one].active]
    there = _there([one.id for one in crew], start, end)
    return Today(
        hours=[
            Hour(hour, due[hour], there[hour] if there else None) for hour in range(FIRST, LAST + 1)
        ],
        by_night=sum(n for hour, n in due.items() if not FIRST <= hour <= LAST),
        present=sum(one.reachable for one in crew),
        leave=sum(one.on_leave for one in crew),
        tomorrow=workdays.calendar().day(days.today + timedelta(days=1)),
    )


def _there(staff: list[int], start: datetime, end: datetime) -> dict[int, int]:
    """How many are at work in the middle of each hour; nothing without a roster."""
    shifts = people_queries.shifts(staff, start, end)
    leaves = people_queries.leaves(staff, start, end)
    if not shifts:
        return {}
    found = {}
    for hour in range(FIRST, LAST + 1):
        middle = start + hour * _AN_HOUR + _AN_HOUR / 2
        away = {one.staff_id for one in leaves if one.starts <= middle < one.ends}
        found[hour] = len(
            {one.staff_id for one in shifts if one.starts <= middle < one.ends} - away
        )
    return found
