"""The first look around: a few steps, each beside a real part of the page.

Shown to whom the demonstration says it is due, or who asks for it; over once, it is over for good.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kesu.journeys import screens
from kesu.workbench.session import Desk, signed_in

KEY = "tour"
DUE = "due"
OVER = "over"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step; ``beside`` selects the part of the page it speaks of, the first that is seen."""

    beside: str
    title: Any
    text: Any


STOPS = (
    Stop(
        "#queue-rows",
        gettext_lazy("This is your work, in the order of the rules"),
        gettext_lazy(
            "Urgent first, then grade, then what is due. You need not choose: begin at the top."
        ),
    ),
    Stop(
        "#queue-rows .row-due",
        gettext_lazy("Every row says which clock runs"),
        gettext_lazy("How much time is left, and for what. Point at it for the exact time."),
    ),
    Stop(
        ".side-items",
        gettext_lazy("Everything else has its place here"),
        gettext_lazy("You see only what your duties include; a number says that something waits."),
    ),
    Stop(
        ".topbar .search",
        gettext_lazy("Find anything, do anything"),
        gettext_lazy("A number, the last four digits of a telephone, a word, or a command."),
    ),
    Stop(
        ".lodge-button, .bottombar .main-act",
        gettext_lazy("Somebody is on the line? Press N"),
        gettext_lazy("Type first, sort later. What you type is kept, even if the browser dies."),
    ),
    Stop(
        ".help-button, .bottombar [popovertarget=me]",
        gettext_lazy("Help is always one key away"),
        gettext_lazy(
            "The keys of each page, your day, the way of a complaint, and this tour again."
        ),
    ),
)


def due(request: HttpRequest) -> bool:
    """Whether the reader has not been shown around yet but is to be."""
    return bool(request.session.get(KEY) == DUE)


def remember(request: HttpRequest, liked: Mapping[str, Any]) -> None:
    """At the sign-in: what is known of this person stands in the session."""
    request.session[KEY] = liked.get(KEY, OVER)


@require_POST
@signed_in
def begin(request: HttpRequest, desk: Desk) -> HttpResponse:
    """From the first step, on the queue."""
    _keep(request, desk, DUE)
    return redirect("queue")


@require_POST
@signed_in
def done(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Seen to the end, or skipped."""
    _keep(request, desk, OVER)
    return HttpResponse(status=204)


def _keep(request: HttpRequest, desk: Desk, state: str) -> None:
    screens.prefer(KEY, state, by=desk.reader)
    request.session[KEY] = state


def stops() -> Iterator[tuple[int, Stop]]:
    """The steps with their numbers."""
    return enumerate(STOPS, 1)
