"""kill -9 in the middle of lodging: what was acknowledged is kept, whole, once."""

import os
import random
import threading
import time
import uuid
from dataclasses import dataclass, field

import httpx
import pytest

from tests.door import Member, Server
from tests.door.server import eventually

KILLS = int(os.environ.get("KESU_KILLS", "4"))
"""How often; ``make faults`` and the notes of a release use more."""

pytestmark = pytest.mark.door


@dataclass
class Ledger:
    """What one client was told: its key, and the number that came back."""

    told: dict[str, str] = field(default_factory=dict)

    def lodge(self, client: httpx.Client) -> None:
        """Lodges one complaint, asking again with the same key until there is an answer."""
        key = uuid.uuid4().hex
        body = {"channel": "im", "text": f"空气炸锅漏发炸篮 {key}", "customer": {}, "type": "1.2.3"}
        while key not in self.told:
            try:
                answer = client.post("/complaints", json=body, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                time.sleep(0.05)  # a client that hammers would keep the server from coming back
                continue
            if answer.status_code == 201:
                self.told[key] = answer.json()["no"]
            else:
                assert answer.status_code in (409, 503), answer.text


@pytest.mark.req("E03")
def test_kill_9_of_web_and_worker_while_lodging_loses_nothing(own_server: Server) -> None:
    member = own_server.hire("lin", rank="agent")
    ledgers = [Ledger() for _ in range(4)]
    _lodge_under_fire(own_server, member, ledgers)
    told = {key: no for ledger in ledgers for key, no in ledger.told.items()}
    kept = _kept(own_server, member)
    assert len(told) > KILLS
    assert {no: key for key, no in told.items()} == kept
    verified = own_server.cli("journal", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _lodge_under_fire(server: Server, member: Member, ledgers: list[Ledger]) -> None:
    enough = threading.Event()

    def work(ledger: Ledger) -> None:
        with server.client(member.token) as client:
            while not enough.is_set():
                ledger.lodge(client)

    threads = [threading.Thread(target=work, args=(ledger,)) for ledger in ledgers]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        before = sum(len(ledger.told) for ledger in ledgers)
        goal = before + random.randint(1, 8)
        eventually(lambda: sum(len(one.told) for one in ledgers) >= goal)  # noqa: B023
        server.kill(random.choice(("web", "web", "worker")))
        eventually(lambda: len(server.processes("web")) > 0 and len(server.processes("worker")) > 0)
    enough.set()
    for thread in threads:
        thread.join()


def _kept(server: Server, member: Member) -> dict[str, str]:
    """Every complaint in the database by its number, with the key that stands in its text; each
    has its owner and its first call-back.
    """
    found: dict[str, str] = {}
    cursor = ""
    with server.client(member.token) as client:
        while True:
            page = client.get("/complaints", params={"limit": 200, **_from(cursor)}).json()
            for row in page["items"]:
                assert row["owner"]["name"]
                assert [one["clock"] for one in row["clocks"]] == ["first_callback"]
                found[row["no"]] = row["text"].rpartition(" ")[2]
            cursor = page["next"]
            if cursor is None:
                return found


def _from(cursor: str) -> dict[str, str]:
    return {"cursor": cursor} if cursor else {}
