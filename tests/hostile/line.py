"""A line to the server that is as slow, as broken and as rude as a test wants it."""

import re
import socket
import time
from pathlib import Path

from tests.door import Server
from tests.door.block import Block
from tests.files import BOUNDARY, MULTIPART

_PATIENCE_SECONDS = 60


class Line(Block):
    """One connection; what it sends goes out as it is."""

    def __init__(self, server: Server) -> None:
        port = int(server.url.rpartition(":")[2])
        self._there = ("127.0.0.1", port)

    def start(self) -> None:
        """Connects."""
        self.socket = socket.create_connection(self._there, _PATIENCE_SECONDS)

    def stop(self) -> None:
        """Hangs up."""
        self.socket.close()

    def says(self, method: str, path: str, token: str, **headers: str) -> None:
        """The head of a request; a header's name stands with _ for -."""
        given = {"Host": "127.0.0.1", "Authorization": f"Bearer {token}"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {given[name]}" for name in given)]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def begins(self, no: str, token: str, size: int, name: str = "通话.wav") -> None:
        """The beginning of an upload of ``size`` bytes of a file."""
        length = len(before(name)) + size + len(AFTER)
        path = f"/api/v1/complaints/{no}/evidence"
        self.says("POST", path, token, Content_Type=MULTIPART, Content_Length=str(length))
        self.socket.sendall(before(name))

    def sends(self, piece: bytes, *, pause: float = 0) -> None:
        self.socket.sendall(piece)
        time.sleep(pause)

    def hears(self) -> int:
        """The status of the answer; 0: the line was cut."""
        heard = b""
        while b"\r\n" not in heard:
            piece = self.socket.recv(4096)
            if not piece:
                return 0
            heard += piece
        return int(heard.split(None, 2)[1])


def before(name: str) -> bytes:
    """What stands in a body before the file."""
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name"
    fields = {"side": "neutral", "kind": "recording"}
    said = "".join(f'{start}="{one}"\r\n\r\n{fields[one]}\r\n' for one in fields)
    return f'{said}{start}="file"; filename="{name}"\r\n\r\n'.encode()


AFTER = f"\r\n--{BOUNDARY}--\r\n".encode()


def largest_memory(pids: list[int]) -> int:
    """The most memory that one of these processes has held, in bytes."""
    found = [_status(pid) for pid in pids]
    return max(int(one[1]) for one in found if one) * 1024


def _status(pid: int) -> re.Match[str] | None:
    return re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
