"""《投诉处理单》 as a room of the case: on the screen, on A4, as a Word document."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kesu.desk import form as desk_form
from kesu.desk.form import paper
from kesu.workbench import rooms
from kesu.workbench.session import Desk, signed_in

_SHORT = frozenset(
    {
        "form_no",
        "channel",
        "accepted",
        "customer",
        "phone",
        "matter",
        "type",
        "urgent",
        "replied",
        "position",
    }
)
"""Fields that share a line with another one on paper."""
_LONG = 400
"""A text of so many signs may go over the end of a page."""


@signed_in
def handling_form(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The form in its three stages; with ``format=docx`` as a document."""
    found = desk_form.form(no, reader=desk.reader, people=desk.people)
    if request.GET.get("format") == "docx":
        return _document(found)
    context = {
        "form": found,
        "name": _("Complaint handling form"),
        "number": found.number or found.no,
        "stages": [_shown(one) for one in found.stages],
        "slips": [paper.slip_rows(one, found.zone) for one in found.slips],
        "zone": found.zone,
    }
    template = "workbench/handling_form.html"
    with timezone.override(found.zone):
        return rooms.page(request, desk, found.no, room="form", template=template, context=context)


def _document(found: desk_form.Form) -> HttpResponse:
    name = f"{found.number or found.no}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper.document(found), content_type=paper.MEDIA_TYPE, headers=headers)


def _shown(stage: desk_form.StageView) -> dict[str, Any]:
    fields = [
        {"view": one, "short": one.name in _SHORT, "long": len(one.value) > _LONG}
        for one in stage.fields
    ]
    lacking = [one.label for one in stage.fields if one.missing]
    return {"view": stage, "fields": fields, "lacking": lacking}
