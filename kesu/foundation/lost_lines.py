"""Whoever left without a word, as a telephone does in a lift, is noticed, and nobody waits for the
rest of what they were sending. Knows no Django.
"""

import os
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TRIES = 600
_PAUSE_SECONDS = 0.1
_SILENT_SECONDS, _EVERY_SECONDS, _UNANSWERED = 60, 15, 4


def notice() -> None:
    """From the moment this process listens, every line it takes is asked now and then whether
    anybody is still there: after two minutes without an answer it is cut.
    """
    if sys.platform == "linux":
        threading.Thread(target=_tell_who_listens, daemon=True).start()


def _tell_who_listens() -> None:
    """The server opens its socket after it loaded the application; what the socket is told holds
    for all that it takes.
    """
    for _try in range(_TRIES):
        for listening in _listening():
            _keep_alive(listening)
            return
        time.sleep(_PAUSE_SECONDS)


def _listening() -> Iterator[socket.socket]:
    for opened in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            number = int(opened.name)
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.socket(fileno=os.dup(number)) as one:
                if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    yield one


def _keep_alive(one: socket.socket) -> None:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _SILENT_SECONDS)
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _EVERY_SECONDS)
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _UNANSWERED)
