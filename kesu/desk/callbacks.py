"""回电与回访: who waits for a call, until when, and what was tried (Q24, Q13, B19)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kesu.complaints.models import Complaint, Contact
from kesu.complaints.permissions.boards import may_lead
from kesu.complaints.queries import attempts_each, worked_on
from kesu.complaints.rules import Attempt, Reaching, reaching
from kesu.deadlines import queries as deadlines
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import CARE
from kesu.desk import scope
from kesu.desk.listed import case_rows
from kesu.desk.values import QueueRow
from kesu.desk.views import Policies, care_name, is_overdue
from kesu.desk.whose import Whose, owners
from kesu.people.rules import People, Person
from kesu.policy.codes import (
    NOT_OPEN,
    ClockName,
    ClockState,
    ContactOutcome,
    Direction,
)

MOST = 100
_MISSED_SINCE = timedelta(days=7)
_FIRST = (ClockName.first_callback.value, ClockName.urgent_contact.value)
_OWED = Q(met_at=None) & (Q(state=ClockState.running) | deadlines.OVERDUE)
"""Whatever runs is not met; said again, an index of these few answers."""
_WAITING = Q(complaint__merged_into=None) & (
    Q(name__in=_FIRST) & ~Q(complaint__state__in=NOT_OPEN) | Q(name=ClockName.follow_up)
)


@dataclass(frozen=True)
class Call:
    """One call that is owed. ``verb``: what logs it here; ``tried``: every attempt so far, the
    newest last; ``reaching``: what those in vain come to. ``care``: the code of a task after
    closing, which ``subject`` names then (A11).
    """

    row: QueueRow
    clock: str
    subject: str
    due: datetime
    overdue: bool
    verb: str
    tried: list[Attempt]
    reaching: Reaching
    care: str = ""


@dataclass(frozen=True)
class Missed:
    """A customer who called and reached nobody, and was not spoken with since."""

    row: QueueRow
    at: datetime
    times: int


@dataclass(frozen=True)
class Calls:
    """What is owed, the earliest due first, and who called in vain, the newest first."""

    owed: list[Call]
    missed: list[Missed]
    may_lead: bool


def calls(*, whose: Whose, reader: Person, people: People, now: datetime, zone: ZoneInfo) -> Calls:
    """The calls that are owed by the reader, or by their team. Errors: ``NotYours``."""
    mine = owners(whose, reader=reader, people=people)
    cases = scope.visible(reader, people).filter(owner__in=mine)
    clocks = list(_clocks(cases)[:MOST])
    missed = _missed(cases, since=now - _MISSED_SINCE)
    named = {one.complaint_id for one in clocks} | set(missed)
    shown = case_rows(named, reader, people)
    tried = attempts_each(named)
    offset = now.astimezone(zone).utcoffset() or timedelta()
    return Calls(
        owed=[
            _call(one, shown[one.complaint_id], tried[one.complaint_id], offset, now)
            for one in clocks
        ],
        missed=[Missed(shown[key], at, times) for key, (at, times) in missed.items()],
        may_lead=may_lead(reader),
    )


def _clocks(cases: QuerySet[Complaint]) -> QuerySet[Clock]:
    rows = Clock.objects.filter(_OWED & _WAITING, scope.among(cases))
    return rows.select_related("complaint").order_by("due", "id")


def _missed(cases: QuerySet[Complaint], *, since: datetime) -> dict[UUID, tuple[datetime, int]]:
    """The last vain call of each open case and how many there were since somebody spoke with the
    customer, the newest first.
    """
    waits = worked_on(cases)
    rows = Contact.objects.filter(complaint__in=waits, at__gte=since).order_by("at", "id")
    found: dict[UUID, tuple[datetime, int]] = {}
    for key, at, direction, outcome in rows.values_list(
        "complaint_id", "at", "direction", "outcome"
    ):
        if outcome == ContactOutcome.reached:
            found.pop(key, None)
        elif direction == Direction.in_:
            found[key] = (at, found.get(key, (at, 0))[1] + 1)
    latest = sorted(found.items(), key=lambda one: one[1][0], reverse=True)
    return dict(latest[:MOST])


def _call(
    clock: Clock, row: QueueRow, tried: list[Attempt], offset: timedelta, now: datetime
) -> Call:
    planned = clock.name == ClockName.follow_up
    closed = row.state in NOT_OPEN
    care = clock.subject.removeprefix(CARE) if clock.subject.startswith(CARE) else ""
    verb = "after_care" if care else "revisit" if closed else "follow_up"
    return Call(
        row=row,
        clock=clock.name,
        subject=_subject(clock) if planned else "",
        care=care,
        due=clock.due,
        overdue=is_overdue(clock) or clock.due < now,
        verb=verb if planned else "contact",
        tried=sorted(tried, key=lambda one: one.at),
        reaching=reaching(tried, zone_offset=offset),
    )


def _subject(clock: Clock) -> str:
    """The day of the plan, or what the policy of the case calls the task."""
    if not clock.subject.startswith(CARE):
        return clock.subject
    packs = Policies()
    return care_name(clock.subject, packs.pack(clock.complaint), packs.language)
