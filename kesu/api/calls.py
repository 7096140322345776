"""Calls that nobody took, as the telephone system tells them (F03)."""

from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kesu.api import bodies, questions, schemas, shapes, telling
from kesu.api.access import WRITE, Call
from kesu.api.keys import Answer
from kesu.api.writing import write
from kesu.journeys.missed_calls import Calls, miss, read_calls

router = Router(tags=["calls"])


class KeptCall(shapes.Shape):
    """``complaint``: the number of the one it was logged on; without it the call waits on the
    board of call-backs. ``new``: it had not been told before.
    """

    id: str
    complaint: str | None
    new: bool


class KeptCalls(shapes.Shape):
    calls: list[KeptCall]


@router.post(
    "/calls",
    auth=WRITE,
    url_name="calls",
    operation_id="miss_calls",
    summary="Tell missed calls",
    response=KeptCalls,
    openapi_extra={"requestBody": schemas.body(Calls), "parameters": [schemas.AGAIN]},
)
def take_in(request: HttpRequest) -> HttpResponse:
    """Takes up to 1,000 calls in that nobody took, each id once however often it comes: a contact
    on the caller's open complaint, else a row of the board of call-backs for two weeks.

    Fifty calls are one step: a post that breaks off may be sent again. With an Idempotency-Key,
    which these ids make needless, all of them are one step.
    """
    call = cast(Call, request)

    def work(body: object, now: datetime) -> Answer:
        kept = miss(read_calls(body, now=now), by=call.auth.person, now=now)
        told = [KeptCall(id=one.id, complaint=one.no, new=one.new) for one in kept]
        return Answer(200, KeptCalls(calls=told).to_json())

    if "Idempotency-Key" in request.headers:
        return write(call, work)
    # Not as ``write`` does: one transaction of a thousand calls keeps every other writer waiting.
    questions.nothing(call)
    return telling.respond(work(bodies.read(call), datetime.now(tz=UTC)))
