"""All complaints: what was searched for, and what to do when nothing is found."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kesu.desk import queue as desk_queue
from kesu.desk.queue import FoundPage
from kesu.foundation.faults import Refused
from kesu.workbench import rows
from kesu.workbench.queue import chips
from kesu.workbench.queue.asking import Asked, asked, filters_of
from kesu.workbench.queue.page import ROWS, next_url
from kesu.workbench.session import Desk, signed_in


@signed_in
def search(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All complaints the reader may see, closed ones too, the newest first, the hits marked."""
    here = asked(request.GET, "search")
    cursor = request.GET.get("cursor", "")
    try:
        page = desk_queue.found(
            reader=desk.reader,
            people=desk.people,
            filters=filters_of(here.parts, desk, closed_too=True),
            limit=ROWS,
            cursor=cursor,
        )
    except Refused:
        page = FoundPage([], None)
    words = here.parts.get("q", "")
    context = {
        "filters": [one for one in chips.chips(here, desk, in_queue=False) if one.name != "q"],
        "keep": [("q", words)] if words else [],
        "narrowed": bool(set(here.parts) - {"q"}),
        "clear_url": Asked(here.view, {"q": words} if words else {}, place="search").url,
        "sort": _("Newest first"),
        "title": _how_many(page, further=bool(cursor)),
        "rows": [rows.found(one) for one in page.rows],
        "mine": desk.reader.full_name,
        "q": words,
        "empty": _nothing_fits(here),
        "next_url": next_url(here, page),
    }
    return render(request, "workbench/search.html", context)


def _how_many(page: FoundPage, *, further: bool) -> str:
    """The number found, as far as it is known."""
    count = len(page.rows)
    if further:
        return ngettext("%(n)s more complaint", "%(n)s more complaints", count) % {"n": count}
    if page.next is not None:
        return _("More than %(n)s complaints") % {"n": count}
    return ngettext("%(n)s complaint", "%(n)s complaints", count) % {"n": count}


def _nothing_found() -> dict[str, str]:
    return {
        "title": _("Nothing fits"),
        "why": _("No complaint that you may see fits what you asked for."),
        "url": reverse("queue"),
        "label": _("Back to the queue"),
    }


def _nothing_fits(here: Asked) -> dict[str, Any]:
    """What to do when a search finds nothing: fewer filters first, then fewer words."""
    if not here.parts.get("q"):
        return _nothing_found()
    why = _(
        "Every word must stand in the subject, the text or the customer's name. Try fewer words, "
        "a complaint number, or the last four digits of a telephone number."
    )
    if len(here.parts) == 1:
        return {**_nothing_found(), "why": why}
    return {
        "title": _("Nothing fits"),
        "why": _("No complaint that you may see fits both the words and the filters."),
        "url": f"{reverse('search')}?{urlencode({'q': here.parts['q']})}",
        "label": _("Search without filters"),
    }
