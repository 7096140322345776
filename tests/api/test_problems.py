"""Every no is a problem with a stable code, and asked in the order of the contract."""

import logging
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError

from kesu.api import complaints
from tests.api.caller import BASE, Caller, lodging
from tests.cast import PROPOSAL, Play

PATHS = ("/nothing", "/", "", "/complaints/KS-20260213-AAAAAA/actions/delete", "/complaints/")


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_address_is_a_problem(agent: Caller, path: str) -> None:
    answer = agent.get(path)
    assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize(
    ("path", "method", "allow"),
    [
        ("/complaints", "PUT", "GET, HEAD, POST"),
        ("/complaints/KS-20260213-AAAAAA", "POST", "GET, HEAD"),
        ("/complaints/KS-20260213-AAAAAA/actions/accept", "GET", "POST"),
        ("/queue", "DELETE", "GET, HEAD"),
        ("/queue", "OPTIONS", "GET, HEAD"),
        ("/openapi.json", "POST", "GET, HEAD"),
        ("/docs", "POST", "GET, HEAD"),
    ],
)
def test_another_method_is_told_the_right_ones(
    agent: Caller, path: str, method: str, allow: str
) -> None:
    answer = agent.call(method, path)
    known = (answer.status, answer.code, answer.headers["Allow"])
    assert known == (405, "method_not_allowed", allow)


def test_head_is_answered_where_get_is(agent: Caller) -> None:
    answer = agent.call("HEAD", "/queue")
    assert (answer.status, answer.content) == (200, b"")


