"""What time did to clocks, many of them written at once.

Like ``operations`` it says what happened as plain values; the rows follow with ``write``.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Min, Q

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock, DueMoment
from kesu.deadlines.operations import Change, Happening
from kesu.deadlines.queries import OF_OTHERS, OVERDUE
from kesu.deadlines.rules import Due, as_json
from kesu.policy.codes import ClockState


class Lapses:
    """Breaches, and the clocks that follow them, kept until ``write``."""

    def __init__(self) -> None:
        self._breached: list[Clock] = []
        self._made: list[Clock] = []

    def breach(self, clock: Clock) -> Change:
        """Marks a running clock breached, with its true time however late it is seen (law 7)."""
        clock.state, clock.breached_at = ClockState.breached, clock.due
        if clock.pk is not None:
            self._breached.append(clock)
        return _change("breached", clock, at=clock.due)

    def follow(self, clock: Clock, due: Due, *, late: bool = False) -> tuple[Clock, Change]:
        """A clock of the same name that starts where ``clock`` ended, and runs. ``late``: its time
        was over before anybody could have told of it, so that a fact of then still meets it.
        """
        made = Clock(
            complaint_id=clock.complaint_id,
            name=clock.name,
            subject=clock.subject,
            started=clock.due,
            due=due.due,
            state=ClockState.running,
            derivation=as_json(due.derivation),
            calendar=due.calendar,
            rule=due.because,
            born_late=late,
        )
        self._made.append(made)
        return made, _change("started", made, at=made.started)

    def write(self) -> None:
        """Writes what was kept, in the caller's transaction."""
        keys = [clock.pk for clock in self._breached]
        if keys:
            rows = Clock.objects.filter(pk__in=keys)
            rows.update(state=ClockState.breached, breached_at=F("due"))
            DueMoment.objects.filter(clock__in=keys).delete()
        Clock.objects.bulk_create(self._made)
        running = [clock for clock in self._made if clock.state == ClockState.running]
        DueMoment.objects.bulk_create(
            DueMoment(complaint_id=one.complaint_id, clock=one, what="clock", due_at=one.due)
            for one in running
        )


def _change(happening: Happening, clock: Clock, *, at: datetime) -> Change:
    return Change(
        happening=happening,
        clock=clock.pk,
        name=clock.name,
        subject=clock.subject,
        due=clock.due,
        rule=clock.rule,
        state=clock.state,
        at=at,
    )


def next_dues(complaints: Iterable[Complaint]) -> dict[UUID, datetime]:
    """``queries.next_due`` of many complaints in one query; without those that have none."""
    complaints = list(complaints)
    waits = Q(state=ClockState.running) & Q(complaint__in=[one.pk for one in complaints])
    waits &= ~OF_OTHERS
    waits |= OVERDUE & Q(complaint__in=[one.pk for one in complaints if one.is_open])
    rows = Clock.objects.filter(waits).values_list("complaint_id").annotate(due=Min("due"))
    return dict(rows.order_by())
