"""重开: a closed complaint is not well after all."""

from pydantic import Field

from kesu.journeys import clocks
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State


class Reopen(Payload):
    reason: Text = Field(title="Reason")


def reopen(step: Step, said: Reopen) -> None:
    """closed or archived → verifying; both closings are lifted, the record keeps them. What
    closing ended is owed again. The owner is told.
    """
    step.move(State.verifying)
    step.set(
        outcome="",
        disposition="",
        verdict="",
        closed_customer_at=None,
        closed_customer_by_id=None,
        closed_internal_at=None,
        closed_internal_by_id=None,
    )
    step.tell("complaint.reopened", notes={"reason": said.reason})
    clocks.reopened(step)
    if step.complaint.owner_id != step.staff:
        step.notify([step.complaint.owner_id], "reopened")


declare(
    Verb(
        name="reopen",
        words=Words("重开", "重開", "Reopen"),
        payload=Reopen,
        from_states=states(State.closed, State.archived),
        to_states=states(State.verifying),
        act=reopen,
    )
)
