"""答复: tells the customer the approved solution (E10)."""

from pydantic import Field

from kesu.correspondence.models import Reply as ReplyRow
from kesu.journeys import clocks, mails, solving, statutory
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import Channel, State
from kesu.policy.schema.statutory import Until


class Reply(Payload):
    channel: Channel = Field(title="Channel")
    text: Text = Field(title="What the customer is told")


def reply(step: Step, said: Reply) -> None:
    """Keeps the answer and, by e-mail, sends it; the day's line, no first call-back (DOMAIN)."""
    row = record(step, channel=said.channel, text=said.text)
    warned = solving.warn_of_answer(step, said.text)
    facts = {"channel": said.channel, **({"warned": warned} if warned else {})}
    step.tell("complaint.replied", facts, notes={"text": said.text}, rule="E10")
    if said.channel == Channel.email:
        mails.send_reply(step, row)
    clocks.daily_line(step)


def record(step: Step, *, channel: str, text: str) -> ReplyRow:
    """Keeps what was said to the customer, also as part of resolve."""
    assert step.solution is not None
    statutory.met(step, Until.replied)
    return ReplyRow.objects.create(
        complaint=step.complaint,
        solution=step.solution,
        channel=channel,
        text=text,
        by_id=step.staff,
        at=step.at,
    )


declare(
    Verb(
        name="reply",
        words=Words("答复客户", "答覆客戶", "Reply to the customer"),
        payload=Reply,
        from_states=states(State.replying),
        act=reply,
    )
)
