"""承诺: what was promised, kept with one press (C03)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk import promises as desk_promises
from kesu.desk.promises import PromiseRow, Promises, Standing
from kesu.desk.whose import Whose
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, NotYours, Stale, WrongState
from kesu.journeys.perform import perform
from kesu.workbench import rows
from kesu.workbench.act import why_not
from kesu.workbench.callbacks import whose_tabs
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import SAID


@signed_in
def promises(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is due first; broken and kept ones behind their tabs."""
    return _page(request, desk)


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, no: str, promise: int) -> HttpResponse:
    """Settles one promise: kept, or given up."""
    kept = SAID.get(request.POST.get("kept", ""))
    raw = {"promise": promise, "kept": kept}
    try:
        perform("keep_promise", no, raw, by=desk.reader, now=desk.now)
    except Refused as refused:
        messages.warning(request, " ".join(one.message for one in refused.faults))
        return _page(request, desk, status=422)
    except (GateShut, Stale, WrongState, NotYours) as refused:
        messages.warning(request, why_not(refused))
        return _page(request, desk, status=409)
    said = _("The promise on %(no)s is kept.") if kept else _("The promise on %(no)s is given up.")
    messages.success(request, said % {"no": no})
    return redirect(f"{reverse('promises')}?{_query(request)}")


def _query(request: HttpRequest) -> str:
    return f"whose={_whose(request).value}&standing={_standing(request).value}"


def _whose(request: HttpRequest) -> Whose:
    asked = request.POST.get("whose") or request.GET.get("whose", "")
    return Whose.team if asked == Whose.team else Whose.mine


def _standing(request: HttpRequest) -> Standing:
    asked = request.POST.get("standing") or request.GET.get("standing", "")
    return Standing(asked) if asked in list(Standing) else Standing.due


def _page(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    whose, standing = _whose(request), _standing(request)
    found = desk_promises.promises(
        standing=standing, whose=whose, reader=desk.reader, people=desk.people, now=desk.now
    )
    more = f"&standing={standing.value}"
    context = {
        "tabs": _tabs(found, whose, standing),
        "whose_tabs": whose_tabs("promises", whose, more=more) if found.may_lead else [],
        "whose": whose.value,
        "standing": standing.value,
        "promises": [_shown(one) for one in found.rows],
        "empty": _empty(standing),
    }
    return render(request, "workbench/promises.html", context, status=status)


def _tabs(found: Promises, whose: Whose, standing: Standing) -> list[dict[str, Any]]:
    named = {
        Standing.due: _("Promises due"),
        Standing.broken: _("Broken"),
        Standing.kept: _("Kept in 30 days"),
    }
    return [
        {
            "url": f"{reverse('promises')}?whose={whose.value}&standing={one.value}",
            "label": label,
            "count": found.counts[one],
            "current": one is standing,
            "tone": "breach" if one is Standing.broken and found.counts[one] else "",
            "icon": "octagon-alert" if one is Standing.broken and found.counts[one] else "",
        }
        for one, label in named.items()
    ]


def _shown(one: PromiseRow) -> dict[str, Any]:
    return {"view": one, "row": rows.row(one.row)}


def _empty(standing: Standing) -> dict[str, str]:
    return {
        Standing.due: {
            "title": _("No promise is due"),
            "why": _("What customers are promised stands here with its time, until it is kept."),
        },
        Standing.broken: {
            "title": _("No promise is broken"),
            "why": _("A promise whose time passes without a word would stand here first."),
        },
        Standing.kept: {
            "title": _("No promise was kept in 30 days"),
            "why": _("A promise that is kept moves here, with whether it was in time."),
        },
    }[standing]
