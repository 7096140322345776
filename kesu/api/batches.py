"""Batches: many complaints about one issue on one day (E37)."""

from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kesu.api import questions, shapes, telling
from kesu.api.access import READ, Call
from kesu.desk import batches
from kesu.desk.batches import BatchRow
from kesu.desk.values import QueueRow
from kesu.people.queries import everyone

router = Router(tags=["batches"])


@router.get(
    "/batches",
    auth=READ,
    url_name="batches",
    operation_id="batches",
    summary="List batches",
    response=shapes.Batches,
    openapi_extra={"parameters": questions.parameters(questions.Paged)},
)
def those_seen(request: HttpRequest) -> HttpResponse:
    """The batches with a member that the caller may see, the newest day first."""
    asked = questions.read(questions.Paged, request)
    page = batches.batches(
        reader=cast(Call, request).auth.person,
        people=everyone(datetime.now(tz=UTC)),
        limit=asked.limit,
        cursor=asked.cursor,
    )
    items = [shapes.Batch(**_told(one)) for one in page.rows]
    return telling.read(shapes.Batches(items=items, next=page.next))


@router.get(
    "/batches/{uuid:key}",
    auth=READ,
    url_name="batch",
    operation_id="batch",
    summary="Read a batch",
    response=shapes.BatchInFull,
)
def one(request: HttpRequest, key: object) -> HttpResponse:
    """Its counts, and the members that the caller may see, in the order of the queue."""
    questions.nothing(request)
    reader, people = cast(Call, request).auth.person, everyone(datetime.now(tz=UTC))
    found = batches.batch(str(key), reader=reader, people=people)
    zone = ZoneInfo(found.row.zone)
    members = [_member(member, zone) for member in found.members]
    told = shapes.BatchInFull(**_told(found.row), members=members, hidden=found.hidden)
    return telling.read(told)


def _told(row: BatchRow) -> dict[str, object]:
    known: dict[str, object] = {
        "id": row.id,
        "label": row.label,
        "day": row.day,
        "cases": row.cases,
        "people": row.people,
        "open": row.open,
        "by_hand": row.by_hand,
    }
    if row.declared is not None:
        known["declared_at"] = row.declared.astimezone(ZoneInfo(row.zone))
    return known


def _member(row: QueueRow, zone: ZoneInfo) -> shapes.Member:
    due = {"next_due": row.next_due.astimezone(zone)} if row.next_due else {}
    return shapes.Member(
        no=row.no,
        subject=row.subject,
        state=row.state,
        type=row.type,
        urgent=row.urgent,
        received=row.received.astimezone(zone),
        owner=shapes.Person(id=row.owner.id, name=row.owner.name),
        **due,
    )
