"""Pages for what went wrong: what happened, what is kept, what to do, and a number to tell.

They need no database and no session: they stand when nothing else does.
"""

import sys
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import get_template

from kesu.foundation.outages import Outage, outage
from kesu.workbench import kept
from kesu.workbench.look import look_of

_STATUS = {Outage.busy: 503, Outage.storage: 507}
_RETRY_SECONDS = {Outage.busy: "5", Outage.storage: "30"}
_PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})


def page(request: HttpRequest, status: int, *, like: int = 0, **said: Any) -> HttpResponse:
    """The page of a status, or that of one ``like`` it; ``said`` is what the template asks for."""
    shown = {
        "look": look_of(request),
        "request_id": request.META.get("KESU_REQUEST_ID", "")[:8],
        "status": status,
        **said,
    }
    return HttpResponse(get_template(f"{like or status}.html").render(shown), status=status)


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What could not be read, a foreign name of the server among it."""
    host = type(exception).__name__ == "DisallowedHost"
    return page(request, 400, host=host)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's shape
    return page(request, 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's shape
    return page(request, 404)


def ours(request: HttpRequest) -> HttpResponse:
    """Whatever nobody caught: a database that is away, locked or full says when to come again.

    Called where the fault is being handled.
    """
    fault = sys.exc_info()[1]
    found = outage(fault) if fault is not None else None
    if found is None:
        return page(request, 500)
    answer = page(request, _STATUS[found], like=503, full=found is Outage.storage)
    answer.headers["Retry-After"] = _RETRY_SECONDS[found]
    return answer


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's shape
    """A form that is older than the sign-in keeps its words and may be sent again; one that came
    from elsewhere may not.
    """
    found = kept.typed(request) if kept.came_from_here(request) else None
    if found is None or not request.user.is_authenticated:
        return page(request, 403, stale=True)
    return again(request, found, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """The sign-in in the place of a form that came after it ran out, with what was typed."""
    shown = {"kept": kept.typed(request), "expired": True, "back": kept.page_behind(request)}
    return render(request, "account/login.html", shown, status=401)


def again(request: HttpRequest, found: kept.Kept, *, status: int = 200) -> HttpResponse:
    """The words of a form with a button that sends them, in the name of who is signed in now."""
    return render(request, "workbench/kept.html", {"kept": found}, status=status)


def legible(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """NUL, which no database keeps as text, is never what a person typed: the page of 400.

    Last of the middleware: who checked the form has read it, so that files are not read for this.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: object, *_given: object) -> HttpResponse | None:
        if request.path_info.startswith("/api/"):
            return None
        return page(request, 400) if any(map(_has_nul, _words(request, view))) else None

    answer.process_view = process_view  # type: ignore[attr-defined]
    return answer


def _words(request: HttpRequest, view: object) -> Iterator[str]:
    # A view that asks for the form's token itself takes its files where it wants them.
    unread = request.content_type == "multipart/form-data" and hasattr(view, "csrf_exempt")
    yield request.path_info
    for given in (request.GET,) if unread else (request.GET, request.POST):
        for name, values in given.lists():
            yield name
            yield from map(str, values)


def _has_nul(word: str) -> bool:
    return "\x00" in word


def dress(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """An answer that says nothing but its number gets the page of that number."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        bare = response.status_code in _PAGES and getattr(response, "content", b"-") == b""
        if not bare or request.path_info.startswith("/api/"):
            return response
        dressed = page(request, response.status_code)
        for name, value in response.items():
            if name not in ("Content-Length", "Content-Type"):
                dressed.headers[name] = value
        return dressed

    return answer
