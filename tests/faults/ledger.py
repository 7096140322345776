"""What good clients were told, in their own hands: the oracle of every fault.

A clerk works as a good client does: a key on every write, asked again with the same key until
there is an answer. What was acknowledged stands in the ledger; so does every answer that a sound
server never gives.
"""

import itertools
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.door import Member, Server
from tests.door.server import eventually
from tests.faults.fortune import SEED

PATIENCE_SECONDS = 60.0
"""Longest that a clerk asks for one answer: the fault itself, then thirty seconds to recover."""

ANSWER_WITHIN_SECONDS = 15.0
"""Longest that one answer takes, whatever is wrong: a no in time is better than hanging."""

_ASK_AGAIN_SECONDS = 0.05
_ASK_AGAIN = {"in_progress", "stale"}
_SENTENCES = ("空气炸锅漏发炸篮", "快递把花瓶摔成三块", "到账时间说法前后不一", "两天没有人回电")


@dataclass(frozen=True)
class Told:
    """One acknowledged write. ``mark`` is its key and stands in its text."""

    mark: str
    verb: str
    no: str
    version: int
    state: str


@dataclass
class Ledger:
    """What all clerks of one test were told; only ever added to, which threads may do at once."""

    token: str
    told: list[Told] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    """Answers that no fault excuses."""
    held_off: list[int] = field(default_factory=list)
    """The status of every answer that asked for patience."""
    cut: list[str] = field(default_factory=list)
    """Connections that broke before the answer."""

    def __len__(self) -> int:
        return len(self.told)

    def in_short(self) -> str:
        """How the clerks fared, for whoever reads of a failure."""
        held_off, cut = dict(Counter(self.held_off)), dict(Counter(self.cut))
        return f"{len(self)} told, held off {held_off}, cut {cut}, odd {self.odd[:5]}"


@dataclass
class _Case:
    no: str
    state: str


@dataclass(frozen=True)
class Kind:
    """What clerks write: how much of it is lodging, how much of that urgent, and whether what is
    urgent has lain for three hours all but a moment.
    """

    lodging: float = 0.4
    urgent: float = 0.5
    lain: bool = True


