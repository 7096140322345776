"""Beside Kesu at its database: stopping it, keeping it locked, asking it one thing quickly."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.door import Server
from tests.door.server import eventually
from tests.faults.parts import Clock
from tools.postgres import cluster, find

__all__ = [
    "Dated",
    "alive",
    "asked",
    "asking",
    "cluster",
    "control",
    "dated",
    "held",
    "is_in_a_write",
]

_HOLD_SQLITE = """
import sys, kesu, sqlite3
link = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
link.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


_WRITERS = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND backend_xid IS NOT NULL"
)


class Dated:
    """Makes servers whose database lives at a time that can be set. PostgreSQL has a clock of its
    own, SQLite has none.
    """

    def __init__(self, url: str = "", clock: Clock | None = None) -> None:
        self._url, self._clock = url, clock

    def server(self, home: Path, variables: Mapping[str, str] | None = None) -> Server:
        """One that does not run yet, its data directory made."""
        home.mkdir()
        with pytest.MonkeyPatch.context() as patch:
            if self._url:
                patch.setenv("KESU_DATABASE_URL", self._url)
            return Server(home, variables=variables)

    def set_clock(self, seconds: int) -> None:
        """It is so much later for the database from now on."""
        if self._clock:
            self._clock.set(seconds)


@contextmanager
def dated(folder: Path) -> Iterator[Dated]:
    """A private cluster for such servers; its clock lies in ``folder``."""
    if not os.environ.get("KESU_DATABASE_URL", "").startswith("postgres"):
        yield Dated()
        return
    folder.chmod(0o755)  # its user is another one
    clock = Clock(folder / "clock")
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in clock.variables().items():
                patch.setenv(name, value)
            url = running.enter_context(cluster())
        yield Dated(url, clock)


def control(url: str, *words: str) -> None:
    """``pg_ctl`` with these words on the cluster of a URL, and waits."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    log = ("-l", str(folder / "log")) if "start" in words else ()
    command = [find("pg_ctl"), "--pgdata", str(folder / "data"), "--wait", *words, *log]
    subprocess.run(
        command,
        check=True,
        user="postgres" if os.geteuid() == 0 else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def asked(server: Server, question: str) -> int:
    """The one number that a statement answers."""
    with asking(server) as ask:
        return ask(question)


@contextmanager
def asking(server: Server) -> Iterator[Callable[[str], int]]:
    """``asked`` again and again over one connection."""
    link: Any
    if server.database:
        link = psycopg.connect(server.database, autocommit=True)
    else:
        link = sqlite3.connect(server.home / "kesu.sqlite3", timeout=30, isolation_level=None)
    with closing(link):
        yield lambda question: int(link.execute(question).fetchone()[0])


def is_in_a_write(server: Server) -> bool:
    """Whether somebody is in the middle of a transaction that writes."""
    if server.database:
        return asked(server, _WRITERS) > 0
    with closing(sqlite3.connect(server.home / "kesu.sqlite3", timeout=0)) as link:
        try:
            link.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False


def alive(server: Server) -> list[int]:
    """The processes of web and worker, once all of them are there."""
    found: list[int] = []

    def is_steady() -> bool:
        before = found.copy()
        found[:] = server.processes("web") + server.processes("worker")
        time.sleep(0.3)
        web, workers = len(server.processes("web")), len(server.processes("worker"))
        return found == before and web > 1 and workers > 0

    eventually(is_steady)
    return found


@contextmanager
def held(server: Server) -> Iterator[None]:
    """Somebody else keeps writers out inside the block; on PostgreSQL readers too."""
    if server.database:
        with psycopg.connect(server.database) as link:
            link.execute("LOCK TABLE complaints_complaint IN ACCESS EXCLUSIVE MODE")
            yield
        return
    command = [sys.executable, "-c", _HOLD_SQLITE, str(server.home / "kesu.sqlite3")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield
        finally:
            holder.kill()
