"""What the frame of every page shows."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.complaints.permissions import (
    may_export_something,
    may_lodge,
    may_mind_the_outbox,
    may_pay,
    may_read_ledger,
    may_read_roster,
    may_see_coaching,
    may_see_lent_authority,
)
from kesu.complaints.permissions.boards import (
    may_approve_something,
    may_handle,
    may_hold_the_morning,
    may_lead,
)
from kesu.policy.codes import Flag
from kesu.watch.permissions import may_read_signals
from kesu.workbench import tour
from kesu.workbench.admin import places as administration
from kesu.workbench.look import look_of
from kesu.workbench.session import Desk


@dataclass(frozen=True)
class NavItem:
    """One place of the house. ``key``: what leads there from anywhere; ``short``: its name where
    room is dear.
    """

    url: str
    label: str
    icon: str
    count: int = 0
    current: bool = False
    group: str = ""
    name: str = ""
    key: str = ""
    short: str = ""


_KEYS = {"queue": "G Q", "lodge": "N", "approvals": "G A", "callbacks": "G C", "signals": "G W"}
"""Places that are a key or two away from anywhere."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Name, counters and places for a signed-in reader; only how it looks for anybody else."""
    desk = getattr(request, "desk", None)
    if not isinstance(desk, Desk):
        return {"look": look_of(request)}
    reader = desk.reader
    places = _places(request, desk)
    return {
        "now": desk.now,
        "look": look_of(request),
        "frame": {
            "reader_name": reader.full_name,
            "reader_key": reader.sign_in,
            "reader_no": reader.agent_no,
            "rank_word": desk.pack.rank_name(reader.rank, desk.language),
            "queue_count": desk.mine,
            "notice_count": desk.unseen,
            "language": desk.language,
            "may_lodge": may_lodge(reader),
            "may_export": may_export_something(reader),
            "nav": places,
            "bottom": _bottom(places, desk),
            "tour": list(tour.stops()) if _is_to_be_shown_around(request) else [],
        },
    }


def _places(request: HttpRequest, desk: Desk) -> list[NavItem]:
    here = request.path
    places = [
        ("queue", _("Workbench"), "inbox", desk.mine, ""),
        ("notices", _("Notices"), "bell", desk.unseen, ""),
        ("lodge", _("Lodge a complaint"), "plus", 0, ""),
        *_boards(desk),
        ("search", _("All complaints"), "list", 0, _("Look up")),
        ("batches", _("Batches"), "layers", 0, _("Look up")),
    ]
    if may_mind_the_outbox(desk.reader):
        places.append(("outbox", _("Outbox"), "mail", 0, _("Look up")))
    owed = ("tasks", _("Department tasks"), "users", 0)
    if Flag.liaison in desk.reader.flags:
        places.insert(1, (*owed, ""))
    else:
        places.append((*owed, _("Look up")))
    if may_pay(desk.reader):
        places.append(("payments", _("Payments"), "send", 0, _("Money")))
    if may_read_ledger(desk.reader):
        places.append(("gifts", _("Ledger of remedies"), "gift", 0, _("Money")))
    if may_read_roster(desk.reader):
        places.append(("roster", _("Roster"), "calendar", 0, _("People")))
    if may_see_coaching(desk.reader):
        places.append(("coaching", _("Coaching"), "bulb", 0, _("People")))
    if may_see_lent_authority(desk.reader):
        places.append(("lent", _("Lent authority"), "scale", 0, _("People")))
    places += administration.rail(desk)
    return [
        NavItem(
            url=reverse(name),
            label=label,
            icon=icon,
            count=count,
            current=administration.is_here(here, name),
            group=group,
            name=name,
            key=_KEYS.get(name, ""),
        )
        for name, label, icon, count, group in places
    ]


def _bottom(places: list[NavItem], desk: Desk) -> list[NavItem]:
    """The four targets under the thumb; the fifth is oneself."""
    told = "tasks" if Flag.liaison in desk.reader.flags else "notices"
    short = {
        "queue": _("Queue"),
        "tasks": _("Tasks"),
        "notices": _("Notices"),
        "lodge": _("Lodge"),
        "search": _("Search"),
    }
    named = {one.name: one for one in places}
    return [replace(named[name], short=short[name]) for name in ("queue", told, "lodge", "search")]


def _is_to_be_shown_around(request: HttpRequest) -> bool:
    """Only on the queue, whose parts the steps stand beside."""
    return request.path == reverse("queue") and tour.due(request)


def _boards(desk: Desk) -> list[tuple[str, str, str, int, str]]:
    """What is asked of the reader beside the queue."""
    found = []
    if may_read_signals(desk.reader):
        found.append(("signals", _("Warnings"), "gauge", desk.warnings, ""))
    if may_handle(desk.reader):
        found.append(("promises", _("Promises"), "promise", 0, ""))
        found.append(("callbacks", _("Call-backs"), "phone", 0, ""))
    if may_approve_something(desk.reader):
        found.append(("approvals", _("Approvals"), "stamp", 0, ""))
    if may_lead(desk.reader):
        found.append(("team", _("My team"), "users", 0, ""))
    if may_hold_the_morning(desk.reader):
        found.append(("morning", _("Morning meeting"), "chart", 0, ""))
    if may_handle(desk.reader):
        found.append(("shift", _("End of shift"), "refresh", 0, ""))
    return found
