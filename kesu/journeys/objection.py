"""反对意见: what the customer objected, of which class, and how it was met (E81)."""

from pydantic import Field

from kesu.complaints.models import Objection as ObjectionRow
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ObjectionClass


class Objection(Payload):
    kind: ObjectionClass = Field(alias="class", title="Class of the objection")
    method: Text = Field(title="How it was met")
    text: Text = Field(title="What was objected")


class Objected(CaseFacts):
    """``number``: objections of this class on the complaint, this one included."""

    kind: str
    number: int


declare_kind("complaint.objected", Objected)


def objection(step: Step, said: Objection) -> None:
    """Keeps it and counts it by its class."""
    ObjectionRow.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        kind=said.kind,
        method=said.method,
        text=said.text,
    )
    number = ObjectionRow.objects.filter(complaint=step.complaint, kind=said.kind).count()
    notes = {"text": said.text, "method": said.method}
    step.tell("complaint.objected", {"kind": said.kind, "number": number}, notes=notes, rule="E81")


declare(
    Verb(
        name="objection",
        words=Words("记异议", "記異議", "Record an objection"),
        payload=Objection,
        from_states=states(OPEN),
        act=objection,
    )
)
