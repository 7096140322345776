"""Complaints: lodge one, read one, list those that fit."""

from datetime import UTC, datetime
from typing import Annotated, Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from kesu.api import questions, schemas, shapes, telling
from kesu.api.access import READ, WRITE, Call
from kesu.api.conditions import etag, is_known
from kesu.api.keys import Answer
from kesu.api.writing import write
from kesu.desk import case, queue, scope
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import lodge
from kesu.journeys.lodging import Lodging
from kesu.journeys.payload import Moment
from kesu.people.queries import departments, everyone, named
from kesu.people.rules import People
from kesu.policy import queries as policies
from kesu.policy.codes import Channel, Grade, State, Tier

router = Router(tags=["complaints"])
_Code = Annotated[str, Field(min_length=1, max_length=40)]


class Narrowed(questions.Question):
    """What narrows the list, and its order."""

    state: tuple[State, ...] = ()
    type: _Code | None = None
    grade: Literal["I", "II", "III"] | None = None
    urgent: bool | None = None
    history: bool | None = None
    tier: Tier | None = None
    owner: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    department: _Code | None = None
    channel: Channel | None = None
    batch: _Code | None = None
    customer: UUID | None = None
    q: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    due_before: Moment | None = None
    received_from: Moment | None = None
    received_to: Moment | None = None
    order_by: Annotated[str, Field(json_schema_extra={"enum": list(queue.ORDERS)})] = "-received"


class Wanted(Narrowed, questions.Paged):
    """The list a page at a time."""


@router.post(
    "/complaints",
    auth=WRITE,
    url_name="complaints",
    operation_id="lodge",
    summary=lodge.WORDS.en,
    response={201: shapes.Complaint | shapes.Taken},
    openapi_extra={"requestBody": schemas.body(Lodging), "parameters": [schemas.AGAIN]},
)
def take_in(request: HttpRequest) -> HttpResponse:
    """Takes a complaint in. Who lodges against themselves learns its number and owner; who may not
    read it afterwards, as with a sensitive customer's, reads it this once.
    """
    call = cast(Call, request)
    return write(call, lambda body, now: _lodged(call, body, now))


def _lodged(call: Call, body: object, now: datetime) -> Answer:
    by = call.auth.person
    done = lodge.lodge(body, by=by, now=now)
    if by.id == done.complaint.accused_id:
        routing = telling.routing(done.routed_to, done.warnings)
        return Answer(201, shapes.Taken(no=done.complaint.no, routing=routing).to_json())
    people = everyone(now)
    tie = scope.tie(done.complaint, by, people)
    view = case.view(done.complaint, tie, reader=by, people=people)
    return telling.whole(201, telling.complaint(view, warnings=done.warnings))


@router.get(
    "/complaints",
    auth=READ,
    url_name="complaints",
    operation_id="list",
    summary="List complaints",
    response=shapes.Complaints,
    openapi_extra={"parameters": questions.parameters(Wanted)},
)
def those_that_fit(request: HttpRequest) -> HttpResponse:
    """The complaints the caller may see that fit every filter, a page at a time."""
    call, now = cast(Call, request), datetime.now(tz=UTC)
    people = everyone(now)
    wanted = questions.read(Wanted, request)
    page = queue.cases(
        reader=call.auth.person,
        people=people,
        filters=filters_of(wanted, people, now),
        order=wanted.order_by,
        limit=wanted.limit,
        cursor=wanted.cursor,
    )
    return telling.page(page)


@router.get(
    "/complaints/{slug:no}",
    auth=READ,
    url_name="complaint",
    operation_id="read",
    summary="Read a complaint",
    response=shapes.Complaint,
    openapi_extra={"parameters": [schemas.IF_NONE_MATCH]},
)
def one(request: HttpRequest, no: str) -> HttpResponse:
    """One complaint, by its ``no`` or ``form_no``, as the caller may see it."""
    call = cast(Call, request)
    questions.nothing(request)
    people = everyone(datetime.now(tz=UTC))
    view = case.case(no, reader=call.auth.person, people=people)
    if is_known(request, view.version):
        return HttpResponseNotModified(headers={"ETag": etag(view.version)})
    return telling.respond(telling.whole(200, telling.complaint(view)))


def filters_of(wanted: Narrowed, people: People, now: datetime) -> queue.Filters:
    """As the desk takes them. Errors: ``Refused`` for a code or person nobody knows."""
    return queue.Filters(
        state=tuple(state.value for state in wanted.state),
        type=_type(wanted.type, now) if wanted.type is not None else None,
        grade=Grade[wanted.grade].value if wanted.grade is not None else None,
        urgent=wanted.urgent,
        history=wanted.history,
        tier=wanted.tier,
        owner=_owner(wanted.owner, people) if wanted.owner is not None else None,
        department=_department(wanted.department) if wanted.department is not None else None,
        channel=wanted.channel,
        batch=wanted.batch,
        customer=str(wanted.customer) if wanted.customer is not None else None,
        q=wanted.q,
        due_before=wanted.due_before,
        received_from=wanted.received_from,
        received_to=wanted.received_to,
    )


def _type(code: str, now: datetime) -> str:
    known = policies.in_force(now).type_codes
    if not any(one == code or one.startswith(f"{code}.") for one in known):
        raise Refused([Fault("type", _("This type is not known."), ", ".join(known))])
    return code


def _owner(word: str, people: People) -> int:
    found = named(people, word)
    if found is None:
        expected = _("an id, sign-in name or agent number")
        raise Refused([Fault("owner", _("Nobody is known by that."), expected)])
    return found.id


def _department(code: str) -> str:
    known = departments()
    if code not in known:
        raise Refused([Fault("department", _("This department is not known."), ", ".join(known))])
    return code
