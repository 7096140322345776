"""明因: the direct cause and who answers for it (C13, C14)."""

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from kesu.complaints.models import Cause as CauseRow
from kesu.journeys.payload import Name, Part, Payload, Text, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare
from kesu.policy.codes import Party, State, between


class Share(Part):
    party: Party = Field(title="Party")
    share: int = Field(ge=0, le=100, title="Share in percent")


class Cause(Payload):
    text: Text = Field(title="Direct cause")
    category: Name | None = Field(default=None, title="Category")
    responsible: list[Share] | None = Field(default=None, max_length=6, title="Responsibility")

    @field_validator("responsible")
    @classmethod
    def _sums(cls, shares: list[Share] | None) -> list[Share] | None:
        if shares is None:
            return shares
        if len({one.party for one in shares}) < len(shares):
            raise misfit("", "A party is named twice.", "≤ 1")
        total = sum(one.share for one in shares)
        if total != 100:
            raise PydanticCustomError(
                "say:shares", "The shares do not sum to 100.", {"expected": f"100 ≠ {total}"}
            )
        return shares


def cause(step: Step, said: Cause) -> None:
    """Keeps the cause; sets 明因 on the rail. A later one replaces an earlier one."""
    record(step, text=said.text, category=said.category, shares=said.responsible)
    step.tell(
        "complaint.cause_recorded",
        {"shares": {one.party: one.share for one in said.responsible or ()}},
        notes={"text": said.text, "category": said.category},
        rule="C13",
    )


def record(
    step: Step, *, text: str, category: str | None = None, shares: list[Share] | None = None
) -> None:
    """Keeps the cause itself, also as part of resolve."""
    CauseRow.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        text=text,
        category=category or "",
        responsible=[one.model_dump() for one in shares or ()],
    )
    if step.complaint.cause_at is None:
        step.set(cause_at=step.at)


declare(
    Verb(
        name="cause",
        words=Words("记缘由", "記緣由", "Record the cause"),
        payload=Cause,
        from_states=between(State.accepted, State.proposing),
        act=cause,
    )
)
