"""重开: a closed complaint is not well after all; after an agreement it is 协议后反悔 (A64)."""

from pydantic import Field

from kesu.journeys import after_care, clocks
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import HandlerRule, State
from kesu.remedies.agreements import standing
from kesu.routing.queries import loads
from kesu.routing.rules import Question, choose


class Reopen(Payload):
    reason: Text = Field(title="Reason")


def reopen(step: Step, said: Reopen) -> None:
    """closed or archived → verifying; both closings are lifted, the record keeps them. What
    closing ended is owed again. The owner is told; where the customer comes back on an agreement
    that is a supervisor or above.
    """
    broken = standing(step.complaint)
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
    facts = {"agreement": broken.pk} if broken else {}
    rule = "A64" if broken else None
    step.tell("complaint.reopened", facts, notes={"reason": said.reason}, rule=rule)
    if broken is not None:
        broken.retracted_at, broken.retracted_because = step.at, said.reason
        broken.save(update_fields=["retracted_at", "retracted_because"])
        _give_to_a_supervisor(step)
    after_care.drop(step)
    clocks.reopened(step)
    if step.complaint.owner_id != step.staff:
        step.notify([step.complaint.owner_id], "reopened")


def _give_to_a_supervisor(step: Step) -> None:
    question = Question(
        HandlerRule.supervisor,
        receiver=step.complaint.owner_id,
        accused=step.complaint.accused_id,
        keep=step.complaint.owner_id,
        loads=loads(),
    )
    found = choose(step.people, question).person
    if found is not None:
        step.assign(found, notify=False)


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
