"""客户意见: the customer's position on the solution (E10)."""

from pydantic import Field

from kesu.complaints.models import CustomerDecision
from kesu.journeys import gates
from kesu.journeys.escalate import rise_one
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import Position, SolutionKind, State


class Decide(Payload):
    position: Position = Field(title="Position")
    option: Text | None = Field(default=None, title="Option")
    words: Text | None = Field(default=None, title="In the customer's words")


def decide(step: Step, said: Decide) -> None:
    """accepted or partly: → executing, or following_up where nothing is to be done. refused:
    → proposing, one step up the ladder (A14).
    """
    solution = step.approved
    assert solution is not None
    CustomerDecision.objects.create(
        complaint=step.complaint,
        solution=solution,
        by_id=step.staff,
        at=step.at,
        position=said.position,
        option=said.option or "",
        words=said.words or "",
    )
    step.tell(
        "complaint.decided",
        {"position": said.position, "solution": solution.pk},
        notes={"option": said.option, "words": said.words},
        rule="E10",
    )
    if said.position == Position.refused:
        step.move(State.proposing)
        rise_one(step, reason=said.words or "")
    elif solution.kind == SolutionKind.redress:
        step.move(State.executing)
    else:
        step.move(State.following_up)


declare(
    Verb(
        name="decide",
        words=Words("客户意见", "客戶意見", "Customer's decision"),
        payload=Decide,
        from_states=states(State.replying),
        to_states=states(State.executing, State.following_up, State.proposing),
        gates=(gates.replied,),
        act=decide,
    )
)
