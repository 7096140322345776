"""Choosing how the screens look; kept with the person, at any browser they sign in to."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kesu.journeys import screens
from kesu.people.queries import preferred
from kesu.workbench import tour
from kesu.workbench.look import CHOICES, look, look_of, put
from kesu.workbench.session import reader_at


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keeps one choice (``theme``, ``density`` or ``letters``) and leads back."""
    chosen = {name: request.POST[name] for name in CHOICES if name in request.POST}
    known = {name: code for name, code in chosen.items() if code in CHOICES[name]}
    reader = reader_at(request)
    if reader is not None:
        for name, code in known.items():
            screens.prefer(name, code, by=reader)
    behind = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    answer = HttpResponse(status=204) if behind else redirect(_back(request))
    put(answer, look({**asdict(look_of(request)), **known}))
    return answer


def remember(request: HttpRequest, answer: HttpResponseBase, person: int) -> None:
    """At the sign-in: this browser looks as its new reader likes it, and knows whether they are
    to be shown around.
    """
    liked = preferred(person)
    put(answer, look(liked))
    tour.remember(request, liked)


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    # What is no path would be taken for the name of a page.
    return asked if ours and asked.startswith("/") else "/"
