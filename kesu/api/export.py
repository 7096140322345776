"""Lists as files: CSV and XLSX for people, JSONL for programs, streamed and masked (B06)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from ninja import Router

from kesu.api import complaints, questions
from kesu.api.access import READ, Call
from kesu.desk import queue
from kesu.desk.exports import records
from kesu.desk.exports.ask import Ask
from kesu.foundation.tables.writing import FORMATS, MEDIA_TYPES
from kesu.journeys.export_made import export
from kesu.people.queries import everyone
from kesu.policy.codes import OPEN

router = Router(tags=["export"])
_OPEN = queue.Filters(state=tuple(sorted(OPEN)))


class Form(questions.Question):
    """``fields``: codes of columns, between commas, in the order they are wanted."""

    format: str = "csv"
    fields: tuple[str, ...] = ()


class Chosen(complaints.Narrowed, Form):
    """The filters of the list, and the form of the file."""


def _described(model: type[questions.Question]) -> dict[str, Any]:
    file = {"schema": {"type": "string", "format": "binary"}}
    media = {kind.partition(";")[0]: file for kind in MEDIA_TYPES.values()}
    asked = questions.parameters(model)
    for one in asked:
        if one["name"] == "format":
            one["schema"]["enum"] = list(FORMATS)
    answers = {200: {"description": "The file", "content": media}}
    return {"parameters": asked, "responses": answers}


@router.get(
    "/complaints/export",
    auth=READ,
    url_name="export",
    operation_id="export",
    summary="Export complaints",
    openapi_extra=_described(Chosen),
)
def those_that_fit(request: HttpRequest) -> HttpResponseBase:
    """Those of the list that the caller may export, all pages of it."""
    reader, now = cast(Call, request).auth.person, datetime.now(tz=UTC)
    people = everyone(now)
    wanted = questions.read(Chosen, request)
    filters = complaints.filters_of(wanted, people, now)
    ask = Ask(reader, people, filters=filters, order=wanted.order_by)
    return _sent("complaints", ask, wanted.format, wanted.fields, now)


@router.get(
    "/queue/export",
    auth=READ,
    url_name="export-queue",
    operation_id="export_queue",
    summary="Export my queue",
    openapi_extra=_described(Form),
)
def mine(request: HttpRequest) -> HttpResponseBase:
    """Open complaints of the caller in the order they must be worked."""
    wanted = questions.read(Form, request)
    reader, now = cast(Call, request).auth.person, datetime.now(tz=UTC)
    ask = Ask(reader, everyone(now), filters=_OPEN, order="queue", view=queue.View.mine)
    return _sent("complaints", ask, wanted.format, wanted.fields, now)


@router.get(
    "/complaints/{slug:no}/journal/export",
    auth=READ,
    url_name="export-journal",
    operation_id="export_journal",
    summary="Export the record",
    openapi_extra=_described(Form),
)
def journal(request: HttpRequest, no: str) -> HttpResponseBase:
    """The lines about one complaint: facts, without their notes."""
    wanted = questions.read(Form, request)
    reader, now = cast(Call, request).auth.person, datetime.now(tz=UTC)
    people = everyone(now)
    ask = Ask(reader, people, case=records.case_of(no, reader=reader, people=people))
    return _sent("journal", ask, wanted.format, wanted.fields, now)


def _sent(
    what: str, ask: Ask, format_: str, fields: Sequence[str], now: datetime
) -> HttpResponseBase:
    made = export(what, ask, format_=format_, fields=fields, now=now)
    return StreamingHttpResponse(
        made.pieces, content_type=made.media_type, headers={"Content-Disposition": made.disposition}
    )
