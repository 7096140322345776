"""撤诉: the customer takes the complaint back (A59)."""

from pydantic import Field

from kesu.deadlines import operations
from kesu.journeys import clocks
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Outcome, State


class Withdraw(Payload):
    reason: Text = Field(title="Reason")
    evidence: Name | None = Field(default=None, title="Document")


def withdraw(step: Step, said: Withdraw) -> None:
    """Any open state → withdrawn; every clock stops, nobody looks again."""
    step.move(State.withdrawn)
    step.set(
        outcome=Outcome.withdrawn.value,
        closed_customer_at=step.at,
        closed_customer_by_id=step.staff,
        cooled_from="",
        review_on=None,
    )
    operations.forget(complaint=step.complaint, what="cooling")
    step.tell("complaint.withdrawn", notes={"reason": said.reason}, rule="A59")
    clocks.stop_all(step)


declare(
    Verb(
        name="withdraw",
        words=Words("撤诉", "撤訴", "Withdraw"),
        payload=Withdraw,
        from_states=states(OPEN),
        to_states=states(State.withdrawn),
        act=withdraw,
    )
)
