"""内部闭环: the internal side ends (C23)."""

from kesu.journeys import gates
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State


class Archive(Payload):
    """Nothing but a time and a note."""


def archive(step: Step, _: Archive) -> None:
    """closed → archived."""
    step.move(State.archived)
    step.set(closed_internal_at=step.at, closed_internal_by_id=step.staff)
    step.tell("complaint.archived", rule="C23")


declare(
    Verb(
        name="archive",
        words=Words("归档", "歸檔", "Archive"),
        payload=Archive,
        from_states=states(State.closed),
        to_states=states(State.archived),
        gates=(gates.disposed, gates.reviewed, gates.measured),
        act=archive,
    )
)
