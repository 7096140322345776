"""kill -9 in the middle of work: what was acknowledged is kept, whole, once."""

import os
import random
import signal
import threading
import time

import httpx
import pytest

from tests.door import Member, Server
from tests.door.server import eventually
from tests.faults.conftest import House
from tests.faults.fortune import fortune, often
from tests.faults.ledger import Crew, Ledger
from tests.faults.oracle import judge

pytestmark = pytest.mark.door

_LONGEST_WAIT_SECONDS = 0.4


@pytest.mark.req("E03")
@pytest.mark.parametrize(
    ("what", "runs"),
    [
        (("web",), often(2, 100)),
        (("worker",), often(2, 100)),
        (("web's child",), often(1, 100)),
        (("web", "worker"), often(1, 100)),
    ],
    ids=("web", "worker", "child", "both"),
)
def test_kill_9_loses_nothing(house: House, what: tuple[str, ...], runs: int) -> None:
    server, chance = house.server, fortune(f"kill {what}")
    crew = Crew(server, house.member, chance=chance)
    with crew.at_work() as ledger:
        for _ in range(runs):
            time.sleep(chance.uniform(0, _LONGEST_WAIT_SECONDS))
            _kill(server, what)
            crew.write_more(chance.randint(1, 8))
            eventually(lambda: len(server.processes("worker")) > 0)
    judge(server, ledger, fault=f"kill -9 of {' and '.join(what)}", runs=runs).hold()


def test_kill_9_of_the_supervisor_ends_all_and_loses_nothing(house: House) -> None:
    runs, chance, ledger, server = (
        often(1, 100),
        fortune("kill serve"),
        Ledger(house.member.token),
        house.server,
    )
    for _ in range(runs):
        crew = Crew(server, house.member, chance=chance, ledger=ledger)
        port = int(server.url.rpartition(":")[2])
        with crew.at_work():
            time.sleep(chance.uniform(0, _LONGEST_WAIT_SECONDS))
            server.stop(signal.SIGKILL)
            server.start(port)
            crew.write_more(4)
    judge(server, ledger, fault="kill -9 of the supervisor", runs=runs).hold()


def test_the_same_key_from_many_connections_during_a_kill_is_one_complaint(house: House) -> None:
    runs, chance, server = often(1, 100), fortune("same key"), house.server
    said: dict[str, set[str]] = {}
    for _ in range(runs):
        key = f"{chance.randrange(16**12):012x}"
        said[key] = _numbers_told(server, house.member, key, chance)
    assert [numbers for numbers in said.values() if len(numbers) != 1] == []
    verdict = judge(
        server, Ledger(house.member.token), fault="one key, eight connections, a kill", runs=runs
    )
    verdict.acknowledged = len(said)
    verdict.hold()


def _numbers_told(server: Server, member: Member, key: str, chance: random.Random) -> set[str]:
    """What eight callers with one key hear, web being killed among them."""
    numbers: list[str] = []
    body = {"channel": "im", "text": f"重复投递 {key}", "customer": {}, "type": "1.2.3"}

    def call() -> None:
        with server.client(member.token) as client:
            while True:
                try:
                    answer = client.post("/complaints", json=body, headers={"Idempotency-Key": key})
                except httpx.TransportError:
                    time.sleep(0.02)
                    continue
                if answer.status_code == 201:
                    numbers.append(answer.json()["no"])
                    return
                assert answer.status_code in (409, 503), answer.text

    callers = [threading.Thread(target=call) for _ in range(8)]
    for caller in callers:
        caller.start()
    time.sleep(chance.uniform(0, 0.05))
    server.kill("web")
    for caller in callers:
        caller.join()
    return set(numbers)


def _kill(server: Server, what: tuple[str, ...]) -> None:
    """kill -9 of each; waits until they are gone."""
    for name in what:
        if name == "web's child":
            _kill_child(server)
        else:
            eventually(lambda: bool(server.processes(name)))  # noqa: B023
            server.kill(name)


def _kill_child(server: Server) -> None:
    eventually(lambda: len(server.processes("web")) > 1)
    child = server.processes("web")[1]
    os.kill(child, signal.SIGKILL)
    eventually(lambda: child not in server.processes("web"))
