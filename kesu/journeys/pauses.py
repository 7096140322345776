"""Clocks that wait while the policy says so, and go on with the time they had left.

Every step that changes the state ends here (``step.settle``), whatever verb took it. What was
promised and what law or an authority set never waits: the policy cannot name it (Q12).
"""

from datetime import datetime
from typing import TYPE_CHECKING

from kesu.deadlines import operations, queries
from kesu.policy.codes import State

if TYPE_CHECKING:
    from kesu.journeys.step import Step

_LASTS = {State.closed: frozenset({State.closed, State.archived})}
"""A closed complaint waits until it is reopened, archived or not."""


def follow(step: "Step", was: State) -> None:
    """After a change of state from ``was``: what waited for it goes on, what waits now stops."""
    is_ = step.state
    if was == is_ or not step.pack.pauses:
        return
    for while_ in {one.while_ for one in step.pack.pauses}:
        if _in(was, while_) and not _in(is_, while_) and step.complaint.is_open:
            resume(step, while_, at=step.at)
    for pause in step.pack.pauses:
        if _in(is_, pause.while_) and not _in(was, pause.while_):
            _wait(step, pause.clock, pause.while_)


def resume(step: "Step", while_: State, *, at: datetime) -> None:
    """What waited for that state to end runs again, from ``at`` in UTC."""
    for clock in queries.waiting_for(step.complaint, [while_]):
        step.clock(operations.go_on(clock=clock, at=at, written=step.now))


def _wait(step: "Step", name: str, while_: State) -> None:
    for clock in queries.running_at(step.complaint, name, step.at):
        step.clock(operations.stop(clock=clock, at=step.at, waits_for=while_))


def _in(state: State, while_: State) -> bool:
    return state in _LASTS.get(while_, (while_,))
