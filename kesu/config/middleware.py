"""What every answer carries, and what never gets in."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kesu.config import health

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
_REQUEST_ID = re.compile(r"[\w.-]{1,64}\Z", re.ASCII)


_HEALTH = {"/health/live": health.live, "/health/ready": health.ready}


def _health(request: HttpRequest) -> HttpResponse | None:
    """A probe asks by address, whatever names are allowed; it learns nothing but yes or no."""
    view = _HEALTH.get(request.path_info)
    return view(request) if view else None


def guard(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Security headers, no caching of what was answered to one person, a request id."""

    def answer(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        request.META["KESU_REQUEST_ID"] = request_id
        response = _health(request) or get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        response.headers["X-Request-ID"] = request_id
        return response

    return answer
