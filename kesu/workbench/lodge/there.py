"""首问责任: this call is kept with a case that is open, whoever owns it (E41, F03)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.journeys.perform import perform
from kesu.policy.codes import Channel
from kesu.workbench.act import why_not
from kesu.workbench.lodge.page import page
from kesu.workbench.once import Taken, once
from kesu.workbench.session import Desk, signed_in


@require_POST
@signed_in
def contact(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """Logs the contact there with the words typed so far; the form stays as it is, for a matter
    that is new. Without script the page that follows is the queue.
    """
    asked_in_place = "HX-Request" in request.headers
    try:
        done = once(request, lambda: _keep(no, request.POST, desk))
    except (Refused, GateShut, Stale, WrongState) as refused:
        said = _why(refused)
        if asked_in_place:
            return render(request, "workbench/lodge/logged.html", {"error": said})
        messages.error(request, said)
        return page(request, desk, request.POST, status=409)
    if asked_in_place:
        shown = {"no": no, "readable": done.readable, "at": desk.now, "now": desk.now}
        return render(request, "workbench/lodge/logged.html", shown)
    messages.success(request, _("The contact is logged; the owner stays."))
    return redirect("queue")


def _keep(no: str, typed: QueryDict, desk: Desk) -> Taken:
    done = perform("contact", no, _said(typed), by=desk.reader, now=desk.now)
    return Taken(done.complaint.no, done.readable, "")


def _said(typed: QueryDict) -> dict[str, Any]:
    words = {"summary": typed.get("text", ""), "recording": typed.get("recording", "")}
    return {
        "channel": typed.get("channel") or Channel.hotline.value,
        "direction": "in",
        "outcome": "reached",
        **{name: value.strip() for name, value in words.items() if value.strip()},
    }


def _why(refused: Refused | GateShut | Stale | WrongState) -> str:
    if isinstance(refused, Refused):
        return " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
    return why_not(refused)
