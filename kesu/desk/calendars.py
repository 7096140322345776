"""What a changed calendar would say of deadlines that were given: it shows, it rewrites nothing.

A verdict stands as it was judged (law 7). Only clocks that counted workdays are asked again: the
first call-back, and what law gives in workdays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from kesu.deadlines.models import Clock
from kesu.deadlines.rules import Due, recounted, verdict
from kesu.policy import queries as policies
from kesu.policy.codes import ClockName, ClockState
from kesu.policy.schema import EndOfDay
from kesu.workdays.rules import Calendar

_WORKDAYS = "Q8"
_AT_ONCE = 2000


@dataclass(frozen=True)
class Difference:
    """A clock that another calendar would have given another time; times in UTC.

    ``would``: how it would stand by that time, judged from when it was answered and from now.
    """

    no: str
    clock: str
    subject: str
    state: str
    due: datetime
    due_by_calendar: datetime
    would: str


def differences(calendar: Calendar, *, now: datetime) -> Iterator[Difference]:
    """Every clock, the oldest first, whose due time ``calendar`` would move."""
    again = lru_cache(maxsize=4096)(_due)
    rows = Clock.objects.filter(
        Q(name=ClockName.first_callback, rule=_WORKDAYS)
        | Q(name__startswith=f"{ClockName.statutory}:")
    ).select_related("complaint")
    for clock in rows.order_by("id").iterator(chunk_size=_AT_ONCE):
        found = _of(clock)
        if found is None:
            continue
        start, count, zone = found
        due = again(start, count, zone, calendar)
        if due.due != clock.due:
            yield _difference(clock, due, now)


def _of(clock: Clock) -> tuple[date, int, ZoneInfo] | None:
    """The day it starts, the workdays it counted and the zone; None where it counted none."""
    complaint = clock.complaint
    pack = policies.version(complaint.policy_name, complaint.policy_version)
    if clock.name != ClockName.first_callback:
        step = pack.statutory_step(clock.name.partition(":")[2], clock.subject, clock.rule)
        if step is None or not isinstance(step.due, EndOfDay):
            return None
    counted = sum(bool(day["counted"]) for day in clock.derivation)
    if not counted:
        return None
    return date.fromisoformat(clock.derivation[0]["date"]), counted, pack.tz


def _due(start: date, count: int, zone: ZoneInfo, calendar: Calendar) -> Due:
    return recounted(start, count, calendar=calendar, zone=zone)


def _difference(clock: Clock, due: Due, now: datetime) -> Difference:
    stopped = clock.state == ClockState.stopped
    return Difference(
        no=clock.complaint.no,
        clock=clock.name,
        subject=clock.subject,
        state=clock.state,
        due=clock.due,
        due_by_calendar=due.due,
        would=clock.state if stopped else verdict(due.due, clock.met_at, now).value,
    )
