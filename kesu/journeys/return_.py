"""审批退回: sends a solution back with what is wrong with it (E09)."""

from pydantic import Field

from kesu.authority.models import Approval
from kesu.journeys.answering import tell_handler
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State
from kesu.policy.schema import LetterKind


class Return(Payload):
    comment: Text = Field(title="Comment")


def return_(step: Step, said: Return) -> None:
    """approving → proposing. The owner is told, by letter too."""
    solution = step.solution
    assert solution is not None
    Approval.objects.create(
        complaint=step.complaint,
        solution=solution,
        approved=False,
        by_id=step.staff,
        at=step.at,
        comment=said.comment,
    )
    solution.returned_at = step.at
    solution.save(update_fields=["returned_at"])
    step.move(State.proposing)
    step.tell(
        "complaint.returned", {"solution": solution.pk}, notes={"comment": said.comment}, rule="E09"
    )
    step.notify([step.complaint.owner_id], "returned")
    tell_handler(step, LetterKind.returned, said.comment)


declare(
    Verb(
        name="return",
        words=Words("退回", "退回", "Return"),
        payload=Return,
        from_states=states(State.approving),
        to_states=states(State.proposing),
        act=return_,
    )
)
