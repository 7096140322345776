"""The address the web process listens on: free, held, and answering."""

import http.client
import socket
from collections.abc import Iterable
from contextlib import suppress

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, never bound here
_ANSWER_WITHIN_SECONDS = 0.5


class Taken(Exception):  # noqa: N818 - what a port is
    """No port of those asked for can be used; the text names the last and the system's reason."""


class Address:
    """A port kept from other programs while the web process may bind it."""

    def __init__(self, host: str, kept: socket.socket) -> None:
        self.host = host
        self.port: int = kept.getsockname()[1]
        self._kept = kept

    @property
    def url(self) -> str:
        """Where a browser on this machine finds it."""
        host = _EVERYWHERE.get(self.host, self.host)
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    def answers(self) -> bool:
        """True when the web process answers, whatever it thinks of the host name."""
        host = _EVERYWHERE.get(self.host, self.host)
        link = http.client.HTTPConnection(host, self.port, timeout=_ANSWER_WITHIN_SECONDS)
        with suppress(OSError, http.client.HTTPException):
            link.request("GET", "/health/live")
            return link.getresponse().status < http.client.INTERNAL_SERVER_ERROR
        link.close()
        return False

    def close(self) -> None:
        """Lets other programs have the port."""
        self._kept.close()


def hold(host: str, ports: Iterable[int]) -> Address:
    """The first of the ports that is free, held from now on; port 0 means any.

    Errors: ``Taken``.
    """
    fault = "no port"
    for port in ports:
        try:
            return Address(host, _hold_one(host, port))
        except OSError as reason:
            fault = f"{host}:{port}: {reason.strerror or reason}"
    raise Taken(fault)


def _hold_one(host: str, port: int) -> socket.socket:
    family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    kept = socket.socket(family, kind)
    try:
        # Bound alone, so that a listener which would share its port is found out too; opened
        # afterwards to sharers only, which is how the web server binds.
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(place)
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        kept.close()
        raise
    return kept
