"""Cases that become urgent together: their clocks come forward with a few statements (E37, Q22)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from kesu.deadlines import operations
from kesu.deadlines.models import Clock
from kesu.deadlines.moves import Moves
from kesu.deadlines.operations import Start, start_many
from kesu.deadlines.rules import DerivationDay, Due, ElapsedRule, Horizon, made_urgent
from kesu.journeys import closing
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState
from kesu.policy.schema import Elapsed

_NAMES = (ClockName.first_callback, ClockName.urgent_contact)
_FAR = timedelta(days=3650)


@dataclass
class Hurry:
    """The clocks of several cases, read together; ``write`` writes together what became of them."""

    _clocks: dict[UUID, list[Clock]] = field(default_factory=dict)
    _moves: Moves = field(default_factory=Moves)
    _starts: list[tuple[Step, Start]] = field(default_factory=list)

    def read(self, complaints: Iterable[UUID]) -> None:
        """What waits for a call in these cases, in one query."""
        rows = Clock.objects.filter(complaint__in=list(complaints), name__in=_NAMES).order_by("id")
        for row in rows:
            self._clocks.setdefault(row.complaint_id, []).append(row)

    def on(self, step: Step, *, at: datetime) -> None:
        """The case became urgent at ``at`` (UTC): min(old due, then + 3 h); where the first
        call-back is met already, the supervisor who takes over owes a contact of their own.
        """
        closing.hurry(step)
        first = [one for one in self._latest(step, _NAMES[0]) if operations.runs(one, at=at)]
        waiting = [one for one in self._latest(step, _NAMES[1]) if _waits(one)]
        for clock in first or waiting:
            due = _made_urgent(step, _due_of(clock), at)
            step.clock(self._moves.move(clock, due, at=at, written=step.now))
        if not first and not waiting:
            due = _made_urgent(step, Due(at + _FAR, (), "official", "Q22"), at)
            name = ClockName.urgent_contact
            self._starts.append((step, Start(step.complaint, name, due, at)))

    def write(self) -> None:
        """The clocks that moved, then those that start, with their lines."""
        self._moves.write()
        steps = [step for step, _start in self._starts]
        starts = [start for _step, start in self._starts]
        if not starts:
            return
        begun = start_many(starts, written=steps[0].now)
        begun.save()
        for step, changes in zip(steps, begun.changes, strict=True):
            for change in changes:
                step.clock(change)
        self._starts.clear()

    def _latest(self, step: Step, name: ClockName) -> Sequence[Clock]:
        """The newest clock of a name for each subject."""
        mine = self._clocks.get(step.complaint.pk, ())
        return list({one.subject: one for one in mine if one.name == name}.values())


def _waits(clock: Clock) -> bool:
    return clock.met_at is None and clock.state != ClockState.stopped


def _made_urgent(step: Step, old: Due, at: datetime) -> Due:
    rule = step.pack.clock(ClockName.first_callback, step.complaint.type, urgent=True)
    assert isinstance(rule, Elapsed)
    urgent = ElapsedRule(rule.seconds)
    mandated = step.complaint.mandated_deadline
    return made_urgent(old, at=at, urgent_rule=urgent, mandated=mandated)


def _due_of(clock: Clock) -> Due:
    days = tuple(DerivationDay.from_json(day) for day in clock.derivation)
    return Due(clock.due, days, cast(Horizon, clock.calendar), clock.rule)
