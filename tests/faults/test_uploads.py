"""Large files through a real server: memory stays flat, and what was acknowledged survives."""

import hashlib
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.door import Member, Server
from tests.door.server import eventually
from tests.files import BOUNDARY, MULTIPART, form

MIB = 1024 * 1024
ABOUT = {"side": "neutral", "kind": "recording"}


def pieces(size: int) -> Iterator[bytes]:
    """A body with a file of so many MiB, made while it is sent."""
    whole = form(ABOUT, b"\0MARK\0", "通话.wav")
    start, _, end = whole.partition(b"\0MARK\0")
    yield start
    for place in range(size):
        yield place.to_bytes(4, "big") * (MIB // 4)
    yield end


def peak_kib(server: Server) -> int:
    """The most memory that any process of the web has ever held."""
    found = [Path(f"/proc/{pid}/status").read_text() for pid in server.processes("web")]
    return max(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in found)  # type: ignore[index]


def lodged(server: Server, member: Member) -> str:
    said = {"channel": "email", "text": "赠品没寄", "customer": {}, "type": "1.2.5"}
    with server.client(member.token) as client:
        return str(client.post("/complaints", json=said).json()["no"])


@pytest.mark.door
@pytest.mark.req("A29")
def test_sixty_megabytes_cost_no_memory_and_survive_a_kill(own_server: Server) -> None:
    member = own_server.hire("lin", rank="agent")
    no = lodged(own_server, member)
    length = sum(len(piece) for piece in pieces(60))
    digest = hashlib.sha256(b"".join(list(pieces(60))[1:-1])).hexdigest()
    headers = {"Content-Type": MULTIPART, "Content-Length": str(length)}
    with own_server.client(member.token) as client:
        client.get(f"/complaints/{no}/evidence").raise_for_status()
        before = peak_kib(own_server)
        answer = client.post(f"/complaints/{no}/evidence", content=pieces(60), headers=headers)
        made = answer.json()["evidence"]
        grown = peak_kib(own_server) - before
        own_server.kill("web")
        eventually(own_server.answers)
        back = client.get(made["href"].removeprefix("/api/v1"))
    assert (answer.status_code, made["sha256"]) == (201, digest)
    assert hashlib.sha256(back.content).hexdigest() == digest
    assert grown < 25 * 1024, f"{grown} KiB"


@pytest.mark.door
def test_a_sender_who_goes_away_leaves_nothing(own_server: Server) -> None:
    member = own_server.hire("lin", rank="agent")
    no = lodged(own_server, member)
    address = urlsplit(own_server.url)
    with socket.create_connection((address.hostname, address.port)) as line:
        head = (
            f"POST /api/v1/complaints/{no}/evidence HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {member.token}\r\nContent-Type: {MULTIPART}\r\n"
            f"Content-Length: {20 * MIB}\r\n\r\n"
        )
        body = form(ABOUT, bytes(2 * MIB)).removesuffix(f"\r\n--{BOUNDARY}--\r\n".encode())
        line.sendall(head.encode() + body)
        folder = own_server.home / "files" / ".parts"
        eventually(lambda: folder.is_dir() and len(list(folder.iterdir())) == 1)
    eventually(lambda: not list(folder.iterdir()))
    with own_server.client(member.token) as client:
        assert client.get(f"/complaints/{no}/evidence").json()["items"] == []
    assert not list((own_server.home / "files").glob("??/??/*"))
