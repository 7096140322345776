"""The rooms of a case: its handling, and the pages beside it. A room is one entry here."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kesu.desk import labels
from kesu.workbench.session import Desk


@dataclass(frozen=True)
class Room:
    """``url``: the name of its address, which takes the complaint's number."""

    url: str
    label: str | Promise
    icon: str


ROOMS = (
    Room("case", _("Handling"), "list"),
    Room("case-tasks", _("Asked of others"), "users"),
    Room("redress", _("Remedies"), "gift"),
    Room("understanding", _("Analysis room"), "scale"),
    Room("evidence", _("Evidence"), "clip"),
    Room("agreement", _("Agreement"), "stamp"),
    Room("form", _("Handling form"), "print"),
)


def tabs(no: str, current: str) -> list[dict[str, Any]]:
    """The rooms as the tabs above each of them."""
    return [
        {
            "url": reverse(room.url, args=[no]),
            "label": str(room.label),
            "icon": room.icon,
            "current": room.url == current,
        }
        for room in ROOMS
    ]


def page(
    request: HttpRequest,
    desk: Desk,
    no: str,
    *,
    room: str,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """A room's page around ``template``, which extends ``workbench/room.html``. Whether the reader
    may see the complaint was asked by whoever read ``context``.
    """
    title = next(str(one.label) for one in ROOMS if one.url == room)
    frame = {
        "no": no,
        "title": title,
        "subject": labels.subject_of(no, reader=desk.reader, people=desk.people),
        "back": {"url": reverse("case", args=[no]), "label": no},
        "rooms": tabs(no, room),
        "now": desk.now,
    }
    return render(request, template, {**frame, **context}, status=status)
