"""撤诉: the customer takes the complaint back, with a document that shows it (A59)."""

from pydantic import Field

from kesu.complaints.evidence import withdrawal_of
from kesu.deadlines import operations
from kesu.journeys import clocks, gates
from kesu.journeys.case import Case
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.retract import known
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Outcome, State


class Withdraw(Payload):
    reason: Text = Field(title="Reason")
    evidence: Name | None = Field(default=None, title="Document")


def check(case: Case, said: Withdraw) -> None:
    """A document that is named is one of this complaint."""
    if said.evidence is not None:
        known(case, said.evidence)


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
    shown = withdrawal_of(step.complaint, said.evidence)
    facts = {"evidence": str(shown.pk)} if shown else {}
    step.tell("complaint.withdrawn", facts, notes={"reason": said.reason}, rule="A59")
    clocks.stop_all(step)


declare(
    Verb(
        name="withdraw",
        words=Words("撤诉", "撤訴", "Withdraw"),
        payload=Withdraw,
        from_states=states(OPEN),
        to_states=states(State.withdrawn),
        act=withdraw,
        check=check,
        gates=(gates.document,),
    )
)
