"""The queue: what next?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kesu.desk import queue as desk_queue
from kesu.desk.queue import Day, Filters, FoundPage, Page, View
from kesu.desk.values import QueueRow
from kesu.desk.words import clock_word, state_word
from kesu.foundation.faults import Refused
from kesu.policy import queries as policies
from kesu.policy.codes import OPEN, Channel, Grade, State, Tier
from kesu.workbench import rows
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import choices

_ROWS = 50


@signed_in
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Whose complaints, in the order of the rules; a filter or a search keeps the view."""
    view = _view(request)
    asked = _asked(request)
    try:
        page, day = _board(request, desk, view, asked)
    except Refused:
        page, day = Page([], None), _own_day(desk)
    context = {
        "tabs": _tabs(desk, view),
        "filters": _filters(request),
        "keep": [("view", view.value), *([("q", asked["q"])] if asked.get("q") else [])],
        "groups": rows.grouped(page.rows),
        "mine": desk.reader.full_name,
        "q": asked.get("q", ""),
        "empty": _empty(view, filtered=bool(asked)),
        "next_url": _next(request, page),
        **_day(day, desk),
    }
    return render(request, "workbench/queue.html", context)


@signed_in
def search(request: HttpRequest, desk: Desk) -> HttpResponse:
    """All complaints the reader may see, closed ones too, the newest first, the hits marked."""
    asked = _asked(request)
    cursor = request.GET.get("cursor", "")
    try:
        page = desk_queue.found(
            reader=desk.reader,
            people=desk.people,
            filters=_as_filters(asked, closed_too=True, now=desk.now),
            limit=_ROWS,
            cursor=cursor,
        )
    except Refused:
        page = FoundPage([], None)
    context = {
        "filters": _filters(request),
        "keep": [("q", asked["q"])] if asked.get("q") else [],
        "sort": _("Newest first"),
        "title": _how_many(page, further=bool(cursor)),
        "rows": [rows.found(one) for one in page.rows],
        "mine": desk.reader.full_name,
        "q": asked.get("q", ""),
        "empty": _nothing_fits(asked),
        "next_url": _next(request, page),
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


def shown_in_queue(request: HttpRequest, desk: Desk) -> tuple[View, Filters, str]:
    """What the queue shows at this address, all pages of it, and in which order."""
    return _view(request), _as_filters(_asked(request), closed_too=False, now=desk.now), "queue"


def shown_in_search(request: HttpRequest, desk: Desk) -> tuple[View, Filters, str]:
    """What the search shows at this address."""
    return View.all, _as_filters(_asked(request), closed_too=True, now=desk.now), "-received"


def _view(request: HttpRequest) -> View:
    asked = request.GET.get("view", View.mine.value)
    return View(asked) if asked in list(View) else View.mine


def _asked(request: HttpRequest) -> dict[str, str]:
    known = ("state", "grade", "type", "tier", "channel", "breached", "history", "q")
    return {name: request.GET[name][:200] for name in known if request.GET.get(name, "").strip()}


def _known(code: str | None, codes: Sequence[str]) -> str | None:
    """A code that means something; another one narrows nothing."""
    return code if code is not None and code in codes else None


def _as_filters(asked: dict[str, str], *, closed_too: bool, now: datetime) -> Filters:
    grade = asked.get("grade", "")
    return Filters(
        state=_states(asked, closed_too=closed_too),
        grade=int(Grade[grade]) if grade in Grade.__members__ else None,
        type=_known(asked["type"], policies.in_force(now).type_codes) if "type" in asked else None,
        tier=_known(asked.get("tier"), [tier.value for tier in Tier]),
        channel=_known(asked.get("channel"), [channel.value for channel in Channel]),
        breached=True if asked.get("breached") else None,
        history={"1": True, "0": False}.get(asked.get("history", "")),
        q=asked.get("q", "").replace("\x00", "").strip() or None,
        split=True,
    )


def _states(asked: dict[str, str], *, closed_too: bool) -> tuple[str, ...]:
    known = [state.value for state in State]
    if asked.get("state") in known:
        return (asked["state"],)
    return () if closed_too else tuple(state.value for state in State if state in OPEN)


def _board(request: HttpRequest, desk: Desk, view: View, asked: dict[str, str]) -> tuple[Page, Day]:
    return desk_queue.board(
        reader=desk.reader,
        people=desk.people,
        view=view,
        filters=_as_filters(asked, closed_too=False, now=desk.now),
        now=desk.now,
        zone=desk.pack.tz,
        limit=_ROWS,
        cursor=request.GET.get("cursor", ""),
    )


def _next(request: HttpRequest, page: Page | FoundPage) -> str:
    if page.next is None:
        return ""
    query = {**request.GET.dict(), "cursor": page.next}
    return f"{request.path}?{urlencode(query)}"


def _tabs(desk: Desk, view: View) -> list[dict[str, Any]]:
    named = {
        View.mine: _("Mine"),
        View.team: _("My team"),
        View.department: _("My department"),
        View.all: _("All"),
    }
    return [
        {
            "url": f"{reverse('queue')}?view={one.value}",
            "label": label,
            "count": desk.counts[one.value],
            "current": one is view,
        }
        for one, label in named.items()
    ]


def _filters(request: HttpRequest) -> list[dict[str, Any]]:
    options = (
        ("state", _("State"), [(state.value, str(state_word(state.value))) for state in State]),
        ("grade", _("Grade"), [(grade.name, grade.name) for grade in reversed(Grade)]),
        ("tier", _("Tier"), [(tier.value, tier.value) for tier in Tier]),
        ("channel", _("Channel"), choices(Channel)),
        ("breached", _("Deadline"), [("1", _("Overdue"))]),
        ("history", _("History"), [("1", _("Brought over")), ("0", _("Lodged here"))]),
    )
    return [
        {"name": name, "label": label, "value": request.GET.get(name, ""), "choices": found}
        for name, label, found in options
    ]


def _empty(view: View, *, filtered: bool) -> dict[str, str]:
    if filtered:
        return _nothing_found()
    why = {
        View.mine: _("No open complaint is yours. What is given to you appears here at once."),
        View.team: _("Nobody in your team owns an open complaint."),
        View.department: _("Nobody in your department owns an open complaint."),
        View.all: _("No complaint that you may see is open."),
    }
    return {
        "title": _("Nothing waits here"),
        "why": why[view],
        "url": reverse("lodge"),
        "label": _("Lodge a complaint"),
    }


def _nothing_found() -> dict[str, str]:
    return {
        "title": _("Nothing fits"),
        "why": _("No complaint that you may see fits what you asked for."),
        "url": reverse("queue"),
        "label": _("Back to the queue"),
    }


def _nothing_fits(asked: dict[str, str]) -> dict[str, str]:
    """What to do when a search finds nothing: fewer filters first, then fewer words."""
    if not asked.get("q"):
        return _nothing_found()
    why = _(
        "Every word must stand in the subject, the text or the customer's name. Try fewer words, "
        "a complaint number, or the last four digits of a telephone number."
    )
    if len(asked) == 1:
        return {**_nothing_found(), "why": why}
    return {
        "title": _("Nothing fits"),
        "why": _("No complaint that you may see fits both the words and the filters."),
        "url": f"{reverse('search')}?{urlencode({'q': asked['q']})}",
        "label": _("Search without filters"),
    }


def _own_day(desk: Desk) -> Day:
    zone = desk.pack.tz
    return desk_queue.day(reader=desk.reader, people=desk.people, now=desk.now, zone=zone)


def _day(day: Day, desk: Desk) -> dict[str, Any]:
    overdue = f"{reverse('queue')}?view=mine&breached=1"
    return {
        "figures": [
            {"label": _("Due today"), "value": day.due_today},
            {
                "label": _("Overdue"),
                "value": day.breached,
                "href": overdue,
                "tone": "breach",
                "icon": "octagon-alert",
            },
            {"label": _("Promises to keep"), "value": day.promises},
            {
                "label": _("Follow-ups"),
                "value": day.follow_ups,
                "href": f"{reverse('queue')}?view=mine&state=following_up",
            },
        ],
        "by_time": sorted(
            (_by_time(one, desk) for one in day.by_time), key=lambda shown: shown["at"]
        ),
    }


def _by_time(one: QueueRow, desk: Desk) -> dict[str, Any]:
    """A row at its overdue time, if it has one, else at its next."""
    at = one.breached_at if one.breached and one.breached_at else one.next_due
    clock = one.breached_clock if one.breached else one.next_clock
    return {
        "at": at or desk.now,
        "tone": "breach" if at and at < desk.now else "",
        "title": f"{clock_word(clock)} {one.customer_name}".strip(),
        "note": one.subject,
        "url": reverse("case", args=[one.no]),
    }