class Clerk:
    """One client: lodges, and takes steps on the complaints it lodged itself."""

    def __init__(
        self,
        server: Server,
        member: Member,
        ledger: Ledger,
        chance: random.Random,
        *,
        name: str,
        kind: "Kind",
    ) -> None:
        self._server, self._member, self.ledger = server, member, ledger
        self._chance, self._name, self._kind = chance, name, kind
        self._cases: list[_Case] = []
        self._count = 0
        self.ends = threading.Event()

    def work(self) -> None:
        """Writes until told to end; the last write is asked for until it is answered."""
        with self._server.client(self._member.token) as client:
            # Who has answered nobody yet reads lists and words first: seconds on a busy machine.
            client.timeout = httpx.Timeout(PATIENCE_SECONDS)
            self.write(client)
            client.timeout = httpx.Timeout(ANSWER_WITHIN_SECONDS)
            while not self.ends.is_set():
                self.write(client)

    def write(self, client: httpx.Client) -> None:
        """One write, lodging or a step, and what came of it."""
        if not self._cases or self._chance.random() < self._kind.lodging:
            self.lodge(client)
        else:
            self.step(client, self._chance.choice(self._cases))

    def lodge(self, client: httpx.Client) -> None:
        """A new complaint. What has lain for three hours all but a moment runs out while the test
        goes on, so that the worker has work.
        """
        mark = self._mark()
        body: dict[str, Any] = {
            "channel": "im",
            "text": f"{self._chance.choice(_SENTENCES)} {mark}",
            "customer": {"name": "何顾客", "email": f"{mark}@example.org"},
            "type": "1.2.3",
        }
        if self._chance.random() < self._kind.urgent:
            body["urgent_reasons"] = ["U1"]
            left = timedelta(hours=3) - timedelta(seconds=self._chance.uniform(0.3, 2))
            body |= {"received": (_now() - left).isoformat()} if self._kind.lain else {}
        said = self._ask(client, "/complaints", body, mark)
        if said is not None:
            self._cases.append(_Case(said["no"], said["state"]))
            self._keep(said, "lodge", mark)

    def step(self, client: httpx.Client, case: _Case) -> None:
        """A step that the state of the complaint allows."""
        mark = self._mark()
        verb, body = self._chance.choice(_steps(case.state, mark))
        said = self._ask(client, f"/complaints/{case.no}/actions/{verb}", body, mark)
        if said is not None:
            case.state = said["state"]
            self._keep(said, verb, mark)

    def _keep(self, said: dict[str, Any], verb: str, mark: str) -> None:
        self.ledger.told.append(Told(mark, verb, said["no"], said["version"], said["state"]))

    def _mark(self) -> str:
        self._count += 1
        return f"{self._name}-{self._count}-{self._chance.randrange(16**8):08x}"

    def _ask(
        self, client: httpx.Client, path: str, body: dict[str, Any], mark: str
    ) -> dict[str, Any] | None:
        """The answer with 2xx; None when there never was one, which the ledger then says."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = client.post(path, json=body, headers={"Idempotency-Key": mark})
            except httpx.TransportError as fault:
                self.ledger.cut.append(type(fault).__name__)
                if isinstance(fault, httpx.ReadTimeout):
                    self.ledger.odd.append(f"{mark}: no answer in {client.timeout.read} s")
                time.sleep(_ASK_AGAIN_SECONDS)  # who hammers keeps a server from coming back
                continue
            if answer.is_success:
                return dict(answer.json())
            if not self._is_patience(answer):
                self.ledger.odd.append(f"{mark}: {path} {answer.status_code} {answer.text[:300]}")
                return None
            time.sleep(_ASK_AGAIN_SECONDS)
        self.ledger.odd.append(f"{mark}: {path} was never answered")
        return None

    def _is_patience(self, answer: httpx.Response) -> bool:
        """Whether a sound server may say this while something is wrong with it."""
        if answer.headers["Content-Type"] != "application/problem+json":
            return False
        self.ledger.held_off.append(answer.status_code)
        if answer.status_code in (503, 507):
            return str(answer.headers.get("Retry-After", "")).isdecimal()
        return answer.status_code == 409 and answer.json()["code"] in _ASK_AGAIN


def _steps(state: str, mark: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = [
        ("note", {"text": f"仓库说 {mark}"}),
        ("progress", {"text": f"已联系仓库 {mark}"}),
        ("contact", {"channel": "hotline", "outcome": "reached", "summary": f"接通 {mark}"}),
    ]
    if state == "received":
        found.append(("accept", {"note": mark}))
    if state in ("accepted", "verifying"):
        found.append(("verify", {"verdict": "valid", "reason": f"监控为证 {mark}"}))
    return found


_CREWS = itertools.count()
"""Two crews of one chance may work in one house: what they write must bear different marks."""


class Crew:
    """Clerks at work, each in a thread."""

    def __init__(
        self,
        server: Server,
        member: Member,
        *,
        chance: random.Random,
        size: int = 4,
        ledger: Ledger | None = None,
        kind: Kind = Kind(),
    ) -> None:
        self.ledger = ledger if ledger is not None else Ledger(member.token)
        word = f"{chance.randrange(16**6):06x}c{next(_CREWS)}n"
        self._clerks = [
            Clerk(
                server,
                member,
                self.ledger,
                random.Random(chance.random()),
                name=f"{word}{number}",
                kind=kind,
            )
            for number in range(size)
        ]
        self._threads = [threading.Thread(target=clerk.work) for clerk in self._clerks]

    @contextmanager
    def at_work(self) -> Iterator[Ledger]:
        """Works inside the block; behind it every write that was begun has its answer."""
        for thread in self._threads:
            thread.start()
        try:
            self.write_more(4)
            yield self.ledger
        finally:
            for clerk in self._clerks:
                clerk.ends.set()
            for thread in self._threads:
                thread.join()

    def write_more(self, count: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Waits until that many more writes were acknowledged. Fails at an odd answer: what it
        breaks later would hide it.
        """
        ledger, goal = self.ledger, len(self.ledger) + count
        eventually(lambda: len(ledger) >= goal or bool(ledger.odd), seconds, ledger.in_short)
        assert not ledger.odd, f"seed {SEED}: {ledger.in_short()}"


def _now() -> datetime:
    return datetime.now(tz=UTC)
