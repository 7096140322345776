"""What may be done with a complaint now, and doing it: one operation for each declared verb."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from kesu.api import questions, schemas, shapes, telling
from kesu.api.access import READ, WRITE, Call
from kesu.api.conditions import etag, must_match
from kesu.api.keys import Answer
from kesu.api.writing import write
from kesu.desk import case
from kesu.journeys.offers import Offer, offers
from kesu.journeys.perform import perform
from kesu.journeys.verb import Verb, registry
from kesu.people.queries import everyone

router = Router(tags=["actions"])


@router.get(
    "/complaints/{slug:no}/actions",
    auth=READ,
    url_name="actions",
    operation_id="actions",
    summary="What I may do now",
    response=shapes.Actions,
)
def possible(request: HttpRequest, no: str) -> HttpResponse:
    """The verbs of the caller in this state, what each takes and which gates are still shut."""
    call = cast(Call, request)
    questions.nothing(request)
    found = offers(no, by=call.auth.person, now=datetime.now(tz=UTC))
    return telling.read(shapes.Actions(items=[_action(one) for one in found], next=None))


def _action(offer: Offer) -> shapes.Action:
    return shapes.Action(
        verb=offer.verb.name,
        name=offer.verb.words.say(get_language() or ""),
        needs=schemas.told(offer.verb.payload),
        missing=[shapes.Missing(gate=one.gate, say=one.say) for one in offer.missing],
        **({"suggested": dict(offer.suggested)} if offer.suggested else {}),
    )


def _doing(verb: Verb) -> Callable[[HttpRequest, str], HttpResponse]:
    def act(request: HttpRequest, no: str) -> HttpResponse:
        call = cast(Call, request)
        expected = must_match(request, seen=call.seen)
        return write(call, lambda body, now: _done(call, verb, no, body, now, expected), of=no)

    return act


def _done(
    call: Call, verb: Verb, no: str, body: object, now: datetime, expected: int | None
) -> Answer:
    by, seen = call.auth.person, call.seen
    done = perform(verb.name, no, body, by=by, now=now, seen=seen, must_match=expected)
    if not done.readable:
        known = done.complaint
        touched = shapes.Touched(no=known.no, state=known.state, version=known.version)
        return Answer(200, touched.to_json(), etag(known.version))
    view = case.case(no, reader=by, people=everyone(now))
    return telling.whole(200, telling.complaint(view, warnings=done.warnings))


for _verb in registry().values():
    router.post(
        f"/complaints/{{slug:no}}/actions/{_verb.name}",
        auth=WRITE,
        url_name="act",
        operation_id=_verb.name,
        summary=_verb.words.en,
        description=_verb.act.__doc__,
        response=shapes.Complaint | shapes.Touched,
        openapi_extra={
            "requestBody": schemas.body(_verb.payload),
            "parameters": [schemas.AGAIN, schemas.IF_MATCH],
        },
    )(_doing(_verb))
