"""恢复处理: back from 冷处理 to where it came from; the review date does the same."""

from kesu.deadlines import operations
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State, between


class Resume(Payload):
    """Nothing but a time and a note."""


def resume(step: Step, _: Resume) -> None:
    """cooling → where it came from."""
    step.tell("complaint.resumed", {"automatic": False}, rule="Q12")
    back(step)


def back(step: Step) -> None:
    """The change itself, also when the review date comes."""
    step.move(State(step.complaint.cooled_from))
    step.set(cooled_from="", review_on=None)
    operations.forget(complaint=step.complaint, what="cooling")


declare(
    Verb(
        name="resume",
        words=Words("恢复处理", "恢復處理", "Resume"),
        payload=Resume,
        from_states=states(State.cooling),
        to_states=between(State.accepted, State.replying),
        act=resume,
    )
)
