"""What follows when a clock runs out, whoever sees it first: the worker, or a late step."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from kesu.complaints.queries import attempts_each, messages_each
from kesu.complaints.rules import Attempt, tried_in_earnest
from kesu.deadlines import operations, queries
from kesu.deadlines.lapses import Lapses
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import TRIED, DerivationDay, Due, line_day, progress_due
from kesu.journeys import dunning, reports
from kesu.journeys.step import Step
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import ClockName, ClockState, Rank, ranks_from

_SUPERVISORS = ranks_from(Rank.supervisor)


@dataclass(frozen=True)
class Talk:
    """How the customers of some complaints were tried and written to."""

    attempts: Mapping[UUID, Sequence[Attempt]]
    messages: Mapping[UUID, Sequence[datetime]]

    @classmethod
    def of(cls, complaints: Collection[UUID]) -> Self:
        """Read in three queries, however many they are."""
        return cls(attempts_each(complaints), messages_each(complaints))


def expire(step: Step, clock: Clock) -> None:
    """What a step finds run out that nobody has looked at yet."""
    lapses = Lapses()
    run_out(step, clock, lapses, Talk.of([step.complaint.pk]))
    lapses.write()


def answer(step: Step, clock: Clock, *, waits_for: str = "") -> None:
    """Meets a clock; one that ran out before, and that nobody has looked at yet, runs out first."""
    if clock.state == ClockState.running and clock.due < step.at:
        expire(step, clock)
    step.clock(operations.meet(clock=clock, at=step.at, waits_for=waits_for))


def run_out(step: Step, clock: Clock, lapses: Lapses, talk: Talk) -> None:
    """The running clock's time is past: a breach with its true time, told to whom it concerns; or
    尽责未接通, which is none (Q24).
    """
    if clock.name == ClockName.first_callback and _tried(step, clock, talk):
        step.clock(operations.stop(clock=clock, at=clock.due, rule=TRIED))
        return
    step.clock(lapses.breach(clock))
    if clock.name == ClockName.report:
        reports.passed_over(step, clock)
    else:
        alarm(step, clock)


def tried_after_all(step: Step) -> None:
    """An attempt or a message of ``step.at`` that is entered after the first call-back was judged
    broken, and shows 尽责未接通 within its time (Q24, ADR 5).
    """
    if step.at == step.now:
        return
    name = ClockName.first_callback
    for clock in queries.breached_before(step.complaint, name, fact=step.at):
        if _tried(step, clock, Talk.of([step.complaint.pk])):
            step.clock(operations.tried(clock=clock, at=step.now))


def missed_days(step: Step, clock: Clock, lapses: Lapses, *, before: datetime, most: int) -> Clock:
    """One miss for each calendar day without a line whose end lies before ``before`` (UTC), at
    most so many; the daily line that runs then (C21, Q26).

    The line of the day after a missed one runs first, however late that is seen: a day missed
    while the worker slept stands on the record like any other (law 7). The days behind one that
    was over before it was told of were over as well: a line of then still meets them (ADR 5).
    """
    for _ in range(most):
        if clock.due >= before:
            break
        if clock.state == ClockState.running:
            step.clock(lapses.breach(clock))
        due = line_due(clock.due, step.pack.tz)
        late = clock.born_late and due.due < step.now
        clock, change = lapses.follow(clock, due, late=late)
        step.clock(change)
    return clock


def line_due(after: datetime, zone: ZoneInfo, *, chosen: date | None = None) -> Due:
    """When the line of the calendar day after the one of ``after`` is due (C21); not before the
    day the customer chose for it (Q26).
    """
    day = after.astimezone(zone).date()
    counted = (DerivationDay(day, "receipt", counted=False),)
    line = line_day(day, chosen)
    because = "C21" if line == line_day(day, None) else "Q26"
    return Due(progress_due(line, zone), counted, "official", because)


def alarm(step: Step, clock: Clock) -> None:
    """Whom a breach concerns; what it leads to is theirs to decide (E31, Q23)."""
    complaint = step.complaint
    if clock.name == ClockName.silence:
        step.notify([complaint.owner_id], "silent")
        return
    if clock.name == ClockName.consult and dunning.overdue(step, clock):
        return
    above = direct_supervisor(step.people, complaint.owner_id, ranks=_SUPERVISORS)
    concerned = {complaint.owner_id, complaint.risk_owner_id, above}
    kind = "promise_broken" if clock.name == ClockName.promise else "breached"
    step.notify(sorted(one for one in concerned if one is not None), kind, clock.name)


def _tried(step: Step, clock: Clock, talk: Talk) -> bool:
    """尽责未接通 within this clock's own time: not a breach, counted apart (Q24)."""
    rule, key = step.pack.contact_attempts, step.complaint.pk
    return tried_in_earnest(
        [one for one in talk.attempts.get(key, ()) if one.at >= clock.started],
        messages=[at for at in talk.messages.get(key, ()) if at >= clock.started],
        by=clock.due,
        needed=rule.attempts,
        apart=timedelta(minutes=rule.apart_minutes),
        message=rule.message,
    )
