"""Who is let in, what a token may, and that what is hidden cannot be told from what is not."""

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from kesu.people.models import Staff, Token
from tests.api.caller import Answer, Caller
from tests.cast import House, Play

UNKNOWN = "KS-20260213-AAAAAA"


def _same(one: Answer, other: Answer) -> bool:
    ours = {"X-Request-ID"}
    headers = [
        {name: value for name, value in answer.headers.items() if name not in ours}
        for answer in (one, other)
    ]
    return (one.status, one.content) == (other.status, other.content) and headers[0] == headers[1]


@pytest.mark.parametrize("path", ["/complaints", "/queue", f"/complaints/{UNKNOWN}"])
def test_without_a_token_nobody_reads(db: None, path: str) -> None:
    answer = Caller().get(path)
    challenge = answer.headers["WWW-Authenticate"]
    assert (answer.status, answer.code, challenge) == (401, "no_token", 'Bearer realm="kesu"')


@pytest.mark.parametrize("path", ["/complaints", f"/complaints/{UNKNOWN}/actions/accept"])
def test_without_a_token_nobody_writes(db: None, path: str) -> None:
    assert Caller().post(path, {}).code == "no_token"


@pytest.mark.parametrize("given", ["Bearer", "Bearer x", "Basic eDp5", "Bearer é", "kesu", ""])
def test_a_bad_token_is_said_to_be_bad(db: None, given: str) -> None:
    answer = Caller().get("/queue", authorization=given)
    assert (answer.status, answer.code) == (401, "bad_token")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_revoked_token_is_bad(house: House) -> None:
    caller = Caller(house.agent)
    Token.objects.update(revoked=datetime(2026, 2, 13, tzinfo=UTC))
    assert caller.get("/queue").code == "bad_token"


def test_the_token_of_somebody_who_left_is_bad(house: House) -> None:
    caller = Caller(house.agent)
    Staff.objects.filter(pk=house.agent.id).update(is_active=False)
    assert caller.get("/queue").code == "bad_token"


def test_a_token_without_scopes_may_what_its_person_may(agent: Caller) -> None:
    assert (agent.get("/queue").status, agent.lodge().status) == (200, 201)


def test_a_token_to_read_does_not_write(house: House) -> None:
    caller = Caller(house.agent, "read")
    refused = caller.lodge()
    assert (caller.get("/queue").status, refused.status, refused.code) == (200, 403, "scope")


def test_a_token_to_write_reads_too(house: House) -> None:
    caller = Caller(house.agent, "write")
    assert (caller.get("/queue").status, caller.lodge().status) == (200, 201)


def test_a_token_for_something_else_does_neither(house: House) -> None:
    caller = Caller(house.agent, "metrics")
    assert (caller.get("/queue").code, caller.lodge().code) == ("scope", "scope")


@pytest.mark.parametrize("tail", ["", "/actions", "/journal", "/clocks"])
@pytest.mark.req("E36")
def test_what_is_hidden_reads_like_what_nobody_has(play: Play, tail: str) -> None:
    no = play.walk("received", customer={"special_role": "media"})
    caller = Caller(play.house.clerk)
    hidden, unknown = (caller.get(f"/complaints/{one}{tail}") for one in (no, UNKNOWN))
    assert hidden.status == 404
    assert _same(hidden, unknown)


@pytest.mark.parametrize("body", [b"{}", b'{"colour": "red"}', b"{", b"[]", b"\xff"])
@pytest.mark.parametrize("verb", ["contact", "propose", "accept"])
@pytest.mark.req("E36")
def test_what_is_hidden_acts_like_what_nobody_has(play: Play, verb: str, body: bytes) -> None:
    no = play.walk("received", customer={"special_role": "media"})
    caller = Caller(play.house.clerk)
    hidden, unknown = (
        caller.post(f"/complaints/{one}/actions/{verb}", body, idempotency_key="k")
        for one in (no, UNKNOWN)
    )
    assert hidden.status in (404, 400)
    assert _same(hidden, unknown)


@pytest.mark.parametrize("number", ["KS-1", "%20", "KS-20260213-AAAAAA%00", "é", "a" * 3000, ".."])
def test_a_number_that_is_none_is_not_found(agent: Caller, number: str) -> None:
    read, act = agent.get(f"/complaints/{number}"), agent.act(number, "accept")
    assert (read.code, act.code) == ("not_found", "not_found")


@pytest.mark.req("E49")
def test_the_accused_learns_no_field_of_it(play: Play) -> None:
    no = play.lodge(play.house.peer, type="2.2", accused_agent="agent").complaint.no
    accused = Caller(play.house.agent)
    answers = [
        accused.get(f"/complaints/{no}"),
        accused.get(f"/complaints/{no}/journal"),
        accused.get(f"/complaints/{no}/clocks"),
        accused.get(f"/complaints/{no}/actions"),
        accused.act(no, "contact", colour="red"),
    ]
    assert {answer.status for answer in answers} == {403}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert set(answers[0].json) == {"type", "title", "status", "detail", "code"}


