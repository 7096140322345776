"""Starting, moving, meeting and breaching clocks. Called by journeys, inside their transaction.

Each function returns what happened as plain values; the journey writes the journal from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock, DueMoment
from kesu.deadlines.rules import (
    TRIED,
    DerivationDay,
    DerivationEntry,
    Due,
    Horizon,
    as_json,
    resumed,
)
from kesu.foundation import rows
from kesu.policy.codes import ClockState

Happening = Literal["started", "moved", "met", "breached", "stopped", "tried"]


@dataclass(frozen=True)
class Change:
    """What happened to one clock; ``due_before`` where it moved."""

    happening: Happening
    clock: int
    name: str
    subject: str
    due: datetime
    rule: str
    state: str
    at: datetime
    due_before: datetime | None = None


def start(
    *,
    complaint: Complaint,
    name: str,
    due: Due,
    started: datetime,
    written: datetime,
    subject: str = "",
) -> Change:
    """A new running clock. One whose due time lies before ``written`` is judged at once: it is
    breached, nobody is told, and facts with an earlier time may still meet it (DOMAIN, Clocks).
    """
    first = Start(complaint, name, due, started, subject=subject)
    clock = _clock(first, _stored(due), written=written)
    clock.save(force_insert=True)
    if clock.state == ClockState.running:
        _moment(clock).save(force_insert=True)
    return _change("started", clock, at=started)


@dataclass(frozen=True, slots=True)
class Start:
    """A clock that is to start. ``ended``: when nothing was owed any more, for a case that was
    over before it came here.
    """

    complaint: Complaint
    name: str
    due: Due
    started: datetime
    subject: str = ""
    ended: datetime | None = None


_MOMENT = (
    "complaint_id",
    "clock_id",
    "what",
    "subject",
    "due_at",
    "state",
    "fence",
    "attempts",
    "last_error",
)


@dataclass(frozen=True, slots=True)
class Starting:
    """Clocks that start, with their numbers, and what happens to each start of ``start_many``."""

    clocks: list[Clock]
    changes: list[list[Change]]

    def save(self) -> None:
        """Writes the clocks and their moments. New complaints are written before them: SQLite
        looks through every table that names a complaint while one that is named is not there.
        """
        rows.insert(self.clocks)
        running = [clock for clock in self.clocks if clock.state == ClockState.running]
        rows.insert_values(DueMoment, _MOMENT, map(_moment_values, running))


def start_many(starts: Sequence[Start], *, written: datetime) -> Starting:
    """As ``start`` for many at once, not yet saved: what happens to each, in their order."""
    # Many are due for the same reason: those of one day are told it by one list.
    dues = {id(one.due): one.due for one in starts}
    derived = {key: _stored(due) for key, due in dues.items()}
    clocks = [_clock(one, derived[id(one.due)], written=one.ended or written) for one in starts]
    for clock, one in zip(clocks, starts, strict=True):
        if one.ended is not None and clock.state == ClockState.running:
            clock.state, clock.stopped_at = ClockState.stopped, one.ended
    rows.number(clocks)
    changes = [_begun(clock, one) for clock, one in zip(clocks, starts, strict=True)]
    return Starting(clocks, changes)


def _moment_values(clock: Clock) -> tuple[object, ...]:
    waiting = DueMoment.State.waiting.value
    return (clock.complaint_id, clock.pk, "clock", "", clock.due, waiting, 0, 0, "")


def _begun(clock: Clock, start: Start) -> list[Change]:
    begun = _change("started", clock, at=start.started)
    if clock.state != ClockState.stopped or start.ended is None:
        return [begun]
    return [begun, _change("stopped", clock, at=start.ended)]


def _clock(start: Start, derivation: list[DerivationEntry], *, written: datetime) -> Clock:
    late = start.due.due < written
    values = {
        "complaint_id": start.complaint.pk,
        "name": start.name,
        "subject": start.subject,
        "started": start.started,
        "due": start.due.due,
        "state": ClockState.breached if late else ClockState.running,
        "breached_at": start.due.due if late else None,
        "born_late": late,
        "derivation": derivation,
        "calendar": start.due.calendar,
        "rule": start.due.because,
    }
    return rows.make(Clock, values)


def _moment(clock: Clock) -> DueMoment:
    return DueMoment(complaint_id=clock.complaint_id, clock=clock, what="clock", due_at=clock.due)


def runs(clock: Clock, *, at: datetime) -> bool:
    """Whether the clock ran at ``at``: what time has breached since runs no more, but for one that
    was judged before anybody could have told what happened in time.
    """
    if clock.met_at is not None or at > clock.due:
        return False
    return clock.state == ClockState.running or (
        clock.state == ClockState.breached and clock.born_late
    )


def move(*, clock: Clock, due: Due, at: datetime, written: datetime) -> Change | None:
    """Gives a clock that ran at ``at`` another due time; None when nothing changes. One that ran
    out before, seen or not, is breached for good (law 7).
    """
    if not runs(clock, at=at):
        return _ran_out(clock)
    if clock.due == due.due:
        return None
    before = clock.due
    clock.due, clock.rule, clock.calendar = due.due, due.because, due.calendar
    clock.derivation = _stored(due)
    if clock.born_late:
        _judge_again(clock, written=written)
    clock.save()
    DueMoment.objects.filter(clock=clock).update(due_at=due.due)
    return _change("moved", clock, at=at, due_before=before)


def _judge_again(clock: Clock, *, written: datetime) -> None:
    late = clock.due < written
    clock.state = ClockState.breached if late else ClockState.running
    clock.breached_at = clock.due if late else None
    clock.born_late = late
    if not late:
        DueMoment.objects.update_or_create(
            complaint=clock.complaint, clock=clock, what="clock", defaults={"due_at": clock.due}
        )


def _ran_out(clock: Clock) -> Change | None:
    return breach(clock=clock) if clock.state == ClockState.running else None


def meet(*, clock: Clock, at: datetime, waits_for: str = "") -> Change | None:
    """Meets a clock at ``at``. A breached one stays breached and keeps the late answer beside it,
    but for one that was judged before anybody could have answered, and was answered in time.

    ``waits_for``: the state whose end makes one that was met in time run again.
    """
    if clock.met_at is not None or clock.state == ClockState.stopped:
        return None
    clock.met_at = at
    if clock.state == ClockState.running or (clock.born_late and at <= clock.due):
        clock.state = ClockState.met if at <= clock.due else ClockState.breached
        clock.breached_at = clock.due if clock.state == ClockState.breached else None
    if waits_for and clock.state == ClockState.met:
        clock.stopped_at, clock.waits_for = at, waits_for
    clock.save(update_fields=["met_at", "state", "breached_at", "stopped_at", "waits_for"])
    _nothing_due(clock)
    return _change("met", clock, at=at)


def tried(*, clock: Clock, at: datetime) -> Change:
    """尽责未接通 that came on the record at ``at``, after the breach (Q24). The breach stays with
    its true time and is owed no more; its rule says that it counts apart. One that was breached
    before anybody could have told ends as if it had been known.
    """
    if clock.born_late:
        clock.state, clock.breached_at = ClockState.stopped, None
        clock.stopped_at = clock.due
    clock.rule = TRIED
    clock.save(update_fields=["state", "breached_at", "stopped_at", "rule"])
    return _change("stopped" if clock.born_late else "tried", clock, at=at)


def breach(*, clock: Clock) -> Change:
    """Marks a running clock breached, with its true time however late it is seen (law 7)."""
    clock.state, clock.breached_at = ClockState.breached, clock.due
    clock.save(update_fields=["state", "breached_at"])
    _nothing_due(clock)
    return _change("breached", clock, at=clock.due)


def stop(*, clock: Clock, at: datetime, rule: str = "", waits_for: str = "") -> Change | None:
    """Ends a clock that ran at ``at`` and on which nothing is owed any more. One that ran out
    before, seen or not, is breached for good (law 7).

    ``waits_for``: the state whose end it waits for; it may ``go_on`` then.
    """
    if not runs(clock, at=at):
        return _ran_out(clock)
    clock.state, clock.breached_at = ClockState.stopped, None
    clock.rule = rule or clock.rule
    clock.stopped_at, clock.waits_for = at, waits_for
    clock.save(update_fields=["state", "breached_at", "rule", "stopped_at", "waits_for"])
    _nothing_due(clock)
    return _change("stopped", clock, at=at)


def go_on(*, clock: Clock, at: datetime, written: datetime) -> Change:
    """A clock of the same name that runs from ``at`` with the time that ``clock``, which waits,
    had left. The one that waited stays as it was stopped.
    """
    assert clock.stopped_at is not None
    clock.waits_for = ""
    clock.save(update_fields=["waits_for"])
    days = tuple(DerivationDay.from_json(day) for day in clock.derivation)
    left = resumed(clock.due, paused=clock.stopped_at, at=at)
    return start(
        complaint=clock.complaint,
        name=clock.name,
        subject=clock.subject,
        due=Due(left, days, cast(Horizon, clock.calendar), clock.rule),
        started=at,
        written=written,
    )


def again(*, clock: Clock, at: datetime, written: datetime) -> Change:
    """A clock of the same name that runs from ``at`` to the same time: what met ``clock`` was
    undone.
    """
    days = tuple(DerivationDay.from_json(day) for day in clock.derivation)
    return start(
        complaint=clock.complaint,
        name=clock.name,
        subject=clock.subject,
        due=Due(clock.due, days, cast(Horizon, clock.calendar), clock.rule),
        started=at,
        written=written,
    )


def refill(*, clock: Clock, due: datetime, at: datetime) -> Change | None:
    """Gives a clock that waits another due time, as if it were counted from where it stopped."""
    if due == clock.due:
        return None
    before, clock.due = clock.due, due
    clock.save(update_fields=["due"])
    return _change("moved", clock, at=at, due_before=before)


def look_again(*, complaint: Complaint, what: str, at: datetime, subject: str = "") -> None:
    """Something other than a clock is due at ``at``; a later word on the same subject replaces an
    earlier one.
    """
    DueMoment.objects.update_or_create(
        complaint=complaint,
        what=what,
        subject=subject,
        clock=None,
        defaults={"due_at": at, "state": DueMoment.State.waiting, "attempts": 0},
    )


def forget(*, complaint: Complaint, what: str, subject: str = "") -> None:
    """Nothing of that kind is due any more."""
    DueMoment.objects.filter(complaint=complaint, what=what, subject=subject, clock=None).delete()


def _nothing_due(clock: Clock) -> None:
    DueMoment.objects.filter(clock=clock).delete()


def _stored(due: Due) -> list[DerivationEntry]:
    return as_json(due.derivation)


def _change(
    happening: Happening, clock: Clock, *, at: datetime, due_before: datetime | None = None
) -> Change:
    return Change(
        happening=happening,
        clock=clock.pk,
        name=clock.name,
        subject=clock.subject,
        due=clock.due,
        rule=clock.rule,
        state=clock.state,
        at=at,
        due_before=due_before,
    )
