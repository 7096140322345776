"""One line of the log for each request, and the request's name on every line inside it."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from kesu.clock import duties, worker
from kesu.complaints.models import Complaint
from kesu.config.logs import JsonLines
from kesu.config.middleware import guard
from kesu.foundation.marks import marks
from kesu.people.models import Staff, Token
from kesu.people.queries import digest_of
from tests.cast import MORNING, Play
from tests.door import Server

Line = dict[str, Any]
BY_CHANCE = {"at", "request", "ms", "bytes", "port"}
"""Fields of a line in which any three digits may stand."""


class Log:
    """What was written while it listened."""

    def __init__(self) -> None:
        self._stream = io.StringIO()
        self.handler = logging.StreamHandler(self._stream)
        self.handler.setFormatter(JsonLines())

    def lines(self, logger: str = "") -> list[Line]:
        read = [json.loads(line) for line in self._stream.getvalue().splitlines()]
        return [line for line in read if line["logger"].startswith(logger)]

    def visit(self) -> Line:
        """The line of the one request there was."""
        (line,) = self.lines("kesu.access")
        return line

    @property
    def text(self) -> str:
        return self._stream.getvalue()


@pytest.fixture
def log() -> Iterator[Log]:
    listening = Log()
    logging.getLogger().addHandler(listening.handler)
    yield listening
    logging.getLogger().removeHandler(listening.handler)


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"host": "localhost"}, raise_request_exception=False)


def test_a_request_is_told_by_its_route(db: None, log: Log, visitor: Client) -> None:
    answer = visitor.get("/sign-in", headers={"X-Request-ID": "r-1"})
    line = log.visit()
    assert line.pop("ms") > 0
    assert line.pop("at")
    assert line == {
        "level": "info",
        "logger": "kesu.access",
        "message": "GET account_login 200",
        "request": "r-1",
        "method": "GET",
        "route": "account_login",
        "status": 200,
        "bytes": len(answer.content),
    }


def test_neither_path_nor_question_is_told(play: Play, log: Log, visitor: Client) -> None:
    no = play.lodge().complaint.no
    visitor.get(f"/complaints/{no}?q=13812345678", headers={"X-Request-ID": "r-2"})
    visitor.get("/没有/宋小姐?phone=13812345678")
    told = [{name: line[name] for name in line.keys() - BY_CHANCE} for line in log.lines()]
    assert [word for word in (no, "138", "宋小姐", "phone") if word in str(told)] == []
    assert [line["route"] for line in log.lines("kesu.access")] == ["case", "nowhere"]


def test_who_is_signed_in_is_told_by_id(play: Play, log: Log, visitor: Client) -> None:
    visitor.force_login(Staff.objects.get(pk=play.house.agent.id))
    visitor.get("/notices")
    assert (log.visit()["staff"], "token" in log.visit()) == (play.house.agent.id, False)


def test_a_token_is_told_by_its_id_and_never_itself(play: Play, log: Log, visitor: Client) -> None:
    agent = play.house.agent.id
    token = Token.objects.create(digest=digest_of("geheim"), staff_id=agent, made=MORNING)
    visitor.get("/api/v1/complaints", headers={"Authorization": "Bearer geheim"})
    line = log.visit()
    assert (line["staff"], line["token"], "geheim" in log.text) == (agent, token.pk, False)


def test_every_line_inside_a_request_names_it(
    db: None, log: Log, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        logging.getLogger("kesu.anything").warning("inside")
        raise ZeroDivisionError("broken")

    monkeypatch.setattr("kesu.workbench.sign_in.SignIn.dispatch", broken)
    visitor.get("/sign-in", headers={"X-Request-ID": "r-3"})
    named = [(line["logger"], line.get("request")) for line in log.lines()]
    assert named == [
        ("kesu.anything", "r-3"),
        ("django.request", "r-3"),
        ("kesu.access", "r-3"),
    ]
    assert marks() == {}


@pytest.mark.parametrize("given", ["a\r\nb", "\x1b[31mred", "x" * 65, "", "编号"])
def test_a_request_id_that_could_break_a_line_is_replaced(
    db: None, log: Log, visitor: Client, given: str
) -> None:
    answer = visitor.get("/sign-in", headers={"X-Request-ID": given})
    assert log.visit()["request"] == answer.headers["X-Request-ID"]
    assert len(log.visit()["request"]) == 32


def _streamed(pieces: Iterator[bytes]) -> Any:
    def view(_: HttpRequest) -> HttpResponse:
        return StreamingHttpResponse(pieces)  # type: ignore[return-value]

    return guard(view)(RequestFactory().get("/", headers={"X-Request-ID": "r-4"}))


def _end(answer: HttpResponse) -> None:
    """As the server ends it; connections are left as they are, as under Django's own client."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


def test_a_streamed_answer_is_told_when_its_last_piece_has_gone(log: Log) -> None:
    def pieces() -> Iterator[bytes]:
        logging.getLogger("kesu.export").info("a row")
        yield b"12345"
        yield b"678"

    answer = _streamed(pieces())
    assert log.lines("kesu.access") == []
    assert b"".join(answer.streaming_content) == b"12345678"
    assert (log.visit()["bytes"], log.lines("kesu.export")[0]["request"]) == (8, "r-4")
    _end(answer)
    assert marks() == {}


def test_a_streamed_answer_that_nobody_waits_for_is_told_as_far_as_it_went(log: Log) -> None:
    answer = _streamed(iter([b"12345", b"678"]))
    next(iter(answer.streaming_content))
    _end(answer)
    assert log.visit()["bytes"] == 5


def test_a_line_of_the_worker_names_round_and_obligation(play: Play, log: Log) -> None:
    broken = play.lodge(type="2.3").complaint
    play.lodge(type="2.3")
    Complaint.objects.filter(pk=broken.pk).update(policy_version="lost")
    worker.run(once=True)
    failed = next(line for line in log.lines("kesu.clock") if line["level"] == "error")
    worked = next(line for line in log.lines("kesu.clock") if line["level"] == "info")
    assert failed["obligation"].startswith("deadlines.duemoment:")
    assert (len(failed["round"]), failed["round"]) == (32, worked["round"])


def test_rounds_have_different_names(play: Play, log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LIMIT", 1)
    play.lodge(type="2.3"), play.lodge(type="2.3")
    duties.breaches(MORNING + timedelta(days=9), 1)
    assert "round" not in log.lines("kesu.clock")[0]
    worker.run(once=True)
    rounds = [line["round"] for line in log.lines("kesu.clock") if "round" in line]
    assert len(rounds) == len(set(rounds)) > 0


@pytest.mark.door
def test_every_line_of_a_running_kesu_is_json(tmp_path: Path) -> None:
    with Server(tmp_path / "home") as server:
        member = server.hire("lin", rank="agent")
        with server.client(member.token) as client:
            client.get("/complaints", params={"q": "碎了"}).raise_for_status()
            client.get("/nothing")
        server.stop()
        lines = [json.loads(line) for line in server.log().splitlines()]
    routes = {line.get("route") for line in lines}
    assert {"api:complaints", "api_nothing"} <= routes
    assert all(line["request"] for line in lines if line["logger"] == "kesu.access")
    assert "碎了" not in str(lines)
