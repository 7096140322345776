"""Many at once, through a real server: one winner, no number twice, nothing lost."""

import os
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx
import pytest

from tests.api.caller import lodging
from tests.cast import ANSWERED, CLOSING, PROPOSAL
from tests.door import Member, Server

pytestmark = pytest.mark.door

CONNECTIONS = 16
_PATIENCE = 20
ROUNDS = int(os.environ.get("KESU_TEST_ROUNDS", "25"))
"""How often two people meet; 1,000 before a release."""
FORMS = max(100, min(ROUNDS, 1000))
"""How many forms are drawn at once; 1,000 before a release."""


class Crowd:
    """The people of one running server and how they speak to it."""

    def __init__(self, server: Server, *, prefix: str = "") -> None:
        # A module may be taken up twice by one process of the tests, at the same server.
        self._server, self._prefix = server, f"{prefix}{secrets.token_hex(3)}-"
        self.manager = self._hire("boss", "manager")
        self.supervisors = [self._hire(f"chief{one}", "supervisor", "boss") for one in range(2)]
        self.agent = self._hire("worker", "agent", "chief0")

    def _hire(self, name: str, rank: str, above: str = "") -> Member:
        more = {"supervisor": f"{self._prefix}{above}"} if above else {}
        return self._server.hire(f"{self._prefix}{name}", rank=rank, **more)

    def client(self, member: Member) -> httpx.Client:
        return self._server.client(member.token)

    def lodge(self, client: httpx.Client, **more: Any) -> str:
        answer = client.post("/complaints", json=lodging(**(more or BY_TELEPHONE)))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["no"])

    def walk(self, client: httpx.Client, no: str, *steps: tuple[str, dict[str, Any]]) -> None:
        for verb, payload in steps:
            answer = act(client, no, verb, payload)
            assert answer.status_code == 200, answer.text


Steps = list[tuple[str, dict[str, Any]]]
T = TypeVar("T")
Pair = tuple[T, T]
PROPOSING: Steps = [
    ("verify", {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}),
    ("cause", {"text": "漏发"}),
]
APPROVING: Steps = [*PROPOSING, ("propose", PROPOSAL)]
BY_TELEPHONE = {
    "channel": "hotline",
    "first_contact": {"promise": {"what": "回电", "due": "2090-01-01T10:00:00+08:00"}},
}
SOLVED = {
    "channel": "hotline",
    "first_contact": {"resolved": {"cause": "漏发", "what": "已补寄", "clause": "4.2"}},
}


@pytest.fixture(scope="module")
def crowd(server: Server) -> Crowd:
    return Crowd(server)


@pytest.fixture
def agent(crowd: Crowd) -> Iterator[httpx.Client]:
    with crowd.client(crowd.agent) as client:
        yield client


def act(client: httpx.Client, no: str, verb: str, payload: Any, **headers: str) -> httpx.Response:
    """One step. Who is told that the database is busy asks again, as any program would."""
    for _again in range(_PATIENCE):
        answer = client.post(f"/complaints/{no}/actions/{verb}", json=payload, headers=headers)
        if answer.status_code != 503:
            break
        assert answer.json()["code"] == "busy"
        time.sleep(int(answer.headers["Retry-After"]))
    return answer


def at_once(calls: list[Callable[[], httpx.Response]], *, threads: int) -> list[httpx.Response]:
    """Every call, all threads let go at the same moment."""
    gate = threading.Barrier(threads)
    waiting = iter(calls)
    lock = threading.Lock()
    answers: list[httpx.Response] = []

    def work() -> None:
        gate.wait()
        while True:
            with lock:
                call = next(waiting, None)
            if call is None:
                return
            answers.append(call())

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work) for _ in range(threads)]:
            done.result()
    return answers


def test_a_hundred_lodged_at_once_have_a_hundred_numbers(crowd: Crowd, agent: httpx.Client) -> None:
    calls = [lambda: agent.post("/complaints", json=lodging()) for _ in range(100)]
    answers = at_once(calls, threads=CONNECTIONS)
    numbers = {answer.json().get("no") for answer in answers}
    assert Counter(answer.status_code for answer in answers) == {201: 100}
    assert len(numbers) == 100
    assert all(agent.get(f"/complaints/{no}").status_code == 200 for no in numbers)


def test_one_new_customer_lodging_at_once_is_one_customer(agent: httpx.Client) -> None:
    body = lodging(customer={"external_id": "V-77", "phone": "13812347777"})
    calls = [lambda: agent.post("/complaints", json=body) for _ in range(CONNECTIONS)]
    answers = at_once(calls, threads=CONNECTIONS)
    assert Counter(answer.status_code for answer in answers) == {201: CONNECTIONS}
    assert len({answer.json()["customer"]["id"] for answer in answers}) == 1


