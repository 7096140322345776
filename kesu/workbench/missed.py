"""未接来电: calling back a number that has no open complaint, and what came of it (F03)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk.faults import NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.journeys import missed_settle
from kesu.journeys.faults import WrongState
from kesu.workbench.callbacks import Attempt, page, reached_of, whose_of
from kesu.workbench.session import Desk, signed_in


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, key: UUID, what: str) -> HttpResponse:
    """``call``: shows the number on the page of a call; ``log``: says what came of it. What cannot
    be taken comes back with what was typed.
    """
    try:
        if what == "call":
            missed_settle.take(key, by=desk.reader, now=desk.now)
            return redirect(f"{reverse('lodge')}?missed={key}")
        if what == "log":
            return _log(request, desk, key)
    except Refused as refused:
        said = " ".join(f"{one.message} {one.expected}".strip() for one in refused.faults)
        return page(request, desk, Attempt(str(key), request.POST, said), status=422)
    except WrongState:
        messages.warning(request, _("Somebody called back already. Nothing was changed."))
        return redirect(_back(request))
    raise NoSuchComplaint


def _log(request: HttpRequest, desk: Desk, key: UUID) -> HttpResponse:
    reached = reached_of(request.POST)
    raw = {"reached": reached, **_summary(request.POST)}
    missed_settle.log(key, raw, by=desk.reader, now=desk.now)
    said = _("The call was returned.") if reached else _("Nobody answered; the call waits on.")
    messages.success(request, said)
    return redirect(_back(request))


def _summary(typed: QueryDict) -> dict[str, str]:
    words = typed.get("summary", "").strip()
    return {"summary": words} if words else {}


def _back(request: HttpRequest) -> str:
    return f"{reverse('callbacks')}?whose={whose_of(request).value}"
