"""Proof of a complaint: its list, its files, and bringing a piece of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import Router

from kesu.api import keys, proof, questions, schemas, shapes, telling
from kesu.api.access import READ, WRITE, Call
from kesu.api.conditions import etag, must_match
from kesu.api.keys import Answer
from kesu.api.problems import Problem
from kesu.desk import case
from kesu.desk import evidence as desk
from kesu.desk.evidence import Part, ProofView, SpoiltFile
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.files import Kept
from kesu.foundation.serving import Wish
from kesu.foundation.uploads import FIELD, OVERHEAD, Arrived, Whole, length_of
from kesu.journeys import evidence, spoilt
from kesu.journeys.perform import glance
from kesu.people.queries import everyone

router = Router(tags=["evidence"])


class Pieces(questions.Question):
    """The pieces are read whole unless a part of them is asked for; ``cursor`` names the last one
    of the part before.
    """

    limit: questions.Limit | None = None
    cursor: UUID | None = None


_NUMBERS = frozenset({"task"})
_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                **schemas.of(evidence.Given),
                "properties": {
                    FIELD: {"type": "string", "format": "binary"},
                    **schemas.of(evidence.Given)["properties"],
                },
            }
        }
    },
}


@router.get(
    "/complaints/{slug:no}/evidence",
    auth=READ,
    url_name="evidence",
    operation_id="list_evidence",
    summary="Read the evidence",
    response=proof.Proof,
    openapi_extra={"parameters": questions.parameters(Pieces)},
)
def listed(request: HttpRequest, no: str) -> HttpResponse:
    """What bears either side out, in the order in which it came, and which side has nothing."""
    wanted = questions.read(Pieces, request)
    now = datetime.now(tz=UTC)
    people = everyone(now)
    part = Part(wanted.cursor, wanted.limit)
    found = desk.proof(no, reader=cast(Call, request).auth.person, people=people, part=part)
    _note_spoilt(found, now)
    zone = telling.zone_of(found.policy_name, found.policy_version)
    return telling.read(proof.proof(found, zone))


@router.get(
    "/complaints/{slug:no}/evidence/{slug:key}/file",
    auth=READ,
    url_name="evidence-file",
    operation_id="read_evidence_file",
    summary="Read a file of the evidence",
    openapi_extra={"responses": {200: {"description": "The file", "content": {"*/*": {}}}}},
)
def file(request: HttpRequest, no: str, key: str) -> Any:
    """The bytes as they were brought, whole or the range that was asked for."""
    questions.nothing(request)
    now = datetime.now(tz=UTC)
    reader = cast(Call, request).auth.person
    try:
        served = desk.file(no, key, reader=reader, people=everyone(now), wish=_wish(request))
    except SpoiltFile as broken:
        spoilt.found(broken.piece, broken.fault.what, now=now)
        raise _gone(broken.fault.what) from None
    pieces: Any = served.pieces or ()
    return StreamingHttpResponse(pieces, status=served.status, headers=served.headers)


@router.post(
    "/complaints/{slug:no}/evidence",
    auth=WRITE,
    url_name="evidence",
    operation_id="bring_evidence",
    summary="Add evidence",
    response={201: proof.Brought | proof.BroughtUnread},
    openapi_extra={
        "requestBody": _BODY,
        "parameters": [schemas.AGAIN, schemas.IF_MATCH],
    },
)
def bring(request: HttpRequest, no: str) -> HttpResponse:
    """Takes a file in and keeps it as evidence, or words in its place. A file is kept under its
    SHA-256 before the answer goes out, and is never changed.
    """
    call, now = cast(Call, request), datetime.now(tz=UTC)
    questions.nothing(request)
    evidence.ask_ahead(no, by=call.auth.person, now=now)
    arrived = Arrived()
    try:
        raw = _read(request, arrived)
        evidence.ask_fields(raw)
        brought = arrived.keep()
    finally:
        arrived.drop()
    body = {**raw, FIELD: vars(brought) if brought else None}
    key = keys.given(call, token=call.auth.token, body=body)
    expected = must_match(request, seen=glance(no))
    work = keys.once(key, lambda: _done(call, no, raw, brought, now, expected), at=now)
    return telling.respond(work)


def _read(request: HttpRequest, arrived: Arrived) -> dict[str, Any]:
    """The fields of the form as plain values, while its file goes to disk.

    Errors: ``Problem`` 400, 411, 413, 415; ``Refused``; ``OSError`` where there is no room.
    """
    limit = settings.KESU_MAX_FILE_BYTES
    if request.content_type != "multipart/form-data":
        raise Problem(415, "media_type", _("This address takes multipart/form-data."))
    length = length_of(request.META)
    if length is None:
        raise Problem(411, "length_required", _("The length of the body must be given."))
    if length > limit + OVERHEAD:
        raise _too_large(limit)
    request.upload_handlers = [Whole(arrived, limit=limit)]
    given = _parts(request)
    if arrived.too_large:
        raise _too_large(limit)
    if arrived.cut and not arrived.others:
        raise Problem(400, "cut_off", _("The file did not arrive whole. Send it again."))
    faults = [Fault(name, _("This is given more than once.")) for name in _twice(given)]
    faults += [Fault(name, _("This is not expected.")) for name in arrived.others]
    if faults:
        raise Refused(faults)
    return {name: _plain(name, given[name]) for name in given if given[name].strip()}


def _parts(request: HttpRequest) -> Any:
    """Errors: ``Problem`` 400 where the body is none of its kind: no boundary, or a wrong one."""
    kind, _semicolon, rest = request.META["CONTENT_TYPE"].partition(";")
    request.META["CONTENT_TYPE"] = f"{kind.lower()};{rest}"
    try:
        return request.POST
    except MultiPartParserError:
        raise Problem(400, "malformed", _("This request cannot be read.")) from None


def _twice(given: Any) -> Iterator[str]:
    return (name for name, values in given.lists() if len(values) > 1)


def _plain(name: str, text: str) -> Any:
    if name in _NUMBERS and text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    if name == "none" and text in ("true", "false"):
        return text == "true"
    return text.replace("\r\n", "\n")


def _too_large(limit: int) -> Problem:
    most = limit // 1024**2
    detail = _("The file is larger than %(most)s MiB.") % {"most": most}
    return Problem(413, "too_large", detail, limit=limit)


def _gone(what: str) -> Problem:
    said = {
        "altered": _("This file was altered on disk; it is not handed out as evidence."),
        "lost": _("This file is gone from disk."),
    }
    return Problem(410, f"file_{what}", said[what])


def _done(
    call: Call,
    no: str,
    raw: dict[str, Any],
    brought: Kept | None,
    now: datetime,
    expected: int | None,
) -> Answer:
    by = call.auth.person
    done = evidence.bring(no, raw, by=by, now=now, brought=brought, must_match=expected)
    known = done.complaint
    made = proof.made(done.made, brought, known.no)
    if not done.readable:
        touched = proof.BroughtUnread(no=known.no, state=known.state, version=known.version, **made)
        return Answer(201, touched.to_json())
    view = case.case(no, reader=by, people=everyone(now))
    shape = telling.complaint(view, warnings=done.warnings)
    whole = proof.Brought.model_validate({**_given(shape), **made})
    return Answer(201, whole.to_json(), etag(known.version))


def _given(shape: shapes.Shape) -> dict[str, Any]:
    """What was said in a shape, its parts as they are."""
    return {name: getattr(shape, name) for name in shape.model_fields_set}


def _wish(request: HttpRequest) -> Wish:
    names = ("Range", "If-Range", "If-None-Match")
    return Wish(*(request.headers.get(name, "") for name in names))


def _note_spoilt(found: ProofView, now: datetime) -> None:
    for piece in found.pieces:
        if piece.file is not None and piece.file.spoilt:
            spoilt.found(piece.id, piece.file.spoilt, now=now)
