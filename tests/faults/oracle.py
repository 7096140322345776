"""What stands in the database after a fault, held against what the clients were told.

I1 every acknowledged write is there; I2 nothing is half there; I3 nothing took effect twice;
I4 nothing is stuck; I5 the record verifies; I6 the database passes its own check; I7 it answered
again without anybody's help, within thirty seconds.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from tests.door import Server
from tests.door.server import eventually
from tests.faults.fortune import SEED
from tests.faults.ledger import Ledger, Told

LEASE = timedelta(seconds=60)
_SETTLE_SECONDS = 30.0
_PROBE = "tests.faults.probe"
_ROOT = Path(__file__).resolve().parent.parent.parent
_KINDS = {
    "lodge": "complaint.lodged",
    "note": "complaint.noted",
    "progress": "complaint.progressed",
    "contact": "complaint.contacted",
    "accept": "complaint.accepted",
    "verify": "complaint.verified",
}
_Row = dict[str, Any]


@dataclass
class Verdict:
    """What was found, by what it would have cost."""

    fault: str
    runs: int
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def hold(self) -> None:
        """Fails the test unless every list is empty; writes the line of the summary."""
        self._keep()
        wrong = {name: found[:5] for name, found in self._lists().items() if found}
        assert not wrong, f"seed {SEED}, after {self.fault}: {json.dumps(wrong, indent=1)}"

    def _lists(self) -> dict[str, list[str]]:
        return {name: value for name, value in vars(self).items() if isinstance(value, list)}

    def _keep(self) -> None:
        place = os.environ.get("KESU_FAULT_RESULTS", "")
        if not place:
            return
        counts = {name: len(found) for name, found in self._lists().items()}
        line = {"fault": self.fault, "runs": self.runs, "acknowledged": self.acknowledged, **counts}
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def judge(server: Server, ledger: Ledger, *, fault: str, runs: int) -> Verdict:
    """The verdict over a server at rest; it may still be serving."""
    settled = _settled(server)
    seen = look(server)
    verdict = Verdict(fault, runs, acknowledged=len(ledger), odd=list(ledger.odd))
    if not settled:
        verdict.stuck.extend(_late(seen))
    verdict.stuck.extend(_stuck(seen))
    verdict.lost.extend(_lost(seen, ledger.told))
    verdict.halves.extend(_halves(seen))
    verdict.doubled.extend(_doubled(seen))
    verdict.broken.extend(_broken(server))
    return verdict


def look(server: Server) -> _Row:
    """All that the server's database holds."""
    environment = {**server.environment, "DJANGO_SETTINGS_MODULE": "kesu.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", _PROBE],
        cwd=_ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    seen: _Row = json.loads(done.stdout)
    return seen


def moment(text: str) -> datetime:
    """A time as the probe writes it."""
    return datetime.fromisoformat(text)


def _settled(server: Server) -> bool:
    """Whether the worker comes to rest: nothing leased, nothing due."""
    try:
        eventually(lambda: not _late(look(server)), _SETTLE_SECONDS)
    except AssertionError:
        return False
    return True


def _late(seen: _Row) -> list[str]:
    now = datetime.now(tz=UTC)
    return [
        f"{row['complaint__no']} {row['what']}: {row['state']} since {row['due_at']}"
        for row in seen["moments"]
        if moment(row["due_at"]) < now
        and not (row["state"] == "leased" and moment(row["lease_until"]) > now)
    ]


def _stuck(seen: _Row) -> Iterator[str]:
    """A lease without an end in sight, and what was set aside."""
    ahead = datetime.now(tz=UTC) + LEASE
    for row in seen["moments"]:
        if row["state"] == "quarantined":
            yield f"{row['complaint__no']}: set aside, {row['last_error']}"
        if row["lease_until"] and moment(row["lease_until"]) > ahead:
            yield f"{row['complaint__no']}: leased until {row['lease_until']}"


def _lost(seen: _Row, told: list[Told]) -> Iterator[str]:
    """I1: the complaint, at least at that version, with the line that carries the mark."""
    rows = {row["no"]: row for row in seen["complaints"]}
    marks = _marks(seen)
    keys = {row["key"]: row for row in seen["keys"]}
    for one in told:
        row = rows.get(one.no)
        if row is None or row["version"] < one.version:
            yield f"{one}: stands at {row['version'] if row else 'nothing'}"
        if (_KINDS[one.verb], one.no) not in marks.get(one.mark, []):
            yield f"{one}: no line on the record"
        kept = keys.get(one.mark)
        if kept is None or json.loads(kept["answer"])["no"] != one.no:
            yield f"{one}: its key is not kept"


