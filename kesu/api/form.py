"""《投诉处理单》: the form of a complaint as values, or as a Word document (E08, E11, E15)."""

from datetime import UTC, datetime
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kesu.api import questions, shapes, telling
from kesu.api.access import READ, Call
from kesu.desk import form as desk_form
from kesu.desk.form import paper
from kesu.people.queries import everyone

router = Router(tags=["record"])


class Asked(questions.Question):
    """``format``: values, or a document for a person."""

    format: Literal["json", "docx"] = "json"


class FormField(shapes.Shape):
    """``value``: its text, in lines; absent where there is none."""

    name: str
    label: str
    value: str | None = None
    missing: bool


class FormStage(shapes.Shape):
    """``missing``: the names of the fields that are; ``by`` and ``at``: who brought it so far."""

    stage: int
    name: str
    complete: bool
    missing: list[str]
    fields: list[FormField]
    by: str | None = None
    at: datetime | None = None


class FormSignature(shapes.Shape):
    act: str
    label: str
    name: str
    at: datetime
    note: str | None = None


class FormSlip(shapes.Shape):
    """What an authority sent."""

    kind: str
    authority: str
    at: datetime
    document: str | None = None
    jurisdiction: str | None = None
    transfer_to: str | None = None
    due: datetime | None = None
    officers: str | None = None
    handed_over: str | None = None
    receipt: str | None = None


class Form(shapes.Shape):
    """``form_no`` is absent until the first proposal draws it."""

    no: str
    form_no: str | None = None
    drawn: datetime | None = None
    stages: list[FormStage]
    signatures: list[FormSignature]
    authorities: list[FormSlip]


_DOCUMENT = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "/complaints/{slug:no}/form",
    auth=READ,
    url_name="form",
    operation_id="form",
    summary="Read the handling form",
    response=Form,
    openapi_extra={
        "parameters": questions.parameters(Asked),
        "responses": {200: {"content": {paper.MEDIA_TYPE: _DOCUMENT}}},
    },
)
def form(request: HttpRequest, no: str) -> HttpResponse:
    """The form in its three stages, each with what it still lacks; with ``format=docx`` as a
    document. It may be read before its number is drawn.
    """
    asked = questions.read(Asked, request)
    people = everyone(datetime.now(tz=UTC))
    found = desk_form.form(no, reader=cast(Call, request).auth.person, people=people)
    if asked.format == "docx":
        return document(found)
    return telling.read(_told(found))


def document(found: desk_form.Form) -> HttpResponse:
    """The form as a file by its number."""
    name = f"{found.number or found.no}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper.document(found), content_type=paper.MEDIA_TYPE, headers=headers)


def _told(found: desk_form.Form) -> Form:
    zone = ZoneInfo(found.zone)
    known = _known(form_no=found.number, drawn=_local(found.drawn, zone))
    return Form(
        no=found.no,
        stages=[_stage(one, zone) for one in found.stages],
        signatures=[_signature(one, zone) for one in found.signatures],
        authorities=[_slip(one, zone) for one in found.slips],
        **known,
    )


def _stage(one: desk_form.StageView, zone: ZoneInfo) -> FormStage:
    return FormStage(
        stage=one.number,
        name=one.name,
        complete=one.complete,
        missing=one.missing,
        fields=[_field(field) for field in one.fields],
        **_known(by=one.by, at=_local(one.at, zone)),
    )


def _field(one: desk_form.FieldView) -> FormField:
    return FormField(name=one.name, label=one.label, missing=one.missing, **_known(value=one.value))


def _signature(one: desk_form.Signature, zone: ZoneInfo) -> FormSignature:
    at = one.at.astimezone(zone)
    return FormSignature(
        act=one.act, label=one.label, name=one.name, at=at, **_known(note=one.note)
    )


def _slip(one: desk_form.Slip, zone: ZoneInfo) -> FormSlip:
    return FormSlip(
        kind=one.kind,
        authority=one.authority,
        at=one.at.astimezone(zone),
        **_known(
            document=one.document,
            jurisdiction=one.jurisdiction,
            transfer_to=one.transfer_to,
            due=_local(one.due, zone),
            officers=one.officers,
            handed_over=one.handed_over,
            receipt=one.receipt,
        ),
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
