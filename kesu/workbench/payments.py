"""打款: finance's page: what is to be paid, the day's list, what came of each payment (F11)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kesu.desk import payments as desk_payments
from kesu.desk.payments import PayRow
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import pay_file
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.journeys.perform import perform
from kesu.policy.codes import Remedy
from kesu.workbench import forms
from kesu.workbench.act import why_not
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.entries import Shown
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word

_SHOWN = ("result", "slip", "paid_at", "fault")


@signed_in
def payments(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What waits, the lists that were made, what was answered last."""
    return _page(request, desk)


@require_POST
@signed_in
def pay(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """What came of one payment; what cannot be taken comes back with what was typed."""
    fields = fields_of("pay", {})
    raw = forms.read(fields, request.POST)
    try:
        done = perform("pay", no, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        return _page(request, desk, (request.POST, refused.faults, ""), status=422)
    except (GateShut, Stale, WrongState) as refused:
        return _page(request, desk, (request.POST, (), why_not(refused)), status=409)
    messages.success(request, _("The payment of %(no)s is on record.") % {"no": no})
    for warning in done.warnings:
        messages.warning(request, warning.say)
    return redirect("payments")


@require_POST
@signed_in
def make_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Today's list is made, once."""
    try:
        count = pay_file.make_list(by=desk.reader, now=desk.now)
    except Refused as refused:
        messages.warning(request, " ".join(one.message for one in refused.faults))
        return redirect("payments")
    messages.success(request, _("Payments in today's list: %(n)s") % {"n": count})
    return redirect("payments")


@require_GET
@signed_in
def day_list(request: HttpRequest, desk: Desk, day: str) -> HttpResponseBase:
    """The file of a day; that it was taken stands on the record."""
    try:
        wanted = date.fromisoformat(day)
        made = pay_file.take_list(
            wanted, format_=request.GET.get("format", ""), by=desk.reader, now=desk.now
        )
    except (ValueError, Refused):
        return render(request, "404.html", status=404)
    return StreamingHttpResponse(
        made.pieces, content_type=made.media_type, headers={"Content-Disposition": made.disposition}
    )


_Attempt = tuple[QueryDict, tuple[Fault, ...], str]


def _page(
    request: HttpRequest, desk: Desk, attempt: _Attempt | None = None, status: int = 200
) -> HttpResponse:
    found = desk_payments.pay_desk(
        reader=desk.reader, people=desk.people, now=desk.now, zone=desk.pack.tz
    )
    context = {
        "found": found,
        "waiting": [_row(one, attempt) for one in found.waiting],
        "recent": [_row(one, None) for one in found.recent],
    }
    return render(request, "workbench/payments.html", context, status=status)


def _row(one: PayRow, attempt: _Attempt | None) -> dict[str, Any]:
    mine = attempt if attempt and attempt[0].get("payment") == one.id else None
    return {"view": one, "kind": value_word(Remedy, one.kind), "form": _form(one, mine)}


def _form(one: PayRow, mine: _Attempt | None) -> Shown:
    fields = [field for field in fields_of("pay", {}) if field.name in _SHOWN]
    error = ""
    if mine is not None:
        fields = forms.filled(fields, mine[0], mine[1])
        others = forms.unplaced(fields, mine[1])
        error = mine[2] or " ".join(f"{fault.message} {fault.expected}".strip() for fault in others)
    return Shown(
        what=f"pay-{one.id}",
        title=_("Record the result"),
        says="",
        icon="check",
        fields=fields,
        error=error,
        open=mine is not None,
    )