def _doubled(seen: _Row) -> Iterator[str]:
    """I3: a mark stands on one line, a clock runs out once."""
    for mark, places in _marks(seen).items():
        if len(places) > 1:
            yield f"{mark} took effect {len(places)} times: {places}"
    breaches = Counter(
        (line["case"], line["facts"]["clock"], line["facts"]["subject"], line["facts"]["due"])
        for line in seen["lines"]
        if line["kind"] == "clock.breached"
    )
    for clock, times in breaches.items():
        if times > 1:
            yield f"{clock} ran out {times} times"


def _halves(seen: _Row) -> Iterator[str]:
    """I2: complaint, lines, clocks, moments and keys tell of the same."""
    lodged = Counter(row["case"] for row in seen["lines"] if row["kind"] == "complaint.lodged")
    for row in seen["complaints"]:
        if lodged.pop(row["no"], 0) != 1:
            yield f"{row['no']}: not one line of its lodging"
    yield from (f"{no}: a line without its complaint" for no in lodged)
    yield from _clocks_apart(seen)
    numbers = {row["no"] for row in seen["complaints"]}
    for key in seen["keys"]:
        if key["status"] == 0 or json.loads(key["answer"])["no"] not in numbers:
            yield f"{key['key']}: a key without its effect"
    seqs = [line["seq"] for line in seen["lines"]]
    if seqs != list(range(1, len(seqs) + 1)):
        yield "the numbers of the record have a gap"


def _clocks_apart(seen: _Row) -> Iterator[str]:
    told = Counter(
        (line["case"], line["kind"].removeprefix("clock."))
        for line in seen["lines"]
        if line["kind"] in ("clock.started", "clock.breached")
    )
    stands = Counter((row["complaint__no"], "started") for row in seen["clocks"])
    stands.update(
        (row["complaint__no"], "breached") for row in seen["clocks"] if _was_told(row, seen)
    )
    for place in stands.keys() | told.keys():
        if stands[place] != told[place]:
            yield f"{place}: {stands[place]} clocks, {told[place]} lines"
    running = Counter(row["id"] for row in seen["clocks"] if row["state"] == "running")
    due = Counter(row["clock"] for row in seen["moments"] if row["clock"])
    for clock in running.keys() | due.keys():
        if running[clock] != due[clock]:
            yield f"clock {clock}: {running[clock]} running, {due[clock]} moments"
    for row in seen["clocks"]:
        if row["state"] == "breached" and row["breached_at"] != row["due"]:
            yield f"clock {row['id']}: breached at {row['breached_at']}, due {row['due']}"


def _was_told(row: _Row, seen: _Row) -> bool:
    """Whether a breach has a line of its own: one born late is told with its start."""
    if row["state"] != "breached":
        return False
    return not any(
        line["kind"] == "clock.started"
        and line["case"] == row["complaint__no"]
        and line["facts"]["clock"] == row["name"]
        and line["facts"]["state"] == "breached"
        and moment(line["facts"]["due"]) == moment(row["due"])
        for line in seen["lines"]
    )


def _marks(seen: _Row) -> dict[str, list[tuple[str, str]]]:
    """Where each key stands on the record, by the notes sealed with its lines."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in seen["lines"]:
        for mark in _said(line["notes"]):
            found.setdefault(mark, []).append((line["kind"], line["case"]))
    return found


def _said(notes: str) -> set[str]:
    if not notes:
        return set()
    values = json.loads(notes)
    words = (str(values.get(name, "")) for name in ("text", "summary", "note", "reason"))
    return {text.rpartition(" ")[2] for text in words if text}


def _broken(server: Server) -> Iterator[str]:
    """I5 and I6."""
    verified = server.cli("journal", "verify")
    if verified.returncode:
        yield verified.stdout + verified.stderr
    if server.database:
        yield from _indexes_apart(server.database)


def _indexes_apart(database: str) -> Iterator[str]:
    """SQLite's own check is part of ``journal verify``; PostgreSQL's is amcheck."""
    with psycopg.connect(database, autocommit=True) as link:
        link.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        names = link.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_am a ON a.oid = c.relam "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE a.amname = 'btree' AND c.relkind = 'i' AND n.nspname = 'public'"
        ).fetchall()
        for (name,) in names:
            try:
                link.execute("SELECT bt_index_check(%s::regclass, true)", [name])
            except psycopg.Error as fault:
                yield f"{name}: {fault}"
