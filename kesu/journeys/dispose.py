"""改进处置: what becomes of the lesson, after the customer's side is closed (B15)."""

from kesu.journeys import lessons
from kesu.journeys.close import Disposition
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State


class Dispose(Payload, Disposition):
    """The same as at closing."""


def dispose(step: Step, said: Dispose) -> None:
    """closed, stays; replaces the disposition."""
    step.set(disposition=said.kind)
    step.tell(
        "complaint.disposed",
        {"disposition": said.kind},
        notes={"reason": said.reason, "item": said.item},
        rule="B15",
    )
    lessons.learn(step, said)


declare(
    Verb(
        name="dispose",
        words=Words("改进处置", "改進處置", "Decide the disposition"),
        payload=Dispose,
        from_states=states(State.closed),
        act=dispose,
    )
)
