"""Chat messages of small shops, told a thousand at a time (A18)."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kesu.api import schemas, shapes
from kesu.api.access import WRITE, Call
from kesu.api.keys import Answer
from kesu.api.writing import write
from kesu.journeys.hear import Heard, hear
from kesu.journeys.hear_payload import Messages, read_many

router = Router(tags=["messages"])


class Hit(shapes.Shape):
    """A watched word: places in the text as it was given; ``negated``: it is taken back."""

    term: str
    group: str
    level: int
    start: int
    end: int
    surface: str
    negated: bool


class HeardMessage(shapes.Shape):
    id: str
    hits: list[Hit]


class HeardMessages(shapes.Shape):
    messages: list[HeardMessage]


@router.post(
    "/messages",
    auth=WRITE,
    url_name="messages",
    operation_id="hear",
    summary="Tell chat messages",
    response=HeardMessages,
    openapi_extra={"requestBody": schemas.body(Messages), "parameters": [schemas.AGAIN]},
)
def take_in(request: HttpRequest) -> HttpResponse:
    """Takes up to 1,000 messages in, each id once however often it comes, and answers the watched
    words of each, in the order they came.
    """
    call = cast(Call, request)

    def work(body: object, now: datetime) -> Answer:
        heard = hear(read_many(body, now=now), by=call.auth.person, at=now)
        return Answer(200, HeardMessages(messages=[_told(one) for one in heard]).to_json())

    return write(call, work)


def _told(one: Heard) -> HeardMessage:
    hits: list[dict[str, Any]] = one.hits
    return HeardMessage(id=one.id, hits=[Hit(**hit) for hit in hits])
