"""The record of a complaint: its journal and its clocks with their derivation."""

from datetime import UTC, datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kesu.api import questions, shapes, telling
from kesu.api.access import READ, Call
from kesu.api.questions import Stretch
from kesu.desk import case, record
from kesu.people.queries import everyone

router = Router(tags=["record"])


@router.get(
    "/complaints/{slug:no}/journal",
    auth=READ,
    url_name="journal",
    operation_id="journal",
    summary="Read the record",
    response=shapes.Lines,
    openapi_extra={"parameters": questions.parameters(Stretch)},
)
def journal(request: HttpRequest, no: str) -> HttpResponse:
    """Who did what to this complaint, the oldest line first."""
    reader, people = cast(Call, request).auth.person, everyone(datetime.now(tz=UTC))
    wanted = questions.read(Stretch, request)
    lines = record.record(no, reader=reader, people=people)
    view = case.case(no, reader=reader, people=people)
    zone = telling.zone_of(view.policy_name, view.policy_version)
    items, after = wanted.of(lines)
    return telling.read(shapes.Lines(items=[telling.line(one, zone) for one in items], next=after))


@router.get(
    "/complaints/{slug:no}/clocks",
    auth=READ,
    url_name="clocks",
    operation_id="clocks",
    summary="Read the clocks",
    response=shapes.Clocks,
    openapi_extra={"parameters": questions.parameters(Stretch)},
)
def clocks(request: HttpRequest, no: str) -> HttpResponse:
    """What is owed by when, and how each due time came about."""
    wanted = questions.read(Stretch, request)
    people = everyone(datetime.now(tz=UTC))
    view = case.case(no, reader=cast(Call, request).auth.person, people=people)
    zone = telling.zone_of(view.policy_name, view.policy_version)
    items, after = wanted.of(view.clocks)
    found = [telling.clock_in_full(one, zone) for one in items]
    return telling.read(shapes.Clocks(items=found, next=after))
