"""明因: the direct cause and who answers for it (C13, C14)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Cause as CauseRow
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.case import Case
from kesu.journeys.payload import Name, Part, Payload, Text
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


def check(_case: Case, said: Cause) -> None:
    """Shares sum to 100, each party once."""
    if said.responsible is None:
        return
    total = sum(one.share for one in said.responsible)
    if total != 100:
        message = _("The shares sum to %(total)s.") % {"total": total}
        raise Refused([Fault("responsible", message, "100")], code="shares")
    if len({one.party for one in said.responsible}) < len(said.responsible):
        fault = Fault("responsible", _("A party is named twice."), _("each party once"))
        raise Refused([fault], code="shares")


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
        check=check,
    )
)