BODIES: list[tuple[bytes, int, str]] = [
    (b"{", 400, "malformed_json"),
    (b"{} {}", 400, "malformed_json"),
    (b"{'channel': 'email'}", 400, "malformed_json"),
    (b'{"text": NaN}', 400, "malformed_json"),
    (b'{"text": -Infinity}', 400, "malformed_json"),
    (b"\xff\xfe", 400, "not_utf8"),
    (b'{"text": "\xed\xa0\x80"}', 400, "not_utf8"),
    (b"\xef\xbb\xbf{}", 400, "malformed_json"),
    (b'{"text": "a", "text": "b"}', 400, "duplicate_key"),
    (b'{"customer": {"age": 1, "age": 1}}', 400, "duplicate_key"),
    (b'{"level": ' + b"9" * 20 + b"}", 400, "number_too_large"),
    (b'{"level": ' + b"9" * 9000 + b"}", 400, "number_too_large"),
    (b'{"level": 1e999}', 400, "number_too_large"),
    (b"[" * 33 + b"]" * 33, 400, "too_deep"),
    (b"[" * 200_000 + b"]" * 200_000, 400, "too_deep"),
    (b'{"a":' * 40_000 + b"1" + b"}" * 40_000, 400, "too_deep"),
    (b'"' + b"a" * 1024 * 1024 + b'"', 413, "too_large"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES, ids=range(len(BODIES)))
def test_a_body_that_cannot_be_read_in_one_way_is_refused(
    agent: Caller, body: bytes, status: int, code: str
) -> None:
    answer = agent.post("/complaints", body)
    assert (answer.status, answer.code) == (status, code)


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"', b"true"])
def test_a_body_that_is_no_object_is_refused(agent: Caller, body: bytes) -> None:
    assert agent.post("/complaints", body).places == [""]


def test_no_body_counts_as_an_empty_one(agent: Caller, play: Play) -> None:
    no = play.walk("received")
    assert agent.post(f"/complaints/{no}/actions/accept").json["state"] == "accepted"


def test_files_are_not_taken_here(agent: Caller) -> None:
    answer = agent.post("/complaints", b"--x--", content_type="multipart/form-data; boundary=x")
    assert (answer.status, answer.code) == (415, "media_type")


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_json_is_json_whatever_it_is_called(agent: Caller, media: str) -> None:
    assert agent.post("/complaints", lodging(), content_type=media).status == 201


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/complaints?colour=red", "colour"),
        ("/queue?q=x", "q"),
        ("/queue?limit=201", "limit"),
        ("/queue?limit=0", "limit"),
        ("/queue?limit=ten", "limit"),
        ("/queue?limit=1&limit=2", "limit"),
        ("/queue?cursor=x", "cursor"),
        ("/complaints?limit=", "limit"),
        ("/complaints?state=lost", "state.0"),
        ("/complaints?type=9.9", "type"),
        ("/complaints?grade=IV", "grade"),
        ("/complaints?urgent=perhaps", "urgent"),
        ("/complaints?tier=G", "tier"),
        ("/complaints?owner=nobody", "owner"),
        ("/complaints?department=nowhere", "department"),
        ("/complaints?channel=pigeon", "channel"),
        ("/complaints?customer=1", "customer"),
        ("/complaints?q=%00", "q"),
        ("/complaints?q=" + "a" * 201, "q"),
        ("/complaints?due_before=tomorrow", "due_before"),
        ("/complaints?due_before=2026-02-13T10:00:00", "due_before"),
        ("/complaints?received_from=2026-02-13", "received_from"),
        ("/complaints?order_by=text", "order_by"),
        ("/complaints?cursor=WzFd", "cursor"),
        ("/complaints?%00=1", "\x00"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(agent: Caller, path: str, place: str) -> None:
    assert agent.get(path).places == [place]


def test_reading_and_writing_one_complaint_takes_no_parameter(agent: Caller, play: Play) -> None:
    no = play.walk("received")
    paths = [f"/complaints/{no}{tail}" for tail in ("", "/actions", "/journal", "/clocks")]
    assert [agent.get(f"{path}?x=1").places for path in paths] == [["x"]] * 4
    assert agent.post(f"/complaints/{no}/actions/accept?x=1", {}).places == ["x"]


def test_more_parameters_than_django_reads_are_a_bad_request(agent: Caller) -> None:
    answer = agent.get("/complaints?" + "&".join(f"x{one}=1" for one in range(600)))
    assert (answer.status, answer.code) == (400, "bad_request")


def test_a_fault_says_place_message_and_what_was_expected(agent: Caller) -> None:
    answer = agent.lodge(channel="pigeon", customer={"age": 131})
    errors = {one["loc"]: one for one in answer.json["errors"]}
    assert set(errors) == {"channel", "customer.age"}
    assert errors["customer.age"]["expected"] == "≤ 130"
    assert "hotline" in errors["channel"]["expected"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_code_is_stable_in_every_language(play: Play, language: str) -> None:
    answer = Caller(play.house.agent, language=language).lodge(urgent=True)
    assert (answer.status, answer.code, answer.headers["Content-Language"][:2]) == (
        422,
        "input",
        language[:2],
    )


def test_a_wrong_state_says_what_may_be_done_instead(agent: Caller, play: Play) -> None:
    no = play.walk("received")
    said = agent.act(no, "propose", **PROPOSAL).json
    assert (said["code"], said["state"], said["version"]) == ("wrong_state", "received", 1)
    assert {"accept", "resolve", "note"} <= set(said["allowed"])
    assert "propose" not in said["allowed"]


def test_what_is_wrong_is_asked_in_the_order_of_the_contract(play: Play) -> None:
    no = play.walk("received")
    peer = Caller(play.house.peer)
    codes = [peer.act(no, "propose", colour="red").code, peer.act(no, "propose", **PROPOSAL).code]
    play.walk("proposing", no=play.lodge().complaint.no)
    accepted = play.walk("accepted")
    codes += [peer.act(accepted, "verify", verdict="valid", reason="x").code]
    codes += [Caller(play.house.agent).act(play.walk("proposing"), "propose", **PROPOSAL).code]
    assert codes == ["input", "wrong_state", "not_yours", "gate"]


@pytest.mark.parametrize("fault", [OperationalError("database is locked"), InterfaceError("gone")])
def test_a_busy_database_asks_to_come_again(
    agent: Caller, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(complaints.queue, "cases", _raises(fault))
    answer = agent.get("/complaints")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "busy", "1")


def test_a_fault_of_ours_is_logged_and_not_told(
    agent: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(complaints.queue, "cases", _raises(RuntimeError("secret")))
    with caplog.at_level(logging.ERROR, logger="kesu.api"):
        answer = agent.get("/complaints")
    assert (answer.status, answer.code, b"secret" in answer.content) == (500, "internal", False)
    (line,) = [one for one in caplog.records if one.name == "kesu.api"]
    assert line.exc_info is not None


def test_what_is_answered_is_cached_by_nobody(agent: Caller) -> None:
    assert agent.get("/queue").headers["Cache-Control"] == "no-store, private"


def test_the_base_is_the_one_of_the_contract() -> None:
    assert BASE == "/api/v1"


def _raises(fault: Exception) -> Any:
    def fails(**_given: Any) -> None:
        raise fault

    return fails
