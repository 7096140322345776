"""联系: every attempt to speak with the customer, connected or not (F01, E41)."""

from pydantic import Field

from kesu.complaints.models import Contact as ContactRow
from kesu.journeys import clocks, prefer, reading_case
from kesu.journeys.convert import convert, is_late
from kesu.journeys.expiry import tried_after_all
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Channel, ContactOutcome, Direction


class Contact(Payload):
    channel: Channel = Field(title="Channel")
    direction: Direction = Field(default=Direction.out, title="Direction")
    outcome: ContactOutcome = Field(title="Outcome")
    summary: Text | None = Field(default=None, title="What was said")
    recording: Name | None = Field(default=None, title="Recording")
    empathy: bool | None = Field(default=None, title="Sympathy, respect and regard were shown")


def contact(step: Step, said: Contact) -> None:
    """Keeps the attempt; the owner does not change (first-receiver duty), unless the customer comes
    back while something is late: then the case becomes 3.3 (E31).

    One that reached a person meets the first call-back whoever called, meets the urgent contact
    when a supervisor spoke, is the day's line, and sets 安抚 on the rail.
    """
    row = ContactRow.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        channel=said.channel,
        direction=said.direction,
        outcome=said.outcome,
        summary=said.summary or "",
        recording=said.recording or "",
    )
    facts = said.model_dump(include={"channel", "direction", "outcome"})
    warned = prefer.warn(step, channel=said.channel, direction=said.direction)
    step.tell(
        "complaint.contacted",
        {
            **facts,
            **({"empathy": said.empathy} if said.empathy is not None else {}),
            **({"warned": warned} if warned else {}),
        },
        notes={"summary": said.summary, "recording": said.recording},
        rule="F01",
    )
    reading_case.heard(step, "contact", said.summary or "", ref=row.pk)
    came_back = said.direction == Direction.in_ and is_late(step)
    if said.outcome == ContactOutcome.reached:
        if step.complaint.soothed_at is None:
            step.set(soothed_at=step.at)
        clocks.customer_reached(step)
    else:
        tried_after_all(step)
        _tell_of_missed(step, said)
    if came_back:
        convert(step)


def _tell_of_missed(step: Step, said: Contact) -> None:
    """Whoever answers for the case calls back a customer who called and reached nobody (F03)."""
    owner = step.complaint.owner_id
    if said.direction == Direction.in_ and owner != step.staff:
        step.notify([owner], "missed_call")


declare(
    Verb(
        name="contact",
        words=Words("记联系", "記聯絡", "Log a contact"),
        payload=Contact,
        from_states=states(OPEN),
        act=contact,
    )
)
