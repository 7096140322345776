"""疑似职业索赔(行为特征) on a case: a fragment, the evidence list, and dropping it (A20, Q15)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk import claimants
from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.journeys import claimant
from kesu.journeys import payload as payloads
from kesu.workbench.session import Desk, signed_in


@signed_in
def behaviour(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """A section of the case page's side; empty where there is nothing to tell."""
    return render(request, "workbench/case/behaviour.html", _told(desk, no))


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, no: str, what: str) -> HttpResponse:
    """``check`` a line of the list, ``drop`` all of it; the section as it stands then."""
    if what not in ("check", "drop"):
        raise NoSuchComplaint
    error = ""
    try:
        _do(request, desk, no, what)
    except Refused as refused:
        error = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
    if "HX-Request" not in request.headers:
        if error:
            messages.error(request, error)
        return redirect("case", no=no)
    context = {**_told(desk, no), "error": error, "typed": request.POST.get("because", "")}
    status = 422 if error else 200
    return render(request, "workbench/case/behaviour.html", context, status=status)


def _do(request: HttpRequest, desk: Desk, no: str, what: str) -> None:
    typed = {name: value.strip() for name, value in request.POST.items() if isinstance(value, str)}
    if what == "drop":
        drop = payloads.read(claimant.Drop, {"because": typed.get("because", "")})
        claimant.drop(no, drop, by=desk.reader, people=desk.people, at=desk.now)
        return
    raw: dict[str, Any] = {
        "check": typed.get("check", ""),
        "done": typed.get("done", "true") != "false",
    }
    if typed.get("said"):
        raw["said"] = typed["said"]
    said = payloads.read(claimant.Check, raw)
    claimant.check(no, said, by=desk.reader, people=desk.people, at=desk.now)


def _told(desk: Desk, no: str) -> dict[str, Any]:
    found = claimants.of_case(
        no, reader=desk.reader, people=desk.people, at=desk.now, language=desk.language
    )
    return {
        "found": found,
        "now": desk.now,
        "no": no,
        "title": _("Suspected professional claims (behaviour)"),
    }
