"""Pages for what went wrong: what happened, what is kept, what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from kesu.foundation.outages import Outage, outage

_STATUS = {Outage.busy: 503, Outage.storage: 507}
_RETRY_SECONDS = {Outage.busy: "5", Outage.storage: "30"}


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or came after signing out."""
    return render(request, "403.html", {"stale": True, "reason": reason}, status=403)


def ours(_request: HttpRequest) -> HttpResponse:
    """Whatever nobody caught: a database that is away, locked or full says when to come again.

    Called where the fault is being handled. The pages need no context, so no database either.
    """
    fault = sys.exc_info()[1]
    found = outage(fault) if fault is not None else None
    if found is None:
        return HttpResponse(get_template("500.html").render(), status=500)
    status = _STATUS[found]
    page = get_template("503.html").render({"status": status, "full": found is Outage.storage})
    return HttpResponse(page, status=status, headers={"Retry-After": _RETRY_SECONDS[found]})
