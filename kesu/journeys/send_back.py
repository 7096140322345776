"""退单: the department says that the task is not theirs (F26)."""

from pydantic import Field

from kesu.consults.queries import returns_of
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import tasks
from kesu.journeys.case import Case
from kesu.journeys.feedback import go_on, task
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import OPEN, State, between
from kesu.routing.rules import SUPERVISORS

_TO_THE_SUPERVISOR = 2


class SendBack(Payload):
    consult: int = Field(ge=1, title="Task")
    reason: Text = Field(title="Reason")


class SentBack(CaseFacts):
    """``held_seconds``: how long it lay with the wrong department; counted apart."""

    consult: int
    department: str
    held_seconds: int
    returns: int


def check(case: Case, said: SendBack) -> None:
    """The task is one of this complaint and of one's own department, and still open."""
    task(case, said.consult)


def send_back(step: Step, said: SendBack) -> None:
    """The owner asks the right department; from the second return on their supervisor is told too.
    Ping-pong moves no clock of the customer's: the time is kept on the record instead.

    Decided: the case stays where it is while any task is open; with the last one gone it goes back
    to where it was asked from, as after an answer, or its owner could neither propose nor verify.
    """
    row = task(step, said.consult)
    row.sent_back_by_id, row.sent_back_at, row.sent_back_reason = step.staff, step.at, said.reason
    row.save(update_fields=["sent_back_by", "sent_back_at", "sent_back_reason"])
    go_on(step, row)
    returns = len(returns_of(step.complaint))
    facts = {
        "consult": row.pk,
        "department": row.department,
        "held_seconds": max(0, int((step.at - row.at).total_seconds())),
        "returns": returns,
    }
    step.tell("complaint.sent_back", facts, notes={"reason": said.reason}, rule="F26")
    tasks.dropped(step, row, rule="F26")
    step.notify(_concerned(step, returns), "sent_back", row.department)


def _concerned(step: Step, returns: int) -> list[int]:
    owner = step.complaint.owner_id
    above = direct_supervisor(step.people, owner, ranks=SUPERVISORS)
    concerned = [owner]
    if returns >= _TO_THE_SUPERVISOR:
        concerned += [one for one in (above,) if one is not None]
    return [one for one in concerned if one != step.complaint.accused_id]


declare_kind("complaint.sent_back", SentBack)
declare(
    Verb(
        name="send_back",
        words=Words("退单", "退單", "Send the task back"),
        payload=SendBack,
        from_states=states(OPEN),
        to_states=between(State.accepted, State.proposing),
        act=send_back,
        check=check,
    )
)
