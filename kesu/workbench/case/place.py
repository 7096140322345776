"""本组 4 / 37: where the case stands in the view its reader came from, and the ones beside it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.desk import neighbours
from kesu.desk.neighbours import Place
from kesu.desk.queue import View
from kesu.foundation.faults import Refused
from kesu.workbench.queue import shown_in_queue
from kesu.workbench.session import Desk, signed_in


@signed_in
def place(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """A fragment of the page's head; empty for a case that is not in the view."""
    found = _place(request, desk, no)
    context: dict[str, object] = {"found": None}
    if found is not None:
        view, _filters, _order = shown_in_queue(request, desk)
        context = {
            "found": found,
            "view": _named(view),
            "back": _address("queue", request.GET),
            "before": _address("case", request.GET, found.before),
            "after": _address("case", request.GET, found.after),
        }
    return render(request, "workbench/case/place.html", context)


def _place(request: HttpRequest, desk: Desk, no: str) -> Place | None:
    view, filters, order = shown_in_queue(request, desk)
    try:
        return neighbours.place(
            no, reader=desk.reader, people=desk.people, filters=filters, view=view, order=order
        )
    except Refused:
        return None


def _address(name: str, kept: QueryDict, no: str | None = None) -> str:
    """With the view and its filters, without what concerns one case alone."""
    if no == "":
        return ""
    query = kept.copy()
    for own in ("part", "own", "draft"):
        query.pop(own, None)
    where = reverse(name, args=[no] if no else [])
    return f"{where}?{query.urlencode()}" if query else where


def _named(view: View) -> str:
    return {
        View.mine: _("Mine"),
        View.team: _("My team"),
        View.department: _("My department"),
        View.all: _("All"),
    }[view]
