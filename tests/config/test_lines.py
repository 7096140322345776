"""Who works, who waits for a line, and what is said when too many do; without a server."""

import io
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from kesu.config.lines import seated
from kesu.foundation.seats import Seats
from tests.door.server import eventually

Answer = Callable[..., Any]


class Silent:
    """A line on which nothing comes until somebody lets it."""

    def __init__(self) -> None:
        self.moves = threading.Event()

    def read(self, *_size: int) -> bytes:
        self.moves.wait(20)
        return b"{}"


def reading(environ: dict[str, Any], start: Answer) -> HttpResponse:
    """Reads the body, if there is one, and answers."""
    environ["wsgi.input"].read()
    start("200 OK", [])
    return HttpResponse(b"done")


def streaming(_environ: dict[str, Any], start: Answer) -> StreamingHttpResponse:
    start("200 OK", [])
    return StreamingHttpResponse(iter([b"one", b"two"]))


class Door:
    """Requests to an application with two seats and three lines, each in a thread of its own."""

    def __init__(self, application: Any) -> None:
        self.seats = Seats(working=2, lines=3)
        self._application = seated(application, self.seats)
        self.threads: list[threading.Thread] = []

    def ask(self, line: Any = None, **environ: Any) -> tuple[str, Any]:
        """Status and answer."""
        begun: list[str] = []
        given = {
            "wsgi.input": line or io.BytesIO(),
            "CONTENT_LENGTH": "2" if line else "",
            **environ,
        }
        answer = self._application(given, lambda status, _headers: begun.append(status))
        return begun[-1], answer

    def begin(self, line: Silent) -> None:
        """A request that waits for its line."""
        thread = threading.Thread(target=self.ask, args=(line,))
        self.threads.append(thread)
        thread.start()


@pytest.fixture
def slow() -> Iterator[list[Silent]]:
    lines = [Silent() for _ in range(3)]
    yield lines
    for line in lines:
        line.moves.set()


@pytest.mark.django_db
def test_who_waits_for_a_line_takes_nobodys_seat(slow: list[Silent]) -> None:
    door = Door(reading)
    for line in slow:
        door.begin(line)
    eventually(lambda: door.seats.are_crowded)
    assert door.ask()[0] == "200 OK"
    status, answer = door.ask(io.BytesIO(b"{}"))
    assert status == "503 Service Unavailable"
    assert "请稍后再试" in answer[0].decode()
    for line in slow:
        line.moves.set()
    for thread in door.threads:
        thread.join(20)
    assert door.ask(io.BytesIO(b"{}"))[0] == "200 OK"


@pytest.mark.django_db
@pytest.mark.parametrize("ends", ["close", "leave", "read"])
def test_an_answer_in_pieces_is_a_line_until_it_ends(ends: str) -> None:
    door = Door(streaming)
    answers = [door.ask()[1] for _ in range(3)]
    assert [next(one) for one in answers] == [b"one"] * 3
    assert door.ask()[0] == "503 Service Unavailable"
    for one in answers:
        if ends == "read":
            assert b"".join(one) == b"two"
        if ends != "leave":
            one.close()
            one.close()
    del one
    answers.clear()
    assert [door.ask()[0] for _ in range(4)] == ["200 OK"] * 4


def test_no_more_work_at_once_than_there_are_seats() -> None:
    seats = Seats(working=2, lines=9)

    def work() -> None:
        with seats.taken():
            pass

    third = threading.Thread(target=work)
    with seats.taken(), seats.taken():
        third.start()
        third.join(0.1)
        assert third.is_alive()
        with seats.given_away():
            third.join(20)
            assert not third.is_alive()
    assert not seats.are_crowded
