"""首次沟通拆解: attitude, feeling and demand as they came out in the first talk (A31, A32)."""

from typing import Self

from pydantic import Field, model_validator

from kesu.complaints.judging import UPSET
from kesu.complaints.models import Breakdown as BreakdownRow
from kesu.complaints.models import EmotionPoint
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Breakdown(Payload):
    attitude: Text = Field(title="Attitude")
    emotion: int = Field(ge=0, le=5, title="Emotion, 0 to 5")
    demand: Text = Field(title="What the customer asks for")
    real_demand: Text | None = Field(default=None, title="What it is really about")
    plan: Text | None = Field(default=None, title="Plan for the talk")

    @model_validator(mode="after")
    def _planned(self) -> Self:
        if self.emotion >= UPSET and self.plan is None:
            message = "From emotion 4 on the talk needs a plan of its own."
            raise misfit("plan", message, "plan")
        return self


class BrokenDown(CaseFacts):
    emotion: int
    planned: bool
    real_demand: bool


declare_kind("complaint.broken_down", BrokenDown)


def breakdown(step: Step, said: Breakdown) -> None:
    """Keeps it; the feeling is one more point on the line of emotion (A30)."""
    BreakdownRow.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        attitude=said.attitude,
        emotion=said.emotion,
        demand=said.demand,
        real_demand=said.real_demand or "",
        plan=said.plan or "",
    )
    EmotionPoint.objects.create(
        complaint=step.complaint, by_id=step.staff, at=step.at, level=said.emotion
    )
    facts = {
        "emotion": said.emotion,
        "planned": said.plan is not None,
        "real_demand": said.real_demand is not None,
    }
    notes = said.model_dump(include={"attitude", "demand", "real_demand", "plan"})
    step.tell("complaint.broken_down", facts, notes=notes, rule="A31")


declare(
    Verb(
        name="breakdown",
        words=Words("首次拆解", "首次拆解", "Take the first talk apart"),
        payload=Breakdown,
        from_states=states(OPEN),
        act=breakdown,
    )
)
