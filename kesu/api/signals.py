"""The warning board: what may become a complaint, and what a person does about it (A22)."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from kesu.api import questions, schemas, shapes, telling
from kesu.api.access import READ, WRITE, Call
from kesu.api.conditions import etag, must_match
from kesu.api.keys import Answer
from kesu.api.writing import write
from kesu.desk import signals
from kesu.desk.signals import SignalRow
from kesu.journeys import signal_settle
from kesu.journeys.lodge import Lodged
from kesu.journeys.lodging import Lodging
from kesu.journeys.signal_lodge import lodge_signal
from kesu.journeys.signal_settle import Dismissed, Handled, Undone
from kesu.people.queries import everyone
from kesu.policy import queries as policies

router = Router(tags=["signals"])
Kind = Literal["chat", "order", "claimant", "batch", "silence", "case"]
State = Literal["open", "handled", "dismissed", "lodged"]


class Asked(questions.Paged):
    """What narrows the list."""

    state: tuple[State, ...] = ()
    kind: tuple[Kind, ...] = ()
    level: Annotated[int, Field(ge=1, le=3)] | None = None
    shop: Annotated[str, Field(min_length=1, max_length=200)] | None = None


class SignalShape(shapes.Shape):
    """``said`` is masked. ``about``: the number of the complaint it was found on, ``complaint`` of
    the one it became.
    """

    id: str
    kind: str
    level: int
    state: str
    said: str
    reasons: list[dict[str, Any]]
    facts: dict[str, Any]
    times: int
    raised: datetime
    last_at: datetime
    version: int
    shop: str | None = None
    conversation: str | None = None
    order: str | None = None
    customer: str | None = None
    about: str | None = None
    complaint: str | None = None
    by: shapes.Person | None = None
    settled: datetime | None = None
    action: str | None = None
    helped: bool | None = None


class SignalsShape(shapes.Shape):
    items: list[SignalShape]
    next: str | None


@router.get(
    "/signals",
    auth=READ,
    url_name="signals",
    operation_id="signals",
    summary="List warnings",
    response=SignalsShape,
    openapi_extra={"parameters": questions.parameters(Asked)},
)
def those_that_fit(request: HttpRequest) -> HttpResponse:
    """The warnings that fit every filter, the gravest first, of these the newest."""
    asked = questions.read(Asked, request)
    now = datetime.now(tz=UTC)
    page = signals.signals(
        signals.Wanted(asked.state, asked.kind, asked.level, asked.shop),
        reader=cast(Call, request).auth.person,
        people=everyone(now),
        limit=asked.limit,
        cursor=asked.cursor,
    )
    items = [_told(one, now) for one in page.rows]
    return telling.read(SignalsShape(items=items, next=page.next))


@router.get(
    "/signals/{uuid:key}",
    auth=READ,
    url_name="signal",
    operation_id="signal",
    summary="Read a warning",
    response=SignalShape,
)
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """One warning."""
    questions.nothing(request)
    return telling.respond(_whole(cast(Call, request), key, datetime.now(tz=UTC)))


def _acting(verb: str) -> Any:
    def act(request: HttpRequest, key: UUID) -> HttpResponse:
        call, now = cast(Call, request), datetime.now(tz=UTC)
        given = "If-Match" in request.headers
        seen = _version(call, key, now) if given else None
        expected = must_match(request, seen=seen)
        return write(call, lambda body, at: _done(call, verb, key, body, at, expected))

    return act


def _version(call: Call, key: UUID, now: datetime) -> int:
    return signals.signal(key, reader=call.auth.person, people=everyone(now)).version


def _done(
    call: Call, verb: str, key: UUID, body: object, now: datetime, expected: int | None
) -> Answer:
    by = call.auth.person
    if verb == "lodge":
        done = lodge_signal(key, body, by=by, now=now, must_match=expected)
        return _whole(call, key, now) if done.readable else _taken(done)
    signal_settle.settle(verb, key, body, by=by, now=now, must_match=expected)
    return _whole(call, key, now)


def _taken(done: Lodged) -> Answer:
    """To who may not read what it became, as of any lodging."""
    routing = telling.routing(done.routed_to, done.warnings)
    return Answer(200, shapes.Taken(no=done.complaint.no, routing=routing).to_json())


def _whole(call: Call, key: UUID, now: datetime) -> Answer:
    row = signals.signal(key, reader=call.auth.person, people=everyone(now))
    return Answer(200, _told(row, now).to_json(), etag(row.version))


def _told(row: SignalRow, now: datetime) -> SignalShape:
    zone = ZoneInfo(policies.in_force(now).zone)
    known: dict[str, Any] = {
        "shop": row.shop,
        "conversation": row.conversation,
        "order": row.order,
        "customer": row.customer,
        "about": row.about,
        "complaint": row.complaint,
        "by": shapes.Person(id=row.by.id, name=row.by.name) if row.by else None,
        "settled": row.settled.astimezone(zone) if row.settled else None,
        "action": row.action,
        "helped": row.helped,
    }
    return SignalShape(
        id=row.id,
        kind=row.kind,
        level=row.level,
        state=row.state,
        said=row.said,
        reasons=row.reasons,
        facts=row.facts,
        times=row.times,
        raised=row.raised.astimezone(zone),
        last_at=row.last_at.astimezone(zone),
        version=row.version,
        **{name: value for name, value in known.items() if value not in ("", None)},
    )


_VERBS: dict[str, tuple[type[BaseModel], str]] = {
    "handle": (Handled, "Handle a warning"),
    "dismiss": (Dismissed, "Dismiss a warning"),
    "lodge": (Lodging, "Lodge a complaint from a warning"),
    "undo": (Undone, "Take that back within ten minutes"),
}


def _body(verb: str, model: type[BaseModel]) -> dict[str, Any]:
    """Of a lodging nothing is required: what is missing is known of the warning."""
    said = schemas.body(model)
    if verb == "lodge":
        said["required"] = False
        said["content"]["application/json"]["schema"].pop("required", None)
    return said


for _verb, (_model, _summary) in _VERBS.items():
    router.post(
        f"/signals/{{uuid:key}}/actions/{_verb}",
        auth=WRITE,
        url_name="signal-act",
        operation_id=f"{_verb}_signal",
        summary=_summary,
        response=SignalShape | shapes.Taken if _verb == "lodge" else SignalShape,
        openapi_extra={
            "requestBody": _body(_verb, _model),
            "parameters": [schemas.AGAIN, schemas.IF_MATCH],
        },
    )(_acting(_verb))
