"""What two cases put together share: their rows, their clocks, and what an undoing puts back."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.utils.translation import gettext as _

from kesu.complaints import many, operations
from kesu.complaints.models import Complaint, Merging, Promise
from kesu.deadlines import operations as deadlines
from kesu.deadlines import queries
from kesu.deadlines.models import Clock
from kesu.deadlines.operations import Change
from kesu.deadlines.rules import DerivationDay, Due, Horizon
from kesu.desk import scope
from kesu.journal.kinds import declare
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState

RULE = "F04"
UNDONE_WITHIN = timedelta(hours=24)
_OWN = frozenset(
    {ClockName.progress, ClockName.silence, ClockName.report, ClockName.consult, ClockName.promise}
)
"""Clocks that the surviving case has itself; promises go along with what was promised."""


class PutTogether(CaseFacts):
    """``other``: the case beside this one, ``no`` its number. ``received`` where it became another:
    ``[before, after]``.
    """

    other: str
    no: str
    received: tuple[str, ...] = ()


for _kind in ("merged", "took_in", "unmerged", "gave_back"):
    declare(f"complaint.{_kind}", PutTogether)


def take_both(one: Complaint, other: Complaint | None) -> None:
    """Locks two rows in the order in which everybody locks many."""
    if other is not None:
        many.take([one.pk, other.pk])


def beside(step: Step, other: Complaint) -> Step:
    """The step on the other case, which ends with this one."""
    assert step.by is not None
    made = Step(
        complaint=other,
        by=step.by,
        tie=scope.tie(other, step.by, step.people),
        people=step.people,
        at=max(step.at, other.received),
        now=step.now,
        by_ref=step.by_ref,
    )
    many.count_versions(Counter([other.pk]))
    step.along([made])
    return made


def receive(step: Step, received: datetime) -> None:
    """The case was received then: also where a search looks for it by time."""
    row = step.complaint
    operations.unindex([row])
    step.set(received=received, search_key=operations.search_key(received))
    operations.index([row])


def stop_here(step: Step) -> list[Clock]:
    """Nothing is owed on this case any more; the clocks that ran."""
    ran = [one for one in queries.of(step.complaint) if one.state == ClockState.running]
    for clock in ran:
        step.clock(deadlines.stop(clock=clock, at=step.at, rule=RULE))
    deadlines.forget(complaint=step.complaint, what="cooling")
    return [clock for clock in ran if clock.state == ClockState.stopped]


def carry(step: Step, stopped: Iterable[Clock], kept: dict[str, Any]) -> None:
    """The strictest of both runs on the surviving case; ``kept`` learns what moved and began."""
    for clock in stopped:
        if clock.name in _OWN:
            continue
        mine = queries.latest(step.complaint, clock.name, clock.subject)
        if mine is not None and mine.state == ClockState.running:
            if clock.due < mine.due:
                kept["moved"].append(_as_kept(mine))
                step.clock(
                    deadlines.move(clock=mine, due=due_of(clock), at=step.at, written=step.now)
                )
        elif mine is None or (mine.met_at is not None and mine.met_at < clock.started):
            kept["started"].append(start_like(step, clock).clock)


def start_like(step: Step, clock: Clock) -> Change:
    """A clock as that one, on the case of ``step``; one whose time is past is breached for good."""
    change = deadlines.start(
        complaint=step.complaint,
        name=clock.name,
        subject=clock.subject,
        due=due_of(clock),
        started=clock.started,
        written=step.now,
    )
    step.clock(change)
    return change


def hand_promises(step: Step, to: Step, stopped: Iterable[Clock]) -> list[int]:
    """What was promised and is open is kept on the other case from now on."""
    rows = list(Promise.objects.filter(complaint=step.complaint, kept=None))
    Promise.objects.filter(pk__in=[row.pk for row in rows]).update(complaint=to.complaint)
    subjects = {str(row.pk) for row in rows}
    for clock in stopped:
        if clock.name == ClockName.promise and clock.subject in subjects:
            start_like(to, clock)
    return [row.pk for row in rows]


def due_of(clock: Clock) -> Due:
    """The due time with how it came about."""
    days = tuple(DerivationDay.from_json(day) for day in clock.derivation)
    return Due(clock.due, days, cast(Horizon, clock.calendar), clock.rule)


def _as_kept(clock: Clock) -> dict[str, Any]:
    return {
        "clock": clock.pk,
        "due": clock.due.isoformat(),
        "rule": clock.rule,
        "calendar": clock.calendar,
        "derivation": clock.derivation,
    }


def move_back(step: Step, kept: dict[str, Any]) -> None:
    """A due time as it was before, if the clock still runs: what ran out meanwhile stays so."""
    clock = Clock.objects.get(pk=kept["clock"])
    if clock.state != ClockState.running:
        return
    days = tuple(DerivationDay.from_json(day) for day in kept["derivation"])
    due = Due(datetime.fromisoformat(kept["due"]), days, kept["calendar"], kept["rule"])
    step.clock(deadlines.move(clock=clock, due=due, at=step.at, written=step.now))


def standing(complaint: Complaint) -> Merging | None:
    """How this case came into another one, while it stands."""
    return Merging.objects.filter(complaint=complaint, undone_at=None).first()


def unknown_case() -> tuple[str, str]:
    """What is said of a number that names nothing this person may work on."""
    return _("No case that you may work on has this number."), "KS-20260213-…"
