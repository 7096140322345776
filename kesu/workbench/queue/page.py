"""The queue: what next?"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.desk import queue as desk_queue
from kesu.desk.queue import Board, FoundPage, Narrowed, Page, View
from kesu.foundation.faults import Refused
from kesu.people.queries import preferred
from kesu.workbench import rows
from kesu.workbench.queue import chips, days, views
from kesu.workbench.queue.asking import Asked, asked, filters_of
from kesu.workbench.queue.bulk import BULK, bulk
from kesu.workbench.results import Told
from kesu.workbench.session import Desk, signed_in

ROWS = 50


@dataclass(frozen=True)
class Attempt:
    """What was done to several rows: a word on each or on all, and which stay chosen. ``open``: the
    step whose fields are shown again, by its verb as in ``fields``.
    """

    told: list[Told] = field(default_factory=list)
    chosen: frozenset[str] = frozenset()
    fields: Mapping[str, Any] = field(default_factory=dict)
    open: str = ""
    said: str = ""


@signed_in
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Whose complaints, in the order of the rules; a filter or a search keeps the view."""
    return shown(request, desk, asked(request.GET), cursor=request.GET.get("cursor", ""))


def shown(
    request: HttpRequest,
    desk: Desk,
    here: Asked,
    *,
    cursor: str = "",
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of what ``here`` asks, with what became of an attempt on several rows."""
    settings = preferred(desk.reader.id)
    since = desk_queue.head()
    tabs = views.every(here, settings)
    board = _board(desk, here, views.asks(tabs, desk), cursor)
    tabs = views.counted(tabs, board.counts, here)
    tried = attempt or Attempt()
    columns = views.columns_of(here, settings)
    context = {
        "here": here,
        "since": since,
        "tabs": views.standing(tabs),
        "own_views": [one for one in tabs if one.own],
        "other_views": [one for one in tabs if not one.own and not one.scope],
        **_list(desk, here, board.page, cursor, tried),
        "filters": chips.chips(here, desk, in_queue=True),
        "narrowed": bool(here.parts),
        "clear_url": Asked(here.view, {}, here.columns).url,
        "columns": _columns(columns),
        "shown_columns": columns,
        "keep": [("view", here.view.value), *_carried(here)],
        "select": True,
        "bulk": bulk(desk, tried.fields, tried.open),
        "told": tried.told,
        "undone": sum(not one.done for one in tried.told),
        "said": tried.said,
        "q": "",
        "words": _words(),
        **days.context(board.day, desk),
    }
    return render(request, "workbench/queue.html", context, status=status)


def _board(desk: Desk, here: Asked, asks: Mapping[str, Narrowed], cursor: str) -> Board:
    """What is shown; a page that is none shows the first one, and filters that cannot be followed
    an empty list beside the day.
    """
    try:
        board = desk_queue.board(
            reader=desk.reader,
            people=desk.people,
            view=here.view,
            filters=filters_of(here.parts, desk, closed_too=False),
            now=desk.now,
            zone=desk.pack.tz,
            limit=ROWS,
            cursor=cursor,
            asks=asks,
            verbs=BULK,
        )
    except Refused:
        if cursor:
            return _board(desk, here, asks, "")
        day = days.own(desk)
        counts = desk_queue.tally(asks, reader=desk.reader, people=desk.people)
        board = Board(Page([], None), day, counts)
    # The frame counts the same views: one query answers both.
    vars(desk)["counts"] = board.counts
    return board


def _list(desk: Desk, here: Asked, page: Page, cursor: str, attempt: Attempt) -> dict[str, Any]:
    return {
        "groups": rows.grouped(page.rows),
        "mine": desk.reader.full_name,
        "chosen": attempt.chosen,
        "empty": empty(here),
        "next_url": next_url(here, page),
        "first_url": here.url if cursor else "",
        "last_place": page.rows[-1].place if page.next and page.rows else "",
    }


def next_url(here: Asked, page: Page | FoundPage) -> str:
    """The address of the next page, if there is one."""
    return f"{here.url}&{urlencode({'cursor': page.next})}" if page.next else ""


def _carried(here: Asked) -> list[tuple[str, str]]:
    return [] if here.columns is None else [("columns", ",".join(here.columns))]


def _columns(chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    words = {
        "tier": _("Tier"),
        "stage": _("Stage and state"),
        "owner": _("Owner"),
        "changed": _("Changed"),
        "number": _("Complaint number"),
        "received": _("Received"),
    }
    return [
        {"name": name, "label": label, "shown": name in chosen} for name, label in words.items()
    ]


def empty(here: Asked) -> dict[str, str]:
    """What an empty list says: what would be here, why there is nothing, and what to do next."""
    if here.parts:
        return {
            "title": _("Nothing fits"),
            "why": _("No open complaint of this view fits these filters."),
            "url": Asked(here.view, {}, here.columns).url,
            "label": _("Clear all filters"),
        }
    why = {
        View.mine: _("No open complaint is yours. What is given to you appears here at once."),
        View.team: _("Nobody in your team owns an open complaint."),
        View.department: _("Nobody in your department owns an open complaint."),
        View.all: _("No complaint that you may see is open."),
    }
    return {
        "title": _("Nothing waits here"),
        "why": why[here.view],
        "url": reverse("lodge"),
        "label": _("Lodge a complaint"),
    }


def _words() -> str:
    """The phrases that the scripts of the list fill in, as JSON."""
    words = {
        "new": _("New complaints: %(n)s"),
        "changed": _("Order changed: %(n)s"),
        "gone": _("No longer in this list"),
        "chosen": _("%(n)s selected"),
        "differs": _("%(step)s: %(able)s of %(all)s"),
        "without": _("Not done on: %(numbers)s"),
    }
    return json.dumps(words, ensure_ascii=False)
