"""The addresses of the API. Every answer under /api, also a no, is made by this door."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt

from kesu.api import problems
from kesu.api.access import Call
from kesu.api.door import door
from kesu.journeys.perform import glance

View = Callable[..., HttpResponse]


def _opened(view: View) -> View:
    """Asks for the version a complaint has now before anything else, so that two people at once
    are told apart; turns every no into a problem.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **place: Any) -> HttpResponse:
        only_head = request.method == "HEAD"
        if only_head:
            request.method = "GET"
        try:
            no = place.get("no")
            cast(Call, request).seen = glance(no) if no and request.method == "POST" else None
            response = view(request, **place)
        except Exception as fault:  # noqa: BLE001 - the last stop: said as a problem, and logged
            response = problems.answer(request, fault)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = problems.answer(request, problems.not_allowed(response["Allow"]))
        return _without_body(response) if only_head else response

    return answer


def _without_body(response: HttpResponse) -> HttpResponse:
    if response.streaming:
        response.close()
        return HttpResponse(status=response.status_code, headers=dict(response.headers))
    response["Content-Length"] = len(response.content)
    response.content = b""
    return response


def _nothing(_request: HttpRequest) -> HttpResponse:
    raise Http404


def _patterns() -> list[URLPattern]:
    found, _app, _namespace = door.urls
    patterns = cast(list[URLPattern], found)
    for pattern in patterns:
        pattern.callback = _opened(pattern.callback)
    return patterns


urlpatterns = [
    path("v1/", (_patterns(), "ninja", "api")),
    re_path("", _opened(_nothing), name="api_nothing"),
]
