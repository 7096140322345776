"""补赔台账: what was given over a time, 补偿 apart from 赔偿, and the catalogue (A58, A60, B10)."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kesu.complaints.permissions import may_export_something, may_keep_stock
from kesu.desk import gift_words, gifts
from kesu.desk.exports.ask import Ask
from kesu.desk.words import word
from kesu.foundation.days import midnight
from kesu.foundation.faults import Refused
from kesu.journeys.export_made import export
from kesu.journeys.give_items import ItemEntry, keep_item
from kesu.policy.codes import Remedy
from kesu.remedies.rules import Ledger, Sum
from kesu.workbench import entries
from kesu.workbench.entries import Entry, Typed
from kesu.workbench.redress import ledgers
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import choices, value_word

LISTED = ("compensation", "indemnity")
_YEAR = timedelta(days=365)


def _keep(said: ItemEntry, desk: Desk) -> str:
    row = keep_item(said, by=desk.reader, now=desk.now)
    return _("%(name)s stands in the catalogue.") % {"name": row.name}


ENTRIES: dict[str, Entry[Any]] = {
    "item": Entry(
        ItemEntry,
        gettext_lazy("Enter a thing"),
        gettext_lazy("The same code again changes it; what was given of it stays as it was."),
        "gift",
        _keep,
        {},
    ),
}


@signed_in
def gift_ledger(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The ledgers of a time, each for itself."""
    return _page(request, desk)


@require_POST
@signed_in
def keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A thing of the catalogue is entered or changed."""
    try:
        said = entries.take(ENTRIES["item"], request.POST, {}, desk)
    except Refused as refused:
        return _page(request, desk, Typed("item", request.POST, refused.faults), status=422)
    messages.success(request, said)
    return redirect("gifts")


@require_GET
@signed_in
def gift_export(request: HttpRequest, desk: Desk, ledger: str) -> HttpResponseBase:
    """One ledger as a file: 补偿 or 赔偿, never both in one."""
    if ledger not in LISTED:
        return render(request, "404.html", status=404)
    ask = Ask(desk.reader, desk.people)
    try:
        made = export(ledger, ask, format_=request.GET.get("format", ""), now=desk.now)
    except Refused:
        return render(request, "404.html", status=404)
    return StreamingHttpResponse(
        made.pieces, content_type=made.media_type, headers={"Content-Disposition": made.disposition}
    )


def _page(
    request: HttpRequest, desk: Desk, attempt: Typed | None = None, status: int = 200
) -> HttpResponse:
    today = desk.now.astimezone(desk.pack.tz).date()
    until = _day(request.GET.get("until", ""), today)
    since = _day(request.GET.get("since", ""), until - _YEAR)
    kind = request.GET.get("kind", "")
    found = gifts.gift_ledger(
        reader=desk.reader,
        people=desk.people,
        since=midnight(since, desk.pack.tz),
        until=midnight(until, desk.pack.tz, later=1),
        zone=desk.pack.tz,
        kind=kind,
    )
    keeps = may_keep_stock(desk.reader)
    context = {
        "since": since,
        "until": until,
        "kind": kind,
        "kinds_known": choices(Remedy),
        "ledgers": ledgers(found.sums),
        "accrual": ledgers(found.accrual),
        "kinds": [(value_word(Remedy, one), total) for one, total in found.kinds.items()],
        "tables": [_table(ledger, found) for ledger in Ledger],
        "items": [(value_word(Remedy, one.kind), one) for one in gifts.catalogue()],
        "forms": list(entries.shown(ENTRIES, {}, attempt)) if keeps else [],
        "exports": LISTED if may_export_something(desk.reader) else (),
    }
    return render(request, "workbench/gifts.html", context, status=status)


def _table(ledger: Ledger, found: gifts.GiftLedger) -> dict[str, Any]:
    """The months of one ledger."""
    rows = [(month.first, month.sums[ledger]) for month in found.months]
    return {
        "word": word(gift_words.LEDGERS, ledger),
        "code": ledger.value,
        "rows": [(first, total) for first, total in rows if total != Sum()],
    }


def _day(text: str, otherwise: date) -> date:
    """What is no day of these centuries is the usual one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if 2000 <= day.year <= 2100 else otherwise