@pytest.mark.parametrize("path", ["orders", "messages"])
def test_what_is_new_and_told_by_many_at_once_is_kept_once(agent: httpx.Client, path: str) -> None:
    def told(number: int) -> httpx.Response:
        new = {"external_id": f"{path}-{number // CONNECTIONS}"}
        if path == "orders":
            return agent.post("/orders", json={"orders": [{**new, "customer": new}]})
        talk = {"conversation": f"T-{number}", "id": f"M-{number}", "from": "customer"}
        said = {**talk, "text": "在吗", "at": "2026-02-13T09:00:00+08:00", "customer": new}
        return agent.post("/messages", json={"messages": [said]})

    calls = [lambda number=number: told(number) for number in range(10 * CONNECTIONS)]
    answers = at_once(calls, threads=CONNECTIONS)
    assert Counter(answer.status_code for answer in answers) == {200: len(calls)}
    if path == "orders":
        assert sum(answer.json()["added"] for answer in answers) == 10


@pytest.mark.req("E08")
def test_a_hundred_forms_drawn_at_once_follow_each_other(crowd: Crowd, agent: httpx.Client) -> None:
    numbers = [crowd.lodge(agent) for _ in range(FORMS)]
    for no in numbers:
        crowd.walk(agent, no, *PROPOSING)
    calls = [lambda no=no: act(agent, no, "propose", PROPOSAL) for no in numbers]
    answers = at_once(calls, threads=CONNECTIONS)
    assert Counter(answer.status_code for answer in answers) == {200: FORMS}
    forms = sorted(answer.json()["form_no"] for answer in answers)
    first = int(forms[0][-4:])
    assert [int(form[-4:]) for form in forms] == list(range(first, first + FORMS))
    assert all(re.fullmatch(r"TS-\d{8}-\d{4}", form) for form in forms)


def test_one_key_sent_by_sixteen_at_once_makes_one_complaint(
    crowd: Crowd, agent: httpx.Client
) -> None:
    headers = {"Idempotency-Key": "one-and-only"}
    body = lodging(external_id="once")
    calls = [lambda: agent.post("/complaints", json=body, headers=headers) for _ in range(20)]
    answers = at_once(calls, threads=CONNECTIONS)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replay" not in answer.headers for answer in answers) == 1


def meet(
    crowd: Crowd,
    verb: str,
    prepare: Callable[[], str],
    payloads: Pair[Any],
    by: Pair[Member],
    **headers: str,
) -> Counter[tuple[int, ...]]:
    """Two people do the same at once, again and again: how each round ended."""
    ends: Counter[tuple[int, ...]] = Counter()
    with crowd.client(by[0]) as one, crowd.client(by[1]) as other:
        one.get("/queue"), other.get("/queue")
        for _ in range(ROUNDS):
            no = prepare()
            calls = [
                lambda no=no: act(one, no, verb, payloads[0], **headers),
                lambda no=no: act(other, no, verb, payloads[1], **headers),
            ]
            answers = at_once(calls, threads=2)
            ends[tuple(sorted(answer.status_code for answer in answers))] += 1
            _ask_loser(answers, one.get(f"/complaints/{no}").json())
    return ends


def _ask_loser(answers: list[httpx.Response], fresh: Any) -> None:
    """Who came second is told the state that the first one left."""
    for answer in answers:
        if answer.status_code == 409:
            said = answer.json()
            assert (said["state"], said["version"]) == (fresh["state"], fresh["version"])
            assert isinstance(said["allowed"], list)
            assert said["code"] in ("stale", "wrong_state")


def test_two_approve_at_once_and_one_has_done_it(crowd: Crowd, agent: httpx.Client) -> None:
    def approving() -> str:
        no = crowd.lodge(agent)
        crowd.walk(agent, no, *APPROVING)
        return no

    both = (crowd.supervisors[0], crowd.manager)
    ends = meet(crowd, "approve", approving, ({}, {}), both)
    assert ends == {(200, 409): ROUNDS}


def test_two_close_at_once_and_one_has_done_it(crowd: Crowd, agent: httpx.Client) -> None:
    def following() -> str:
        no = crowd.lodge(agent, **SOLVED)
        crowd.walk(agent, no, ("follow_up", ANSWERED))
        return no

    both = (crowd.agent, crowd.supervisors[0])
    ends = meet(crowd, "close", following, (CLOSING, CLOSING), both)
    assert ends == {(200, 409): ROUNDS}


def test_two_transfer_what_they_saw_and_one_has_done_it(crowd: Crowd, agent: httpx.Client) -> None:
    """The state stays, so that only the version they name tells who comes second."""
    first, second = crowd.supervisors
    gives = ({"to": first.sign_in, "reason": "休假"}, {"to": second.sign_in, "reason": "休假"})
    both = (crowd.supervisors[0], crowd.manager)
    saw = {"If-Match": agent.get(f"/complaints/{crowd.lodge(agent)}").headers["ETag"]}
    ends = meet(crowd, "transfer", lambda: crowd.lodge(agent), gives, both, **saw)
    assert ends == {(200, 412): ROUNDS}