@pytest.mark.req("E49")
def test_the_accused_finds_it_in_no_list(play: Play) -> None:
    play.lodge(play.house.peer, type="2.2", accused_agent="agent")
    accused = Caller(play.house.agent)
    found = [accused.get(path).json["items"] for path in ("/complaints", "/queue")]
    assert found == [[], []]


@pytest.mark.req("E49")
def test_who_lodges_against_themselves_learns_number_and_owner_only(play: Play) -> None:
    answer = Caller(play.house.agent).lodge(type="2.2", accused_agent="agent")
    assert (answer.status, set(answer.json)) == (201, {"no", "routing"})
    assert answer.json["routing"] == {"owner": play.house.supervisor.full_name}
    assert not {"ETag", "Location"} & set(answer.headers)


def test_another_department_reads_nothing_but_may_take_a_call(play: Play) -> None:
    no = play.walk("received")
    clerk = Caller(play.house.clerk)
    assert clerk.get(f"/complaints/{no}").status == 404
    answer = clerk.act(no, "contact", channel="hotline", outcome="no_answer")
    assert answer.status == 200


def test_who_acts_and_may_not_read_learns_state_and_version(play: Play) -> None:
    no = play.walk("received")
    clerk = Caller(play.house.clerk)
    noted = clerk.act(no, "note", text="客户在门店问起")
    assert noted.json == {"no": no, "state": "received", "version": 2}
    assert noted.headers["ETag"] == '"v2"'


def test_a_liaison_does_not_learn_who_the_customer_is(play: Play) -> None:
    no = play.walk("received", customer={"name": "张女士", "phone": "13812341234"})
    play.do("accept", no)
    play.do("consult", no, department="merchant", question="请核实")
    seen = Caller(play.house.liaison).read(no)["customer"]
    assert (seen["name"], seen["phone"]) == ("", None)


@pytest.mark.parametrize("words", ["13812341234", "1234", "张女士"])
def test_a_liaison_cannot_guess_who_the_customer_is(play: Play, words: str) -> None:
    no = play.walk("received", customer={"name": "张女士", "phone": "13812341234"})
    play.do("accept", no)
    play.do("consult", no, department="merchant", question="请核实")
    liaison, owner = Caller(play.house.liaison), Caller(play.house.agent)
    found = [one.get(f"/complaints?q={quote(words)}").json["items"] for one in (liaison, owner)]
    assert [len(items) for items in found] == [0, 1]


def test_the_journal_is_for_those_who_may_read_it(play: Play) -> None:
    no = play.walk("received")
    play.do("accept", no)
    play.do("consult", no, department="merchant", question="请核实")
    answer = Caller(play.house.liaison).get(f"/complaints/{no}/journal")
    assert (answer.status, answer.code) == (403, "not_yours")


def test_an_admin_reads_no_complaint(play: Play) -> None:
    no = play.walk("received")
    admin = Caller(play.house.admin)
    assert (admin.get(f"/complaints/{no}").status, admin.get("/complaints").json["items"]) == (
        404,
        [],
    )


def test_an_auditor_reads_and_lodges_nothing(play: Play) -> None:
    no = play.walk("received")
    auditor = Caller(play.house.auditor)
    answer = auditor.lodge()
    assert (auditor.read(no)["no"], answer.status, answer.code) == (no, 403, "not_yours")


@pytest.mark.req("E36")
def test_who_lodges_for_a_sensitive_customer_reads_it_this_once(play: Play) -> None:
    agent = Caller(play.house.agent)
    answer = agent.lodge(customer={"name": "张女士", "special_role": "media"})
    assert (answer.status, answer.json["urgent"], answer.json["urgent_reasons"]) == (
        201,
        True,
        ["U3"],
    )
    assert agent.get(f"/complaints/{answer.json['no']}").status == 404


def test_journal_and_clocks_are_read_a_stretch_at_a_time(play: Play) -> None:
    no, agent = play.walk("executing"), Caller(play.house.agent)
    whole = agent.get(f"/complaints/{no}/journal").json
    found, cursor = [], "0"
    while cursor is not None:
        part = agent.get(f"/complaints/{no}/journal?limit=3&cursor={cursor}").json
        found, cursor = [*found, *part["items"]], part["next"]
        assert len(part["items"]) <= 3
    assert (found, whole["next"]) == (whole["items"], None)
    assert agent.get(f"/complaints/{no}/clocks?limit=1").json["next"] == "1"
    assert agent.get(f"/complaints/{no}/clocks?limit=0").status == 422
