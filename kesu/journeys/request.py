"""求助资源: something only somebody else can give is asked for, with its time (D09, D43)."""

from datetime import datetime

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.consults.models import Request as RequestRow
from kesu.deadlines import operations
from kesu.deadlines.rules import Due
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.rules import moment
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Moment, Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ClockName

WHAT = "request"


class Request(Payload):
    what: Text = Field(title="What is asked for")
    from_: Name = Field(alias="from", title="Of whom")
    due: Moment = Field(title="Answer by")
    event: Moment | None = Field(default=None, title="When the event begins")


class Requested(CaseFacts):
    """``event``: when what it is for begins; after it nothing helps."""

    request: int
    due: str
    event: str | None = None


declare_kind("complaint.requested", Requested)


def check(case: Case, said: Request) -> None:
    """The answer is due ahead, and before the event it is for."""
    if said.due <= case.at:
        raise _too_late("due", f"> {case.at.isoformat()}")
    if said.event is not None and said.event < said.due:
        fault = Fault("due", _("The answer is due after the event begins."))
        raise Refused([fault], code="after_event")


def _too_late(loc: str, expected: str) -> Refused:
    return Refused([Fault(loc, _("This time has passed already."), expected)])


def request(step: Step, said: Request) -> None:
    """Keeps it; when its time comes unanswered the owner is told. An event is a hard clock."""
    row = RequestRow.objects.create(
        complaint=step.complaint,
        what=said.what,
        party=said.from_,
        due=said.due,
        by_id=step.staff,
        at=step.at,
    )
    facts = {"request": row.pk, "due": moment(said.due)}
    if said.event is not None:
        facts["event"] = moment(said.event)
    notes = {"what": said.what, "from": said.from_}
    step.tell("complaint.requested", facts, notes=notes, rule="D09")
    operations.look_again(complaint=step.complaint, what=WHAT, subject=str(row.pk), at=said.due)
    if said.event is not None:
        _start(step, row, said.event)


def _start(step: Step, row: RequestRow, event: datetime) -> None:
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.event_start,
        subject=str(row.pk),
        due=Due(event, (), "official", "D43"),
        started=step.at,
        written=step.now,
    )
    step.clock(change)


def come_due(step: Step, number: str) -> bool:
    """Whether a request is due and still without an answer: its owner is told, once."""
    waiting = RequestRow.objects.filter(pk=number, complaint=step.complaint, answered_at=None)
    row = waiting.first()
    if row is None or not step.complaint.is_open:
        return False
    operations.forget(complaint=step.complaint, what=WHAT, subject=number)
    step.tell("complaint.request_due", {"request": row.pk}, rule="D43", at=row.due)
    step.notify(sorted({step.complaint.owner_id, row.by_id}), "requested")
    return True


class CameDue(CaseFacts):
    request: int


declare_kind("complaint.request_due", CameDue)
declare(
    Verb(
        name="request",
        words=Words("求助资源", "求助資源", "Ask somebody outside"),
        payload=Request,
        from_states=states(OPEN),
        act=request,
        check=check,
    )
)
