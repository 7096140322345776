"""结案: the customer's side ends, with proof; silence never closes a case (Q13, A67)."""

from typing import Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from kesu.journeys import after_care, clocks, gates, giving, lessons
from kesu.journeys.payload import Part, Payload, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import DispositionKind, Outcome, State


class Disposition(Part):
    """What becomes of the lesson (B15): an item names what, none says why."""

    kind: DispositionKind = Field(title="Lesson")
    reason: Text | None = Field(default=None, title="Reason")
    item: Text | None = Field(default=None, title="Improvement item")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind in (DispositionKind.item, DispositionKind.existing) and self.item is None:
            raise misfit("item", "An improvement item is named by what it is.")
        if self.kind == DispositionKind.none and self.reason is None:
            raise misfit("reason", "That nothing is to be learnt needs a reason.")
        return self


class Close(Payload):
    outcome: Outcome = Field(title="Outcome")
    disposition: Disposition = Field(title="Disposition")
    summary: Text = Field(title="Service summary with its turning point, or none")


def close(step: Step, said: Close) -> None:
    """following_up → closed. Stops what is still owed but for promises."""
    step.move(State.closed)
    step.set(
        outcome=said.outcome,
        disposition=said.disposition.kind,
        closed_customer_at=step.at,
        closed_customer_by_id=step.staff,
    )
    if any(one.kept is None for one in step.promises):
        step.warn("promise_open", _("A promise to this customer is still open."))
    unmet = any(one.emotional_met is False for one in step.follow_ups[-1:])
    if unmet:
        step.warn("emotional_unmet", _("The customer's feeling is not met yet."))
    warned = lessons.made_good(step)
    result = lessons.result(step, said.outcome)
    step.tell(
        "complaint.closed",
        {
            "outcome": said.outcome,
            "disposition": said.disposition.kind,
            "emotional_unmet": unmet,
            "result": result.value if result else None,
            **({"warned": warned} if warned else {}),
        },
        notes={
            "summary": said.summary,
            "reason": said.disposition.reason,
            "item": said.disposition.item,
        },
        rule="Q13",
    )
    giving.warn_unnoticed(step)
    lessons.learn(step, said.disposition)
    clocks.stop_on_close(step)
    after_care.plan(step, said.outcome)


declare(
    Verb(
        name="close",
        words=Words("结案", "結案", "Close"),
        payload=Close,
        from_states=states(State.following_up),
        to_states=states(State.closed),
        gates=(*gates.CLOSING, giving.gate_execution),
        act=close,
    )
)
