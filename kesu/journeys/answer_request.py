"""资源答复: what was asked of others is granted or refused (D43)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.consults.models import Request
from kesu.deadlines import operations, queries
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import request
from kesu.journeys.case import Case
from kesu.journeys.expiry import answer
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ClockName


class AnswerRequest(Payload):
    request: int = Field(ge=1, title="Request")
    granted: bool = Field(title="Granted")
    text: Text = Field(title="Answer")


class RequestAnswered(CaseFacts):
    request: int
    granted: bool


declare_kind("complaint.request_answered", RequestAnswered)


def check(case: Case, said: AnswerRequest) -> None:
    """The request is one of this complaint, and has no answer yet."""
    _row(case, said.request)


def answer_request(step: Step, said: AnswerRequest) -> None:
    """Keeps the answer; the owner is told. What was granted meets the clock of its event; refused,
    another way must be found before it begins.
    """
    row = _row(step, said.request)
    row.granted, row.answer = said.granted, said.text
    row.answered_by_id, row.answered_at = step.staff, step.at
    row.save(update_fields=["granted", "answer", "answered_by", "answered_at"])
    facts = {"request": row.pk, "granted": said.granted}
    step.tell("complaint.request_answered", facts, notes={"text": said.text}, rule="D43")
    operations.forget(complaint=step.complaint, what=request.WHAT, subject=str(row.pk))
    clock = queries.latest(step.complaint, ClockName.event_start, str(row.pk))
    if clock is not None and said.granted:
        answer(step, clock)
    step.notify([step.complaint.owner_id], "request_answered")


def _row(case: Case, number: int) -> Request:
    waiting = list(Request.objects.filter(complaint=case.complaint, answered_at=None))
    for row in waiting:
        if row.pk == number:
            return row
    known = ", ".join(str(row.pk) for row in waiting)
    fault = Fault("request", _("No open request has that number here."), known)
    raise Refused([fault], code="unknown_request")


declare(
    Verb(
        name="answer_request",
        words=Words("登记资源答复", "登記資源答覆", "Record the answer of others"),
        payload=AnswerRequest,
        from_states=states(OPEN),
        act=answer_request,
        check=check,
    )
)
