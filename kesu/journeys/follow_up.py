"""回访: asks the customer after execution whether it is well now (E14, E31, C08)."""

from typing import Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from kesu.complaints.models import FollowUp as FollowUpRow
from kesu.journeys import clocks, planned
from kesu.journeys.convert import convert
from kesu.journeys.payload import Payload, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import FollowUpOutcome, State


class FollowUp(Payload):
    outcome: FollowUpOutcome = Field(title="Outcome")
    satisfied: bool | None = Field(default=None, title="Satisfied")
    service_met: bool | None = Field(default=None, title="Need of service met")
    emotional_met: bool | None = Field(default=None, title="Need of feeling met")

    @model_validator(mode="after")
    def _said_by_the_customer(self) -> Self:
        judged = (self.satisfied, self.service_met, self.emotional_met)
        if self.outcome != FollowUpOutcome.answered and any(one is not None for one in judged):
            message = "Only a follow-up that was answered says how the customer feels."
            raise misfit("outcome", message, "answered")
        return self


def follow_up(step: Step, said: FollowUp) -> None:
    """Answered: the day's line, and 跟进 on the rail. Not satisfied: → proposing as type 3.3."""
    FollowUpRow.objects.create(
        complaint=step.complaint,
        solution=step.solution,
        by_id=step.staff,
        at=step.at,
        outcome=said.outcome,
        satisfied=said.satisfied,
        service_met=said.service_met,
        emotional_met=said.emotional_met,
    )
    facts = said.model_dump(include={"outcome", "satisfied", "service_met", "emotional_met"})
    step.tell("complaint.followed_up", facts, rule="E14")
    if said.outcome != FollowUpOutcome.answered:
        return
    if step.complaint.followed_at is None:
        step.set(followed_at=step.at)
    if said.emotional_met is False:
        step.warn("emotional_unmet", _("The customer's feeling is not met yet."))
    clocks.daily_line(step)
    planned.answered(step)
    if said.satisfied is False:
        planned.drop(step, rule="E31")
        step.move(State.proposing)
        convert(step)


declare(
    Verb(
        name="follow_up",
        words=Words("回访", "回訪", "Follow up"),
        payload=FollowUp,
        from_states=states(State.following_up),
        to_states=states(State.proposing),
        act=follow_up,
    )
)
