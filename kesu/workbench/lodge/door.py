"""What the page of a call is asked: the page itself, taking in, who calls, what to mind."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.foundation.faults import Refused
from kesu.journeys.lodge import lodge as take_in
from kesu.workbench import forms
from kesu.workbench.lodge import caller, fields, kinds
from kesu.workbench.lodge.page import page
from kesu.workbench.once import Taken, once
from kesu.workbench.session import Desk, signed_in


@signed_in
def lodge(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The page, and taking the complaint in; nothing typed is lost when something is missing."""
    if request.method != "POST":
        return page(request, desk, fields.start(request))
    asked = fields.of(desk)
    raw = forms.read(fields.answered(asked, request.POST), request.POST)
    raw.setdefault("customer", {})
    try:
        done = once(request, lambda: _take_in(raw, desk))
    except Refused as refused:
        return page(request, desk, request.POST, refused.faults, status=422)
    for warning in done.warnings:
        messages.warning(request, warning)
    if not done.readable:
        said = _("%(no)s is lodged and went to %(who)s.") % {"no": done.no, "who": done.routed_to}
        messages.success(request, said, extra_tags="lodged")
        return redirect("queue")
    messages.success(request, _("%(no)s is lodged.") % {"no": done.no}, extra_tags="lodged")
    return redirect("case", no=done.no)


def _take_in(raw: dict[str, Any], desk: Desk) -> Taken:
    lodged = take_in(raw, by=desk.reader, now=desk.now)
    warnings = tuple(warning.say for warning in lodged.warnings)
    return Taken(lodged.complaint.no, lodged.readable, lodged.routed_to, warnings)


@require_POST
@signed_in
def customer(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Who is calling, while the number is typed."""
    return render(request, "workbench/lodge/customer.html", caller.known(desk, request.POST))


@require_POST
@signed_in
def caution(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What to mind with the type that was chosen."""
    chosen = request.POST.get("type", "")
    return render(request, "workbench/lodge/care.html", {"caution": kinds.caution(desk, chosen)})
