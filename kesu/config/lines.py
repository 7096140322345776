"""Each request works on a seat of its process and waits for its line without one; beyond so many
slow lines whoever brings a body is asked to come again, and who only reads is answered as ever.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any
from weakref import WeakSet

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from kesu.foundation.seats import WORKING, Seats

_CONNECTIONS = 2 * WORKING
"""So many connections to the database are kept warm, however many threads there are."""
_LARGE = 1024 * 1024
_BUSY = (
    "现在的传输太多，请稍后再试；没有保存或更改任何内容。\n"
    "Too much is on its way at this moment. Try again in a while; nothing was kept or changed.\n"
).encode()
_log = logging.getLogger(__name__)

Environ = dict[str, Any]
Answer = Callable[[Environ, Callable[..., Any]], Any]


def seated(application: Answer, seats: Seats) -> Answer:
    """The application, which works only while it has a seat."""
    warm = _Warm()

    def answer(environ: Environ, start: Callable[..., Any]) -> Any:
        if seats.are_crowded and _brings(environ):
            return _busy(start)
        head: list[Any] = []
        with seats.taken():
            environ["wsgi.input"] = _Arriving(environ["wsgi.input"], seats, _is_large(environ))
            answered = application(environ, lambda *said: head.extend(said))
            warm.keep_few()
        if not getattr(answered, "streaming", False):
            start(*head)
            return answered
        if not seats.begin_line():
            answered.close()
            return _busy(start)
        start(*head)
        return _Leaving(answered, seats)

    return answer


def _busy(start: Callable[..., Any]) -> list[bytes]:
    _log.warning("too many slow lines: one more was refused")
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Retry-After", "30")]
    start("503 Service Unavailable", headers)
    return [_BUSY]


class _Warm:
    """The connections to the database that threads keep for their next request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: WeakSet[BaseDatabaseWrapper] = WeakSet()

    def keep_few(self) -> None:
        """Of many threads most begin anew."""
        with self._lock:
            self._known.add(connections["default"])
            kept = sum(one.connection is not None for one in self._known)
        if kept > _CONNECTIONS:
            _let_go()


class _Arriving:
    """The body of a request."""

    def __init__(self, line: Any, seats: Seats, is_large: bool) -> None:
        self._line, self._seats, self._is_large = line, seats, is_large

    def read(self, *size: int) -> bytes:
        return self._waited_for(self._line.read, *size)

    def readline(self, *size: int) -> bytes:
        return self._waited_for(self._line.readline, *size)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _waited_for(self, more: Callable[..., bytes], *size: int) -> bytes:
        if self._is_large:
            _let_go()
        with self._seats.given_away():
            return more(*size)


class _Leaving:
    """An answer that goes out in pieces; each is made on a seat and sent without."""

    def __init__(self, answered: Any, seats: Seats) -> None:
        self._answered, self._seats = answered, seats
        self._pieces: Iterator[bytes] = iter(answered)
        self._is_file = answered.has_header("Content-Length")
        self._is_over = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._seats.taken():
            if self._is_file:
                _let_go()
            return next(self._pieces)

    def close(self) -> None:
        """Ends the request, whether all of it went out or not."""
        if not self._is_over:
            self._is_over = True
            self._seats.end_line()
            self._answered.close()

    def __del__(self) -> None:
        self.close()


def _let_go() -> None:
    """Who waits for hours keeps no connection to the database meanwhile."""
    if not connection.in_atomic_block:
        connection.close()


def _brings(environ: Environ) -> bool:
    return bool(_length(environ)) or "HTTP_TRANSFER_ENCODING" in environ


def _is_large(environ: Environ) -> bool:
    return _length(environ) > _LARGE


def _length(environ: Environ) -> int:
    said = str(environ.get("CONTENT_LENGTH") or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
