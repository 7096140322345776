"""Evidence at the API: files and words come, stay as they are, and go out to who may have them."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kesu.complaints.models import Evidence
from kesu.foundation import files, kinds
from kesu.journal.models import JournalLine
from tests.api.caller import Answer, Caller
from tests.cast import House, Play, complaint, lines
from tests.files import BOUNDARY, HTML, MULTIPART, PDF, SVG, bomb, flood, form, png, wav

OCTETS = "application/octet-stream"
ABOUT = {"side": "unfavourable", "kind": "screenshot"}


def bring(
    who: Caller, no: str, file: bytes | None = None, name: str = "a.png", **more: Any
) -> Answer:
    headers = {key: more.pop(key) for key in [*more] if key in ("idempotency_key", "if_match")}
    body = form({**ABOUT, **more}, file, name)
    return who.call(
        "POST", f"/complaints/{no}/evidence", body, **{"content_type": MULTIPART, **headers}
    )


def brought(who: Caller, no: str, file: bytes, name: str = "a.png", **more: Any) -> str:
    """The address of a file that was brought, below the base."""
    answer = bring(who, no, file, name, **more)
    assert answer.status == 201, answer.content
    return str(answer.json["evidence"]["href"]).removeprefix("/api/v1")


def sent(who: Caller, no: str, body: bytes, *, length: int | str) -> Answer:
    """A body as it comes over the wire, whatever its length was said to be."""
    about: Any = {"CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(body)}
    path = f"/api/v1/complaints/{no}/evidence"
    headers = {"authorization": f"Bearer {who.token}"}
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    response = client.generic("POST", path, b"x", MULTIPART, headers=headers, **about)
    return Answer(response.status_code, dict(response.headers), response.getvalue())


def parts() -> list[Path]:
    return list((files.root() / ".parts").glob("*"))


@pytest.fixture
def no(play: Play) -> str:
    return play.lodge().complaint.no


@pytest.mark.req("A29", "C15")
def test_a_file_is_kept_under_its_digest_and_listed(agent: Caller, no: str) -> None:
    answer = bring(
        agent,
        no,
        png(),
        "页面.png",
        strength="strong",
        source="活动页",
        gap="没有时间",
        counter_plan="查日志",
        note="满199元送一份",
    )
    piece = answer.json["evidence"]
    digest = hashlib.sha256(png()).hexdigest()
    listed = agent.get(f"/complaints/{no}/evidence").json
    kept = files.place(digest)
    assert (answer.status, answer.json["no"], piece["sha256"]) == (201, no, digest)
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777, parts()) == (png(), 0o600, [])
    (one,) = listed["items"]
    times = (one.pop("at"), one.pop("by"))
    assert all(times)
    assert one == {
        "id": piece["id"],
        "side": "unfavourable",
        "kind": "screenshot",
        "strength": "strong",
        "source": "活动页",
        "note": "满199元送一份",
        "gap": "没有时间",
        "counter_plan": "查日志",
        "file": {
            "name": "页面.png",
            "content_type": "image/png",
            "size": len(png()),
            "sha256": digest,
            "href": piece["href"],
        },
    }
    assert listed["open"] == ["favourable"]
    assert agent.read(no)["links"]["evidence"] == f"/api/v1/complaints/{no}/evidence"


@pytest.mark.req("C26")
def test_words_without_a_file_are_evidence_with_who_said_them(agent: Caller, no: str) -> None:
    for word in ("先生", "门店", "司机", "邻居"):
        assert bring(agent, no, kind="statement", source=word, note=f"{word}说的").status == 201
    listed = agent.get(f"/complaints/{no}/evidence").json["items"]
    assert [(one["source"], one["note"]) for one in listed] == [
        (word, f"{word}说的") for word in ("先生", "门店", "司机", "邻居")
    ]
    assert not any("file" in one for one in listed)


@pytest.mark.req("A29")
def test_that_a_side_has_nothing_is_said(agent: Caller, no: str) -> None:
    said = agent.act(no, "evidence", side="unfavourable", none=True, note="查过了")
    listed = agent.get(f"/complaints/{no}/evidence").json
    assert (said.status, listed["open"], listed["items"]) == (200, ["favourable"], [])
    assert [(one["side"], one["note"]) for one in listed["nothing"]] == [("unfavourable", "查过了")]
    bring(agent, no, png())
    refused = agent.act(no, "evidence", side="unfavourable", none=True)
    assert (refused.places, refused.json["code"]) == (["none"], "side_not_empty")


@pytest.mark.req("A29")
def test_the_line_says_what_and_no_name(agent: Caller, no: str) -> None:
    bring(agent, no, png(), "宋小姐.png", note="宋小姐拍的")
    (line,) = lines(no, "complaint.evidence_added")
    row = JournalLine.objects.get(seq=line.seq)
    facts = {name: value for name, value in line.facts.items() if value is not None}
    facts.pop("evidence")
    assert "宋小姐" not in row.line
    assert facts == {
        "side": "unfavourable",
        "kind": "screenshot",
        "sha256": hashlib.sha256(png()).hexdigest(),
        "size": len(png()),
    }


@pytest.mark.req("A29")
def test_a_piece_may_be_relied_on_no_more_and_stays(agent: Caller, no: str) -> None:
    where = brought(agent, no, png())
    key = where.split("/")[-2]
    done = agent.act(no, "retract", evidence=key, reason="拍错了")
    again = agent.act(no, "retract", evidence=key, reason="拍错了")
    (one,) = agent.get(f"/complaints/{no}/evidence").json["items"]
    assert (done.status, again.code, agent.get(where).content) == (200, "retracted", png())
    assert one["retracted_because"] == "拍错了"
    assert agent.act(no, "retract", evidence="nothing", reason="x").places == ["evidence"]


def test_what_does_not_fit_is_named(agent: Caller, no: str) -> None:
    wrong: list[tuple[dict[str, str], str]] = [
        ({"side": "both"}, "side"),
        ({"kind": ""}, "kind"),
        ({"kind": "x" * 41}, "kind"),
        ({"strength": "very"}, "strength"),
        ({"task": "12"}, "task"),
        ({"task": "x"}, "task"),
        ({"sides": "x"}, "sides"),
        ({"none": "true", "side": "neutral"}, "side"),
    ]
    places = [bring(agent, no, png(), **change).places for change, _ in wrong]
    assert (places, Evidence.objects.count()) == ([[place] for _, place in wrong], 0)


def test_neither_file_nor_words_is_refused(agent: Caller, no: str) -> None:
    assert bring(agent, no).code == "no_evidence"
    assert bring(agent, no, b"").code == "empty_file"


def test_a_field_or_file_too_many_is_refused(agent: Caller, no: str) -> None:
    body = form(ABOUT, png()).replace(b'name="kind"', b'name="side"')
    second = form({}, png()).replace(b'"file"', b'"other"')
    more = form(ABOUT, png()).replace(f"--{BOUNDARY}--\r\n".encode(), second)
    where = f"/complaints/{no}/evidence"
    assert agent.call("POST", where, body, content_type=MULTIPART).places == ["side"]
    assert agent.call("POST", where, more, content_type=MULTIPART).places == ["other"]
    assert parts() == []


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        f"multipart/form-data; boundary={'b' * 500}",
    ],
)
def test_a_body_without_its_boundary_is_said_to_be_none(agent: Caller, no: str, kind: str) -> None:
    where, body = f"/complaints/{no}/evidence", form(ABOUT, png())
    assert agent.call("POST", where, body, content_type=kind).status == 400
    assert (Evidence.objects.count(), parts()) == (0, [])


def test_the_kind_of_a_body_is_known_however_it_is_written(agent: Caller, no: str) -> None:
    kind = MULTIPART.replace("multipart/form-data", "Multipart/Form-Data")
    answer = agent.call("POST", f"/complaints/{no}/evidence", form(ABOUT, png()), content_type=kind)
    assert answer.status == 201


def test_a_file_that_is_cut_off_leaves_nothing(agent: Caller, no: str) -> None:
    body = form(ABOUT, bytes(5000) + b"x")
    seen = set(files.all_kept())
    ends = [len(body) - 1, len(body) - 30, len(body) - 200, len(body) - 2000, 400, 20, 0]
    answers = [sent(agent, no, body[:end], length=len(body)) for end in ends]
    assert [one.status for one in answers] == [400] * len(ends)
    assert (Evidence.objects.count(), parts(), set(files.all_kept()) - seen) == (0, [], set())


def test_a_file_whose_fields_are_refused_leaves_nothing(agent: Caller, no: str) -> None:
    seen = set(files.all_kept())
    assert bring(agent, no, wav(0.71), side="both").places == ["side"]
    assert (parts(), set(files.all_kept()) - seen) == ([], set())


def test_a_body_that_is_no_form_or_has_no_length_is_refused(agent: Caller, no: str) -> None:
    where = f"/complaints/{no}/evidence"
    wrong = agent.call("POST", where, b"{}")
    unknown = sent(agent, no, form(ABOUT), length="")
    assert (wrong.status, wrong.code) == (415, "media_type")
    assert (unknown.status, unknown.code) == (411, "length_required")


def test_a_file_over_the_limit_is_refused_early_and_late(
    agent: Caller, no: str, settings: Any
) -> None:
    settings.KESU_MAX_FILE_BYTES = 10_000
    late = bring(agent, no, bytes(10_001))
    early = sent(agent, no, b"", length=3 * 1024 * 1024)
    right = bring(agent, no, bytes(10_000))
    assert (late.code, early.code, right.status, parts()) == ("too_large", "too_large", 201, [])
    assert (late.status, early.status) == (413, 413)


def test_a_full_disk_says_so_and_leaves_nothing(
    agent: Caller, no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_RESERVE", 10**18)
    answer = bring(agent, no, png())
    assert (answer.status, answer.code, Evidence.objects.count()) == (507, "storage", 0)
    assert parts() == []


def test_more_than_a_day_holds_is_refused(
    agent: Caller, no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kesu.journeys.evidence.MOST_FILES_A_DAY", 1)
    first, second = bring(agent, no, png()), bring(agent, no, wav())
    assert (first.status, second.status, second.code) == (201, 429, "too_much")
    assert int(second.headers["Retry-After"]) > 0


def test_an_earlier_time_does_not_take_a_file_out_of_the_day(
    agent: Caller, no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kesu.journeys.evidence.MOST_FILES_A_DAY", 1)
    long_ago = complaint(no).received.isoformat()
    first, second = bring(agent, no, png(), at=long_ago), bring(agent, no, wav())
    assert (first.status, second.status, second.code) == (201, 429, "too_much")


def test_the_same_key_brings_a_file_once(agent: Caller, no: str) -> None:
    first = bring(agent, no, png(), idempotency_key="k1")
    again = bring(agent, no, png(), idempotency_key="k1")
    other = bring(agent, no, wav(), idempotency_key="k1")
    assert (first.json, again.headers["Idempotent-Replay"]) == (again.json, "true")
    assert (other.status, Evidence.objects.count()) == (422, 1)


def test_a_version_that_is_gone_is_refused_only_when_it_was_named(agent: Caller, no: str) -> None:
    stale = bring(agent, no, png(), if_match='"v99"')
    assert (stale.status, bring(agent, no, png()).status) == (412, 201)


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


class TestWhoMay:
    """A29 for every rank: what is not theirs looks as if it were not there."""

    @pytest.fixture
    def where(self, agent: Caller, no: str) -> str:
        return brought(agent, no, png())

    def test_readers_of_the_case_read_its_files(self, house: House, where: str) -> None:
        found = {one.sign_in: Caller(one).get(where).status for one in house.everyone()}
        readers = {name for name, status in found.items() if status == 200}
        assert readers == {
            "director",
            "manager",
            "supervisor",
            "second",
            "lead",
            "agent",
            "senior",
            "peer",
            "auditor",
            "quality",
        }
        assert {found[name] for name in found.keys() - readers} == {404}

    def test_no_is_the_same_as_never_was(self, house: House, where: str, no: str) -> None:
        clerk = Caller(house.clerk)
        never = clerk.get(where.replace(no, "KS-20260213-ZZZZZZ"))
        assert clerk.get(where).content == never.content

    def test_the_accused_gets_nothing(self, play: Play, house: House) -> None:
        no = play.lodge(house.peer, type="2.2", accused_agent="8001").complaint.no
        where = brought(Caller(house.second), no, png())
        accused = Caller(house.agent)
        answers = [
            accused.get(where),
            accused.get(f"/complaints/{no}/evidence"),
            bring(accused, no, png()),
        ]
        assert [(one.status, one.code) for one in answers] == [(403, "accused")] * 3

    def test_a_piece_of_another_case_is_not_found(
        self, play: Play, agent: Caller, where: str
    ) -> None:
        other = play.lodge().complaint.no
        key = where.split("/")[-2]
        found = [agent.get(f"/complaints/{other}/evidence/{one}/file") for one in (key, "x", "1")]
        assert [one.status for one in found] == [404] * 3

    def test_a_liaison_reads_what_belongs_to_their_task(
        self, play: Play, agent: Caller, where: str, no: str
    ) -> None:
        play.do("accept", no)
        play.do("consult", no, department="merchant", question="请核实")
        task = agent.read(no)["consults"][0]["id"]
        shared = brought(agent, no, wav(), task=str(task))
        liaison = Caller(play.house.liaison)
        own = brought(liaison, no, PDF, "记录13812345678.pdf")
        listed = liaison.get(f"/complaints/{no}/evidence").json["items"]
        assert [one["task"] for one in listed] == [task, task]
        assert listed[1]["file"]["name"] == "记录138****5678.pdf"
        assert [liaison.get(one).status for one in (shared, own, where)] == [200, 200, 404]

    def test_who_may_bring_and_not_read_learns_the_digest(self, play: Play, no: str) -> None:
        clerk = Caller(play.house.clerk)
        answer = bring(clerk, no, png())
        made = answer.json.pop("evidence")
        assert (answer.status, set(answer.json)) == (201, {"no", "state", "version", "evidence"})
        assert (made["sha256"], clerk.get(f"/complaints/{no}/evidence").status) == (
            hashlib.sha256(png()).hexdigest(),
            404,
        )

    def test_nothing_is_read_of_a_body_that_may_not_come(
        self, house: House, no: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        begun: list[int] = []
        monkeypatch.setattr(files.Draft, "__init__", lambda *_, **__: begun.append(1))
        refused = bring(Caller(house.auditor), no, png())
        unknown = bring(Caller(house.agent), "KS-20260213-ZZZZZZ", png())
        assert (refused.status, unknown.status, begun) == (403, 404, [])


def pages(who: Caller, no: str, limit: int) -> list[list[str]]:
    """What each stretch of the list says, until there is no more."""
    found, cursor = [], ""
    while cursor is not None:
        part = who.get(f"/complaints/{no}/evidence?limit={limit}{cursor}").json
        assert part["open"] == ["favourable"]
        found.append([one["note"] for one in part["items"]])
        if found == [["甲", "乙"]]:
            # Of a time before: it stands where it came, and nothing is shown twice.
            bring(who, no, note="戊", at=complaint(no).received.isoformat())
        cursor = part["next"] and f"&cursor={part['next']}"
    return found


@pytest.mark.req("A29")
def test_the_list_is_read_in_stretches_that_stay_where_they_are(agent: Caller, no: str) -> None:
    for note in "甲乙丙丁":
        assert bring(agent, no, note=note).status == 201
    assert pages(agent, no, 2) == [["甲", "乙"], ["丙", "丁"], ["戊"]]
    assert agent.get(f"/complaints/{no}/evidence").json["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=x", "colour=red"])
def test_what_a_list_is_not_asked_is_named(agent: Caller, no: str, query: str) -> None:
    answer = agent.get(f"/complaints/{no}/evidence?{query}")
    assert (answer.status, answer.places) == (422, [query.partition("=")[0]])
