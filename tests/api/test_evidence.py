"""Evidence at the API: files and words come, stay as they are, and go out to who may have them."""

import hashlib

import pytest

from kesu.foundation import files
from kesu.journal.models import JournalLine
from tests.api.caller import Caller
from tests.api.proofs import bring, brought, parts
from tests.cast import House, Play, complaint, lines
from tests.files import PDF, png, wav


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
