"""Due times that move, many of them written at once.

Like ``operations`` it says what happened as plain values; the rows follow with ``write``.
"""

import json
from datetime import datetime

from kesu.deadlines import operations
from kesu.deadlines.models import Clock, DueMoment
from kesu.deadlines.operations import Change
from kesu.deadlines.rules import Due, as_json


class Moves:
    """Clocks that got another due time, kept until ``write``."""

    def __init__(self) -> None:
        self._moved: list[Clock] = []

    def move(self, clock: Clock, due: Due, *, at: datetime, written: datetime) -> Change | None:
        """As ``operations.move``."""
        if clock.born_late or not operations.runs(clock, at=at):
            return operations.move(clock=clock, due=due, at=at, written=written)
        if clock.due == due.due:
            return None
        before = clock.due
        clock.due, clock.rule, clock.calendar = due.due, due.because, due.calendar
        clock.derivation = list(as_json(due.derivation))
        self._moved.append(clock)
        return Change(
            happening="moved",
            clock=clock.pk,
            name=clock.name,
            subject=clock.subject,
            due=clock.due,
            rule=clock.rule,
            state=clock.state,
            at=at,
            due_before=before,
        )

    def write(self) -> None:
        """Writes what was kept, in the caller's transaction; alike ones with one statement."""
        alike: dict[tuple[datetime, str], list[Clock]] = {}
        for clock in self._moved:
            how = json.dumps([clock.rule, clock.calendar, clock.derivation])
            alike.setdefault((clock.due, how), []).append(clock)
        for (due, _how), clocks in alike.items():
            keys, first = [clock.pk for clock in clocks], clocks[0]
            Clock.objects.filter(pk__in=keys).update(
                due=due, rule=first.rule, calendar=first.calendar, derivation=first.derivation
            )
            DueMoment.objects.filter(clock__in=keys).update(due_at=due)
        self._moved.clear()
