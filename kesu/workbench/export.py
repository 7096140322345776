"""The list on the screen as a file: the same filters, every page, masked (B06)."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kesu.desk.exports.ask import Ask
from kesu.foundation.faults import Refused
from kesu.journeys.export_made import export as take
from kesu.workbench.queue import shown_in_queue, shown_in_search
from kesu.workbench.session import Desk, signed_in

_SHOWN = {"queue": shown_in_queue, "search": shown_in_search}


@require_GET
@signed_in
def export(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """``list`` says which one is meant, ``format`` the form; the rest is as on that screen."""
    shown = _SHOWN.get(request.GET.get("list", ""))
    if shown is None:
        return render(request, "404.html", status=404)
    view, filters, order = shown(request, desk)
    ask = Ask(desk.reader, desk.people, filters=filters, order=order, view=view)
    try:
        made = take("complaints", ask, format_=request.GET.get("format", ""), now=desk.now)
    except Refused:
        return render(request, "404.html", status=404)
    return StreamingHttpResponse(
        made.pieces, content_type=made.media_type, headers={"Content-Disposition": made.disposition}
    )
