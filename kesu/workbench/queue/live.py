"""What changed in the list since it was read: asked every few seconds by each tab that is seen."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kesu.desk import queue as desk_queue
from kesu.desk.queue import News, Touched
from kesu.foundation.faults import Refused
from kesu.people.queries import preferred
from kesu.workbench import rows
from kesu.workbench.queue import views
from kesu.workbench.queue.asking import Asked, asked, filters_of
from kesu.workbench.queue.bulk import BULK
from kesu.workbench.queue.views import Tab, columns_of
from kesu.workbench.session import Desk, signed_in

_DIGITS = 19
NOW = "Kesu-Now"
"""The server's time, by which the countdowns of the page are set right."""


@require_GET
def news(request: HttpRequest) -> HttpResponseBase:
    """Nothing (204) while no complaint of the house changed behind ``since``: three queries. Else
    the rows of this list that changed, and the keys of what does not stand in it.
    """
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    after = _number(request.GET.get("since", ""))
    touched = Touched(desk_queue.head(), many=True) if after is None else desk_queue.touched(after)
    answer: HttpResponseBase
    if touched.head == after and not touched.many:
        answer = HttpResponse(status=204)
    else:
        answer = _told(request, touched=touched)
    answer.headers[NOW] = datetime.now(UTC).isoformat()
    return answer


def _number(word: str) -> int | None:
    return int(word) if word.isascii() and word.isdigit() and len(word) < _DIGITS else None


@signed_in
def _told(request: HttpRequest, desk: Desk, touched: Touched) -> HttpResponse:
    here = asked(request.GET)
    found = _news(here, desk, touched)
    context = {"touched": touched, "gone": found.gone, "rows": [], "tabs": []}
    if found.here or request.GET.get("counts") == "1":
        settings = preferred(desk.reader.id)
        context |= {
            "rows": [rows.row(one) for one in found.here],
            "mine": desk.reader.full_name,
            "here": here,
            "shown_columns": columns_of(here, settings),
            "tabs": _tabs(here, settings, desk),
        }
    return render(request, "workbench/queue/news.html", context)


def _news(here: Asked, desk: Desk, touched: Touched) -> News:
    if not touched.keys:
        return News([], [])
    try:
        return desk_queue.news(
            touched.keys,
            reader=desk.reader,
            people=desk.people,
            view=here.view,
            filters=filters_of(here.parts, desk, closed_too=False),
            verbs=BULK,
        )
    except Refused:
        return News([], [])


def _tabs(here: Asked, settings: Mapping[str, Any], desk: Desk) -> list[Tab]:
    """The views with their numbers now."""
    tabs = views.every(here, settings)
    counts = desk_queue.tally(views.asks(tabs, desk), reader=desk.reader, people=desk.people)
    return views.standing(views.counted(tabs, counts, here))
