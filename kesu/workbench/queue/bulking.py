"""One step on each of several rows: each is taken, or refused, by itself (F05, E42)."""

from collections.abc import Mapping

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
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kesu.desk import batches as desk_batches
from kesu.desk import queue as desk_queue
from kesu.desk.exports.ask import Ask
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.queue import MOST, Filters, Taker, View
from kesu.foundation.faults import Refused
from kesu.journeys import each, notices
from kesu.journeys.each import Wanted
from kesu.journeys.export_made import export
from kesu.workbench import forms, results
from kesu.workbench.queue.asking import Asked, asked
from kesu.workbench.queue.bulk import READ, STEPS, faulty, fields_of
from kesu.workbench.queue.page import Attempt, shown
from kesu.workbench.session import Desk, signed_in

_DIGITS = 10
_CHOSEN = "row"


@require_POST
@signed_in
def do(request: HttpRequest, desk: Desk, verb: str) -> HttpResponse:
    """Takes the step on each chosen row, with the version the reader saw; what was not done stays
    chosen, with everything typed.
    """
    here = asked(QueryDict(request.POST.get("query", "")))
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Choose at least one complaint."))
        return redirect(here.url)
    if verb not in STEPS and verb != READ:
        raise NoSuchComplaint
    fields = fields_of(verb)
    if len(chosen) > MOST:
        messages.warning(request, _too_many())
        typed = {verb: faulty(verb, fields, request.POST, ())} if fields else {}
        tried = Attempt(chosen=frozenset(chosen), fields=typed, open=verb if fields else "")
        return shown(request, desk, here, attempt=tried, status=422)
    if verb == READ:
        return _read(request, desk, here, chosen)
    raw = forms.read(fields, request.POST).get(verb, {})
    wanted = [Wanted(verb, no, raw, version) for no, version in chosen.items()]
    taken = each.take(wanted, by=desk.reader, now=desk.now)
    left = [one for one in taken if one.fault is not None]
    faults = next((one.fault.faults for one in left if isinstance(one.fault, Refused)), ())
    attempt = Attempt(
        told=results.told(taken),
        chosen=frozenset(one.no for one in left),
        fields={verb: faulty(verb, fields, request.POST, faults)} if left else {},
        open=verb if faults else "",
    )
    return shown(request, desk, here, attempt=attempt)


def _read(
    request: HttpRequest, desk: Desk, here: Asked, chosen: Mapping[str, int | None]
) -> HttpResponse:
    seen = notices.seen_about(list(chosen), by=desk.reader, now=desk.now)
    said = ngettext("%(n)s notice is read.", "%(n)s notices are read.", seen) % {"n": seen}
    return shown(request, desk, here, attempt=Attempt(said=said))


def _chosen(request: HttpRequest) -> dict[str, int | None]:
    """The chosen numbers in the order of the page, each with the version that was seen."""
    found: dict[str, int | None] = {}
    for word in request.POST.getlist(_CHOSEN):
        no, _at, version = word.partition("@")
        known = version.isascii() and version.isdigit() and len(version) < _DIGITS
        found[no] = int(version) if known else None
    return found


def _too_many() -> str:
    return f"{_('There are too many of these.')} ≤ {MOST}"


@require_POST
@signed_in
def export_chosen(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """The chosen rows as a file; only those that may leave the house are in it (B06)."""
    chosen = tuple(_chosen(request))
    if not chosen:
        messages.warning(request, _("Choose at least one complaint."))
        return redirect(asked(QueryDict(request.POST.get("query", ""))).url)
    if len(chosen) > MOST:
        messages.warning(request, _too_many())
        return redirect(asked(QueryDict(request.POST.get("query", ""))).url)
    filters = Filters(numbers=chosen)
    ask = Ask(desk.reader, desk.people, filters=filters, order="queue", view=View.all)
    made = export("complaints", ask, format_="xlsx", now=desk.now)
    return StreamingHttpResponse(
        made.pieces, content_type=made.media_type, headers={"Content-Disposition": made.disposition}
    )


@require_GET
@signed_in
def assignees(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Whom a row may be given to, with what each has on the desk, and the newest batches: what a
    field offers while it is filled in, asked when the page is first touched.
    """
    batches = desk_batches.batches(reader=desk.reader, people=desk.people)
    found = [
        {"word": one.word, "says": _of_taker(one, desk)}
        for one in desk_queue.takers(people=desk.people)
    ]
    offered = {"takers": found, "batches": batches.rows}
    return render(request, "workbench/queue/assignees.html", offered)


def _of_taker(one: Taker, desk: Desk) -> str:
    rank = desk.pack.rank_name(one.rank, desk.language)
    words = _("%(rank)s, %(n)s open") if one.present else _("%(rank)s, %(n)s open, away")
    return words % {"rank": rank, "n": one.load}
