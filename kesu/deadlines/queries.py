"""Reading clocks."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Min, Q

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock, DueMoment
from kesu.deadlines.operations import runs
from kesu.deadlines.rules import TRIED
from kesu.policy.codes import ClockName, ClockState


def of(complaint: Complaint) -> list[Clock]:
    """Every clock of a complaint, the earliest due first."""
    return list(Clock.objects.filter(complaint=complaint).order_by("due", "id"))


def latest(complaint: Complaint, name: str, subject: str = "") -> Clock | None:
    """The newest clock of a name and subject."""
    clocks = Clock.objects.filter(complaint=complaint, name=name, subject=subject)
    return clocks.order_by("-id").first()


def unanswered(complaint: Complaint, name: str) -> Clock | None:
    """The newest clock of a name that still waits for its answer, breached or not."""
    clock = latest(complaint, name)
    return clock if clock is not None and _waits(clock) else None


def latest_each(complaint: Complaint, name: str) -> list[Clock]:
    """The newest clock of a name for each subject: an old case that was brought over owes its
    first call-back from the day of the import as well (F28).
    """
    rows = Clock.objects.filter(complaint=complaint, name=name).order_by("id")
    return list({clock.subject: clock for clock in rows}.values())


def unanswered_each(complaint: Complaint, name: str) -> list[Clock]:
    """Those of ``latest_each`` that still wait for their answer, breached or not."""
    return [clock for clock in latest_each(complaint, name) if _waits(clock)]


def running_at(complaint: Complaint, name: str, at: datetime) -> list[Clock]:
    """The newest clock of a name for each subject that ran at that time (UTC); one that was judged
    before anybody could have told of it counts.
    """
    return [clock for clock in latest_each(complaint, name) if runs(clock, at=at)]


def breached_before(complaint: Complaint, name: str, *, fact: datetime) -> list[Clock]:
    """Those of a name that were judged broken, unanswered, though a fact of that time (UTC) lies
    within theirs: it came on the record afterwards.
    """
    rows = Clock.objects.filter(complaint=complaint, name=name, met_at=None)
    rows = rows.filter(state=ClockState.breached, started__lte=fact, due__gte=fact)
    return list(rows.exclude(rule=TRIED).order_by("id"))


def waiting_for(complaint: Complaint, states: Iterable[str]) -> list[Clock]:
    """Those that were stopped until one of these states ends."""
    rows = Clock.objects.filter(complaint=complaint, waits_for__in=list(states))
    return list(rows.order_by("id"))


def statutory(complaint: Complaint) -> list[Clock]:
    """Every clock that law or an authority set, the latest of each step."""
    rows = Clock.objects.filter(complaint=complaint, name__startswith=f"{ClockName.statutory}:")
    return list({(one.name, one.subject): one for one in rows.order_by("id")}.values())


def _waits(clock: Clock) -> bool:
    return clock.met_at is None and clock.state != ClockState.stopped


_BEFORE_OUR_TIME = Q(
    complaint__history=True,
    name=ClockName.first_callback,
    subject="",
    started=F("complaint__received"),
)
"""The first call-back of an old case, judged when it was brought over: another one counts (F28)."""

OF_OTHERS = Q(name=ClockName.report)
"""What superiors owe each other: it is never what the complaint waits for next (E64)."""

OVERDUE = (
    Q(state=ClockState.breached, met_at=None)
    & ~Q(name=ClockName.progress)
    & ~Q(rule=TRIED)
    & ~OF_OTHERS
    & ~_BEFORE_OUR_TIME
)
"""Broken and still owed. A day without its line is missed for good: nobody can make it good."""


def next_due(complaint: Complaint) -> datetime | None:
    """The earliest due time that runs or, while the complaint is open, is overdue and owed."""
    waits = Q(state=ClockState.running) & ~OF_OTHERS
    if complaint.is_open:
        waits |= OVERDUE
    clocks = Clock.objects.filter(waits, complaint=complaint)
    due: datetime | None = clocks.aggregate(due=Min("due"))["due"]
    return due


def running_by_complaint(complaints: Iterable[UUID]) -> dict[UUID, list[Clock]]:
    """Running and breached clocks of many complaints, in one query."""
    rows = Clock.objects.filter(
        complaint_id__in=list(complaints), state__in=(ClockState.running, ClockState.breached)
    ).order_by("due", "id")
    found: dict[UUID, list[Clock]] = {}
    for clock in rows:
        found.setdefault(clock.complaint_id, []).append(clock)
    return found


def next_moment() -> datetime | None:
    """When the worker must look next."""
    waiting = DueMoment.objects.filter(state=DueMoment.State.waiting)
    due: datetime | None = waiting.aggregate(due=Min("due_at"))["due"]
    return due
