"""One line of the log and one count for each request: by the name of its route, never its path."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kesu.config import meters
from kesu.foundation.marks import mark
from kesu.people.queries import Bearer

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NOWHERE = "nowhere"
"""The route of a request that no address of the house fits."""
_log = logging.getLogger("kesu.access")


@dataclass
class Visit:
    """One request from its arrival to the last byte of its answer."""

    request: HttpRequest
    id: str
    started: float = field(default_factory=time.perf_counter)
    route: str = ""

    def over(self, response: HttpResponseBase) -> HttpResponseBase:
        """Tells of the request now, or when the last piece of a streamed answer has gone."""
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            pieces = cast(Iterator[bytes], response.streaming_content)
            response.streaming_content = self._watched(pieces, response.status_code)
        else:
            self._tell(response.status_code, len(getattr(response, "content", b"")))
        return response

    def _watched(self, pieces: Iterator[bytes], status: int) -> Iterator[bytes]:
        size = 0
        try:
            for piece in pieces:
                # Between two pieces this thread may have been at something else.
                mark(request=self.id)
                size += len(piece)
                yield piece
        finally:
            mark(request=self.id)
            self._tell(status, size)

    def _tell(self, status: int, size: int) -> None:
        seconds = time.perf_counter() - self.started
        method = self.request.method if self.request.method in _METHODS else "OTHER"
        route = self.route or _route_of(self.request)
        meters.count(route=route, method=str(method), status=status, seconds=seconds)
        said = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
            "bytes": size,
            **_who(self.request),
        }
        _log.info("%s %s %d", method, route, status, extra=said)


def _route_of(request: HttpRequest) -> str:
    found = request.resolver_match
    return found.view_name if found and found.view_name else NOWHERE


def _who(request: HttpRequest) -> dict[str, int]:
    """Whom the request was for, if it was asked at all: nobody is looked up for the log's sake."""
    caller = getattr(request, "auth", None)
    if isinstance(caller, Bearer):
        return {"staff": caller.person.id, "token": caller.token}
    user = getattr(request, "_cached_user", None)
    return {"staff": user.pk} if user is not None and user.pk is not None else {}
