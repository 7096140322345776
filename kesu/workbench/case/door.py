"""The case page, whole, or its story alone where only that is asked for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.desk import reach
from kesu.desk.values import CaseView, ClockView
from kesu.desk.views import overdue
from kesu.journeys import offers
from kesu.journeys.offers import Standing
from kesu.policy.codes import ClockName, ClockState
from kesu.workbench import drafted, outbox, readings, rooms
from kesu.workbench.acts.offered import Action, Attempt, actions, needs
from kesu.workbench.case import aside, conflict, story
from kesu.workbench.case.shown import Shown
from kesu.workbench.session import Desk, signed_in


@signed_in
def case(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The case page; of a merged one that of the case it went into, which has its own behind it
    (``own``, F04). Asked for by ``HX-Target: story`` only what is new on it comes.
    """
    standing = offers.standing(no, by=desk.reader, people=desk.people, now=desk.now)
    merged = standing.view.merged_into and not request.GET.get("own")
    into = reach.survivor(no, reader=desk.reader, people=desk.people) if merged else ""
    if not into:
        return _render(request, desk, standing)
    said = _("%(no)s went into this case, which is worked for both.")
    messages.info(request, said % {"no": standing.view.no})
    return redirect("case", no=into)


def page(
    request: HttpRequest,
    desk: Desk,
    no: str,
    *,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what was typed into one action if that was not taken."""
    standing = offers.standing(no, by=desk.reader, people=desk.people, now=desk.now)
    return _render(request, desk, standing, attempt=attempt, status=status)


def _render(
    request: HttpRequest,
    desk: Desk,
    standing: Standing,
    *,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    attempt = attempt or drafted.asked(request, standing.view)
    doable = actions(standing.view, standing.offers, desk, attempt)
    context = {
        **_told(request, desk, standing),
        **_around(request, standing, doable, desk),
        "actions": doable,
        "seldom": [one for one in doable if not one.near],
        "reading": readings.shown(standing.read, standing.view, {one.verb for one in doable}, desk),
        "more_open": any(one.open and not one.near for one in doable),
        "conflict": conflict.of(attempt, standing.view, doable, desk) if attempt else None,
    }
    part = "workbench/case/news.html" if _only_story(request) else "workbench/case.html"
    return render(request, part, context, status=status)


def _only_story(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == "story"


def _told(request: HttpRequest, desk: Desk, standing: Standing) -> dict[str, Any]:
    """The story and what stands above it."""
    found = standing.view
    part = request.GET.get("part", "")
    return {
        "tabs": _tabs(request, found, part),
        "part": part if part in story.PARTS else "",
        "story": story.told(found, part, now=desk.now),
        "last_seq": found.timeline[-1].seq if found.timeline else 0,
        "levels": [point.level for point in found.emotions],
        "turn": next((i for i, one in enumerate(found.emotions) if one.turning_point), None),
    }


def _around(
    request: HttpRequest, standing: Standing, doable: list[Action], desk: Desk
) -> dict[str, Any]:
    found = standing.view
    return {
        "case": Shown(found, desk),
        "back": {"url": _back(request), "label": _("Workbench")},
        "kept": request.GET.urlencode(),
        "rooms": rooms.tabs(found.no, "case"),
        "convert": _convert(standing, desk),
        "gates": needs(standing.closing, [one.verb for one in doable]),
        "next_clock": next_clock(found),
        "letters": outbox.shown(standing.letters),
        "aside": aside.of(found, doable, desk),
        "reveal_url": reverse("reveal", args=[found.no]) if _can_reveal(found) else "",
    }


def _back(request: HttpRequest) -> str:
    """Where the reader came from: the view of the queue that the address keeps."""
    kept = request.GET.copy()
    for name in ("part", "own", "draft", "side"):
        kept.pop(name, None)
    query = kept.urlencode()
    return f"{reverse('queue')}?{query}" if query else reverse("queue")


def _convert(standing: Standing, desk: Desk) -> dict[str, str]:
    """3.3 is offered after a breach, to who may change the type (E31)."""
    for one in standing.offers:
        if one.suggested:
            code = str(one.suggested["type"])
            name = desk.pack.type(code).name.say(desk.language)
            address = reverse("act", args=[standing.view.no, one.verb.name])
            return {"url": address, "type": code, "name": name}
    return {}


def _can_reveal(found: CaseView) -> bool:
    return found.may_reveal and bool(found.customer.phone or found.customer.email)


def next_clock(case: CaseView) -> ClockView | None:
    """The overdue clock that waits longest, else the next that runs out."""
    owed = overdue(case.clocks, case)
    running = [
        one
        for one in case.clocks
        if one.state == ClockState.running and one.name != ClockName.report
    ]
    return next(iter([*owed, *running]), None)


def _tabs(request: HttpRequest, found: CaseView, part: str) -> list[dict[str, Any]]:
    kept = request.GET.copy()
    kept.pop("draft", None)
    named = [("", _("All")), *((name, title) for name, (title, _kinds) in story.PARTS.items())]
    tabs = []
    for name, title in named:
        kept.pop("part", None)
        if name:
            kept["part"] = name
        query = kept.urlencode()
        address = reverse("case", args=[found.no])
        tabs.append(
            {
                "url": f"{address}?{query}" if query else address,
                "label": str(title),
                "count": len(story.lines_of(found.timeline, name)),
                "current": name == part or (not name and part not in story.PARTS),
            }
        )
    return tabs
