"""审批同意: somebody other than the handler agrees (E09)."""

from pydantic import Field

from kesu.journeys import giving
from kesu.journeys.answering import tell_handler
from kesu.journeys.payload import Payload, Text
from kesu.journeys.powers import met, within_mandate
from kesu.journeys.propose import approve_solution
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State
from kesu.policy.schema import LetterKind


class Approve(Payload):
    comment: Text | None = Field(default=None, title="Comment")


def approve(step: Step, said: Approve) -> None:
    """approving → replying, with what was planned to be given. The owner is told, by letter too."""
    solution = step.solution
    assert solution is not None
    approve_solution(step, solution, comment=said.comment or "")
    step.move(State.replying)
    step.tell(
        "complaint.approved",
        {"solution": solution.pk},
        notes={"comment": said.comment},
        rule="E09",
    )
    giving.agree(step, solution)
    step.notify([step.complaint.owner_id], "approved")
    tell_handler(step, LetterKind.approved, said.comment or "")


declare(
    Verb(
        name="approve",
        words=Words("同意", "同意", "Approve"),
        payload=Approve,
        from_states=states(State.approving),
        to_states=states(State.replying),
        gates=(met, within_mandate),
        act=approve,
    )
)
