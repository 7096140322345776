"""Lines that are slow, cut or never end: nobody else waits for them, nothing is left of them, and
the server holds no more memory for a long recording than for a short one.
"""

import hashlib
import os
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kesu.foundation.seats import WORKING
from tests.api.caller import lodging
from tests.door import Member, Server
from tests.door.server import eventually
from tests.files import MULTIPART, form
from tests.hostile.line import AFTER, Line, before, largest_memory

pytestmark = [pytest.mark.door, pytest.mark.req("A29")]

MEBIBYTE = 1024 * 1024
SIZE = int(os.environ.get("KESU_SLOW_MB", "4")) * MEBIBYTE
"""``KESU_SLOW_MB=200`` is the long form."""
PIECE = 64 * 1024
PAUSE = 0.004
SPARE = 24 * MEBIBYTE
"""What a server may come to hold more while one recording arrives and is read."""


def parts(server: Server) -> list[Path]:
    return list((server.home / "files" / ".parts").glob("*"))


def kept(server: Server) -> int:
    return sum(1 for path in (server.home / "files").glob("??/??/*") if path.is_file())


@pytest.mark.req("C15")
def test_a_recording_on_a_slow_line_arrives_whole_and_can_be_sought(
    server: Server, who: Member, client: httpx.Client, no: str
) -> None:
    digest, block = hashlib.sha256(), os.urandom(PIECE)
    client.get("/queue")
    webs = server.processes("web")
    held = largest_memory(webs)
    with Line(server) as line:
        line.begins(no, who.token, SIZE)
        for place in range(SIZE // PIECE):
            piece = b"RIFF0000WAVE"[: 12 * (not place)] + block
            digest.update(piece[:PIECE])
            line.sends(piece[:PIECE], pause=PAUSE)
            if place == SIZE // PIECE // 2:
                assert client.post("/complaints", json=lodging()).status_code == 201
                assert len(parts(server)) == 1
        line.sends(AFTER)
        assert line.hears() == 201
    (piece,) = client.get(f"/complaints/{no}/evidence").json()["items"]
    file = piece["file"]
    assert (file["sha256"], file["size"]) == (digest.hexdigest(), SIZE)
    assert file["content_type"] == "audio/wav"
    where = file["href"].removeprefix("/api/v1")
    for start in (0, 1, SIZE // 2 + 7, SIZE - 10):
        answer = client.get(where, headers={"Range": f"bytes={start}-{start + 9}"})
        assert (answer.status_code, len(answer.content)) == (206, 10)
        assert answer.headers["Content-Range"] == f"bytes {start}-{start + 9}/{SIZE}"
    with client.stream("GET", where) as answer:
        heard = hashlib.sha256()
        for some in answer.iter_bytes():
            heard.update(some)
    assert heard.digest() == digest.digest()
    assert largest_memory(webs) - held < SPARE


def test_nobody_waits_for_the_slow_lines_of_others(
    server: Server, who: Member, client: httpx.Client, no: str
) -> None:
    """More than work at once: half send a recording and stop, half listen to one and pause."""
    sound = b"RIFF0000WAVE" + bytes(8 * MEBIBYTE)
    body = form({"side": "neutral", "kind": "recording"}, sound, "a.wav")
    sent = client.post(
        f"/complaints/{no}/evidence", content=body, headers={"Content-Type": MULTIPART}
    )
    where = sent.json()["evidence"]["href"]
    with ExitStack() as lines:
        for place in range(2 * WORKING):
            line = lines.enter_context(Line(server))
            if place % 2:
                line.begins(no, who.token, MEBIBYTE)
                line.sends(bytes(5 * PIECE))
            else:
                line.says("GET", where, who.token)
                assert line.hears() == 200
        eventually(lambda: len(parts(server)) == WORKING, found=lambda: parts(server))
        assert httpx.get(f"{server.url}/health/live", timeout=20).status_code == 200
        assert client.get("/queue").status_code == 200
        assert client.post("/complaints", json=lodging()).status_code == 201
    eventually(lambda: not parts(server))


def test_a_file_that_is_cut_off_leaves_nothing(
    server: Server, who: Member, client: httpx.Client, no: str
) -> None:
    """Whether the line breaks or the sender says the end too early."""
    whole, there = before("a.wav") + bytes(PIECE) + AFTER, kept(server)
    for end in (len(before("a.wav")) // 2, len(before("a.wav")) + 5, len(whole) - 3):
        with Line(server) as line:
            path = f"/api/v1/complaints/{no}/evidence"
            head = {"Content_Type": MULTIPART, "Content_Length": str(len(whole))}
            line.says("POST", path, who.token, **head)
            line.sends(whole[:end])
    early = client.post(
        f"/complaints/{no}/evidence",
        content=whole[: -len(AFTER)],
        headers={"Content-Type": MULTIPART},
    )
    assert (early.status_code, early.json()["code"]) == (400, "cut_off")
    assert "重新" in early.json()["detail"] or "再" in early.json()["detail"]
    eventually(lambda: not parts(server))
    assert kept(server) == there
    assert client.get(f"/complaints/{no}/evidence").json()["items"] == []


def test_who_left_without_a_word_is_noticed(server: Server, who: Member) -> None:
    """The system asks each line now and then whether anybody is there: its timer runs."""
    with Line(server) as line:
        line.says("GET", "/api/v1/queue", who.token)
        assert line.hears() == 200
        mine, theirs = (
            f"{one[1]:04X}" for one in (line.socket.getsockname(), line.socket.getpeername())
        )
        eventually(lambda: _timer(theirs, mine) == "02")


def _timer(port: str, other: str) -> str:
    """What timer runs on a connection, as Linux writes it: 02 asks whether anybody is there."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[1].endswith(f":{port}") and words[2].endswith(f":{other}"):
            return words[5].partition(":")[0]
    return ""
