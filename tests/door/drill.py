"""Clients that lodge without end, and keep what they were told."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.door.server import Member, Server, eventually

_PATIENCE_SECONDS = 180
_BY_MAIL = {"channel": "im", "text": "空气炸锅漏发炸篮，请补寄。", "customer": {}, "type": "1.2.3"}
_AT_ONCE = _BY_MAIL | {
    "channel": "hotline",
    "first_contact": {"resolved": {"cause": "漏发", "what": "已补寄", "clause": "4.2"}},
}


@dataclass
class Told:
    """What the server acknowledged: complaint numbers, and the form numbers drawn."""

    numbers: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)

    def take(self, answer: httpx.Response) -> None:
        assert answer.status_code == 201, answer.text
        said = answer.json()
        self.numbers.append(said["no"])
        if said.get("form_no"):
            self.forms.append(said["form_no"])

    def until_more(self, count: int) -> None:
        """Waits until so many more were acknowledged."""
        goal = len(self.numbers) + count
        eventually(lambda: len(self.numbers) >= goal, seconds=_PATIENCE_SECONDS)


def lodge_one(client: httpx.Client, told: Told, *, resolved: bool) -> None:
    """One complaint by message, or by telephone and resolved at once: that draws a form."""
    body: dict[str, Any] = _AT_ONCE if resolved else _BY_MAIL
    told.take(client.post("/complaints", json=body))


@contextmanager
def lodging(server: Server, member: Member, told: Told, *, clients: int = 4) -> Iterator[None]:
    """So many clients lodge until the end of the block; every other complaint draws a form."""
    enough = threading.Event()

    def work() -> None:
        with server.client(member.token) as client:
            while not enough.is_set():
                lodge_one(client, told, resolved=len(told.numbers) % 2 == 0)
                time.sleep(0.002)

    with ThreadPoolExecutor(clients) as pool:
        working = [pool.submit(work) for _ in range(clients)]
        try:
            yield
        finally:
            enough.set()
        for one in working:
            one.result()
