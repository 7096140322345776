"""情绪: how the customer feels, 0 to 5, and what turned it (A30)."""

from pydantic import Field

from kesu.complaints.models import EmotionPoint
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Emotion(Payload):
    level: int = Field(ge=0, le=5, title="Emotion, 0 to 5")
    turning_point: Text | None = Field(default=None, title="Turning point")


def emotion(step: Step, said: Emotion) -> None:
    """One more point on the line of emotion."""
    EmotionPoint.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        level=said.level,
        turning_point=said.turning_point or "",
    )
    facts = {"level": said.level, "turning_point": said.turning_point is not None}
    notes = {"turning_point": said.turning_point}
    step.tell("complaint.emotion_noted", facts, notes=notes, rule="A30")


declare(
    Verb(
        name="emotion",
        words=Words("记情绪", "記情緒", "Note the emotion"),
        payload=Emotion,
        from_states=states(OPEN),
        act=emotion,
    )
)
