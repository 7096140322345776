"""Files of the evidence as they go out: whole or in ranges, and never altered unsaid."""

import hashlib

import pytest

from kesu.foundation import files, kinds
from tests.api.caller import Caller
from tests.api.proofs import OCTETS, bring, brought
from tests.cast import Play, lines
from tests.files import HTML, PDF, SVG, bomb, flood, png, wav


@pytest.fixture
def no(play: Play) -> str:
    return play.lodge().complaint.no


@pytest.mark.req("A29")
def test_a_flipped_byte_is_said_and_put_on_the_record_once(agent: Caller, no: str) -> None:
    content = png(31, 17, b"\x01\x02\x03")
    where = brought(agent, no, content)
    assert agent.get(where).status == 200
    place = files.place(hashlib.sha256(content).hexdigest())
    place.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    first, second = agent.get(where), agent.get(where, range="bytes=0-3")
    (one,) = agent.get(f"/complaints/{no}/evidence").json["items"]
    assert (first.status, first.code, second.code) == (410, "file_altered", "file_altered")
    assert one["file"]["spoilt"] == "altered"
    (line,) = lines(no, "complaint.evidence_spoilt")
    assert (line.by, line.facts["what"]) == ("system:files", "altered")
    assert bring(agent, no, content).status == 201
    assert agent.get(where).content == content


def test_a_file_that_is_gone_is_said(agent: Caller, no: str) -> None:
    content = wav(0.31)
    where = brought(agent, no, content)
    files.place(hashlib.sha256(content).hexdigest()).unlink()
    assert (agent.get(where).status, agent.get(where).code) == (410, "file_lost")


RANGES: list[tuple[str, int, int, int | None]] = [
    ("bytes=0-", 206, 0, None),
    ("bytes=3-9", 206, 3, 10),
    ("bytes=-5", 206, -5, None),
    ("bytes=0-999999", 206, 0, None),
    ("bytes=-999999", 206, 0, None),
    ("bytes=9-3", 200, 0, None),
    ("bytes=1-2,4-5", 200, 0, None),
    ("lines=1-2", 200, 0, None),
    ("bytes=999999-", 416, 0, 0),
    ("bytes=-0", 416, 0, 0),
]


def test_a_range_is_answered(agent: Caller, no: str) -> None:
    content = wav()
    where = brought(agent, no, content, "a.wav")
    for asked, status, first, last in RANGES:
        answer = agent.get(where, range=asked)
        assert (asked, answer.status, answer.content) == (asked, status, content[first:last])
        start, end = first % len(content), (last or len(content)) - 1
        said = {206: f"bytes {start}-{end}/{len(content)}", 416: f"bytes */{len(content)}"}
        assert answer.headers.get("Content-Range") == said.get(status)


def test_a_file_that_is_known_is_not_sent_again(agent: Caller, no: str) -> None:
    where = brought(agent, no, png())
    etag = agent.get(where).headers["ETag"]
    same = agent.get(where, if_none_match=etag)
    old = agent.get(where, range="bytes=0-3", if_range='"other"')
    head = agent.call("HEAD", where)
    assert (same.status, same.content, old.status) == (304, b"", 200)
    assert (head.status, head.content, head.headers["Content-Length"]) == (
        200,
        b"",
        f"{len(png())}",
    )


KINDS: list[tuple[bytes, str, bool]] = [
    (png(), "image/png", True),
    (wav(), "audio/wav", True),
    (PDF, "application/pdf", True),
    (b"\0\0\0\x18ftypisom" + bytes(16), "video/mp4", True),
    (b"#!AMR\n" + bytes(9), "audio/amr", False),
    (b"\x02#!SILK_V3" + bytes(9), "audio/silk", False),
    (SVG, OCTETS, False),
    (HTML, OCTETS, False),
    (b"\xef\xbb\xbf  <?xml version='1.0'?><a/>", OCTETS, False),
    (b"<?php system('id');", OCTETS, False),
    (b"MZ" + bytes(90), OCTETS, False),
    (flood(), "image/png", True),
    ("日期,金额\n3,4\n5,6\n".encode(), "text/csv", False),
    ("今天说好的".encode("gb18030"), "text/plain", False),
]


@pytest.mark.req("F27")
def test_what_a_file_is_comes_from_what_is_in_it(agent: Caller, no: str) -> None:
    """Its name and what the sender says of it do not matter."""
    for content, kind, inline in KINDS:
        headers = agent.get(brought(agent, no, content, "photo.jpg.html")).headers
        shown = headers["Content-Disposition"].partition(";")[0] == "inline"
        policy = headers["Content-Security-Policy"].split("; ")
        assert (headers["Content-Type"], shown) == (kind if inline else OCTETS, inline)
        alone = kind in kinds.SOUNDS | kinds.VIDEOS
        sandbox = "sandbox allow-same-origin" if alone and inline else "sandbox"
        assert {"default-src 'none'", sandbox} <= set(policy)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    listed = agent.get(f"/complaints/{no}/evidence").json["items"]
    assert [one["file"]["content_type"] for one in listed] == [kind for _, kind, _ in KINDS]


def test_a_bomb_is_stored_as_it_is(agent: Caller, no: str) -> None:
    packed = bomb()
    answer = agent.get(brought(agent, no, packed, "a.zip"))
    assert (answer.content, len(packed) < 300_000) == (packed, True)
