"""What every answer carries, and what never gets in."""

import re
import uuid
from collections.abc import Callable

from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from kesu.config import health, metrics
from kesu.config.access import Visit
from kesu.foundation.marks import mark

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_REQUEST_ID = re.compile(r"[\w.-]{1,64}\Z", re.ASCII)


def _forget(**_: object) -> None:
    mark()


# Not before: what Django says of an answer it says after the last of the middleware.
request_finished.connect(_forget, dispatch_uid="kesu.marks")

_PROBES = {"/health/live": health.live, "/health/ready": health.ready, "/metrics": metrics.metrics}
_NAMES = {"/health/live": "live", "/health/ready": "ready", "/metrics": "metrics"}


def guard(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Security headers, no caching of what was answered to one person, a request id that every
    line of the log carries, and a line and a count for the request itself.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        request.META["KESU_REQUEST_ID"] = request_id
        mark(request=request_id)
        visit = Visit(request, request_id, route=_NAMES.get(request.path_info, ""))
        response = _probe(request) or get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers["X-Request-ID"] = request_id
        return visit.over(response)

    return answer


def _probe(request: HttpRequest) -> HttpResponse | None:
    """A probe asks by address, whatever names are allowed."""
    view = _PROBES.get(request.path_info)
    return view(request) if view else None
