"""Beside Kesu at its database: stopping it, keeping it locked, asking it one thing quickly."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from tests.door import Server
from tests.door.server import eventually
from tools.postgres import cluster, find

__all__ = ["alive", "asked", "cluster", "control", "held"]

_HOLD_SQLITE = """
import sys, kesu, sqlite3
link = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
link.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


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
    if server.database:
        with psycopg.connect(server.database, autocommit=True) as link:
            row = link.execute(question.encode()).fetchone()
    else:
        with closing(sqlite3.connect(server.home / "kesu.sqlite3")) as link_to_file:
            row = link_to_file.execute(question).fetchone()
    assert row is not None
    return int(row[0])


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
