"""A file that is not what was brought is said so wherever somebody comes upon it, and nothing rests
on it.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kesu.console.checks import proof
from kesu.foundation import files
from tests.api.caller import Caller
from tests.cast import House, Play, lines
from tests.files import MULTIPART, form, wav
from tests.workbench.visitor import Visitor, body

pytestmark = pytest.mark.req("A29")


@pytest.fixture
def play(db: None) -> Play:
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    return play.house


def flip(place: int) -> Callable[[Path], object]:
    """One bit of one byte."""

    def change(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)

    return change


def another(path: Path) -> None:
    """A link to some other file."""
    path.unlink()
    path.symlink_to("/etc/hostname")


ALTERED: dict[str, Callable[[Path], object]] = {
    "the first byte": flip(0),
    "one in the middle": flip(2000),
    "the last byte": flip(-1),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "grown": lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    "empty": lambda path: path.write_bytes(b""),
    "another file": another,
}


def bring(caller: Caller, no: str, content: bytes) -> tuple[str, str]:
    """The id of a piece, and the address of its file."""
    said = form({"side": "favourable", "kind": "recording"}, content, "通话.wav")
    answer = caller.call("POST", f"/complaints/{no}/evidence", said, content_type=MULTIPART)
    assert answer.status == 201
    made = answer.json["evidence"]
    return made["id"], made["href"].removeprefix("/api/v1")


@pytest.mark.parametrize("what", ALTERED)
def test_a_changed_byte_is_said_by_api_page_and_doctor(play: Play, house: House, what: str) -> None:
    content, no = wav(0.53 + len(what) / 100), play.lodge().complaint.no
    agent, visitor = Caller(house.agent), Visitor(house.agent, language="zh-CN")
    key, where = bring(agent, no, content)
    path = files.place(hashlib.sha256(content).hexdigest())
    try:
        ALTERED[what](path)
        whole, part = agent.get(where), agent.get(where, range="bytes=0-9")
        assert [(one.status, one.code) for one in (whole, part)] == [(410, "file_altered")] * 2
        assert content[:40] not in whole.content + part.content
        (one,) = agent.get(f"/complaints/{no}/evidence").json["items"]
        assert one["file"]["spoilt"] == "altered"
        page = visitor.read(f"/complaints/{no}/evidence")
        assert ("文件在磁盘上被改动" in page, "<audio" in page) == (True, False)
        shown = visitor.get(f"/complaints/{no}/evidence/{key}/file")
        assert (shown.status_code, "改动" in body(shown)) == (410, True)
        (line,) = lines(no, "complaint.evidence_spoilt")
        assert line.facts["what"] == "altered"
        faults = [one.line() for one in proof.proof(datetime.now(tz=UTC)) if not one.holds]
        assert len(faults) == 1
        assert (no in faults[0], path.name in faults[0]) == (True, True)
    finally:
        path.unlink()


def test_no_agreement_rests_on_an_altered_file(play: Play, house: House) -> None:
    no, content = play.walk("following_up"), wav(0.77)
    key = play.attach(no, content=content, name="协议.wav")
    path = files.place(hashlib.sha256(content).hexdigest())
    flip(100)(path)
    said = {"kind": "recording", "evidence": key, "signatories": ["何女士"]}
    answer = Caller(house.agent).act(no, "agreement", **said)
    path.unlink()
    assert (answer.status, "evidence" in answer.places) == (422, True)


def test_the_doctor_asks_again_what_was_found_once(
    play: Play, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though of all the files only a few are read each day."""
    content, no = wav(0.88), play.lodge().complaint.no
    agent = Caller(house.agent)
    _key, where = bring(agent, no, content)
    path = files.place(hashlib.sha256(content).hexdigest())
    flip(50)(path)
    monkeypatch.setattr("kesu.complaints.evidence.MOST_SAMPLED", 0)
    now = datetime.now(tz=UTC)
    assert [one.holds for one in proof.proof(now)] == [True, True]
    assert agent.get(where).status == 410
    assert [one.holds for one in proof.proof(now)] == [True, False]
    bring(agent, no, content)
    assert [one.holds for one in proof.proof(now)] == [True, True]
