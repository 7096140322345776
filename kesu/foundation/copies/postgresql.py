"""A PostgreSQL database: copied by ``pg_dump`` from one snapshot, exchanged by renaming."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from kesu.foundation.copies.sqlite import InUse

VENDOR = "postgresql"
FILE = "database.dump"
_LONGEST_NAME = 63
_LOCK_WAIT_MILLISECONDS = 60_000
_ELSEWHERE = ("postgres", "template1")
"""Databases of every server, from which another one can be renamed."""
_MOST_JOBS = 4


class Unusable(Exception):  # noqa: N818 - says what is wrong
    """A program of PostgreSQL is missing, too old, or did not do its work."""

    def __init__(self, what: str, program: str, said: str = "") -> None:
        self.what = what
        self.program = program
        self.said = said
        super().__init__(f"{program}: {what} {said}".strip())


@dataclass(frozen=True)
class Place:
    """How to reach a server, from Django's settings of a database."""

    described: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The database's name."""
        return str(self.described["NAME"])

    def link(self, database: str) -> "psycopg.Connection[Any]":
        """A connection in which each statement stands for itself."""
        return psycopg.connect(
            self._conninfo(database, password=True), autocommit=True, connect_timeout=10
        )

    def run(self, program: str, *words: str, database: str) -> None:
        """Runs a program of PostgreSQL as new as the server. Errors: ``Unusable``."""
        with closing(self.link(database)) as link:
            path = _find(program, link.info.server_version // 10_000)
        done = subprocess.run(  # noqa: S603 - no shell; the words are ours
            [path, f"--dbname={self._conninfo(database, password=False)}", *words],
            check=False,
            env=os.environ | {"PGPASSWORD": str(self.described["PASSWORD"])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        if done.returncode:
            raise Unusable("failed", program, done.stderr.strip())

    def _conninfo(self, database: str, *, password: bool) -> str:
        known = {option.keyword.decode() for option in Conninfo.get_defaults()}
        given = {
            "host": self.described["HOST"],
            "port": self.described["PORT"],
            "user": self.described["USER"],
            "password": self.described["PASSWORD"] if password else "",
            **{name: value for name, value in self.described["OPTIONS"].items() if name in known},
        }
        return make_conninfo(dbname=database, **{name: one for name, one in given.items() if one})


def copy(place: Place, snapshot: str, target: Path) -> None:
    """Dumps what a transaction sees that exported ``snapshot``. Errors: ``Unusable``."""
    place.run(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--lock-wait-timeout={_LOCK_WAIT_MILLISECONDS}",
        f"--snapshot={snapshot}",
        f"--file={target}",
        database=place.name,
    )


@dataclass(frozen=True)
class Target:
    """The database of an installation, as a restore meets it."""

    place: Place
    vendor = VENDOR

    @property
    def draft(self) -> str:
        """The name under which the next database grows."""
        return _fitting(self.place.name, "_restoring")

    def rows(self, statement: str) -> list[tuple[Any, ...]] | None:
        """The answer of the database there is; None when it cannot be read.

        Errors: ``FileNotFoundError`` when there is none or nothing in it.
        """
        if not self._exists(self.place.name):
            raise FileNotFoundError(self.place.name)
        with closing(self.place.link(self.place.name)) as link:
            tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            if link.execute(tables).fetchone() == (0,):
                raise FileNotFoundError(self.place.name)
            try:
                return link.execute(statement.encode()).fetchall()
            except psycopg.Error:
                return None

    def users(self) -> list[str]:
        """Who is connected to the database there is."""
        statement = (
            "SELECT pid, coalesce(host(client_addr), 'local'), application_name "
            "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        )
        with closing(self._elsewhere()) as link:
            rows = link.execute(statement, [self.place.name]).fetchall()
        return [" ".join(str(part) for part in row if part) for row in rows]

    def room_needed(self, size: int) -> tuple[Path, int] | None:
        """The server's disk is the server's matter."""
        del size
        return None

    def lay(self, copied: Path) -> str:
        """A new database beside the one there is, filled from the copy; its name.

        Errors: ``Unusable``, also for a role that may not make databases.
        """
        self.drop_draft()
        try:
            with closing(self._elsewhere()) as link:
                link.execute(self._creation(link))
        except psycopg.errors.InsufficientPrivilege as fault:
            raise Unusable("no_createdb", "CREATE DATABASE", str(fault)) from None
        jobs = min(_MOST_JOBS, os.cpu_count() or 1)
        words = ("--no-owner", "--no-privileges", "--exit-on-error", f"--jobs={jobs}")
        self.place.run("pg_restore", *words, str(copied), database=self.draft)
        with closing(self.place.link(self.draft)) as link:
            link.execute("ANALYZE")
        return self.draft

    def drop_draft(self) -> None:
        """Takes away what a restore before this one left."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        with closing(self._elsewhere()) as link:
            link.execute(statement.format(sql.Identifier(self.draft)))

    def put_in_place(self, at: datetime) -> str:
        """Exchanges the database there is for the new one; the name of the old one, or "".

        Both get their names in one transaction. Errors: ``InUse``.
        """
        kept = self._exists(self.place.name)
        aside = _fitting(self.place.name, f"_before_{at:%Y%m%dT%H%M%SZ}")
        try:
            with closing(self._elsewhere()) as link, link.transaction():
                if kept:
                    link.execute(_renaming(self.place.name, aside))
                link.execute(_renaming(self.draft, self.place.name))
        except psycopg.errors.ObjectInUse as fault:
            raise InUse(fault.diag.message_detail or str(fault)) from None
        return aside if kept else ""

    def _exists(self, name: str) -> bool:
        with closing(self._elsewhere()) as link:
            found = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _elsewhere(self) -> "psycopg.Connection[Any]":
        said = ""
        for name in _ELSEWHERE:
            if name == self.place.name:
                continue
            try:
                return self.place.link(name)
            except psycopg.OperationalError as fault:
                said = str(fault).strip()
        raise Unusable("no_other_database", " / ".join(_ELSEWHERE), said)

    def _creation(self, link: "psycopg.Connection[Any]") -> sql.Composed:
        """With the letters and the order of the database there is."""
        created = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(
            sql.Identifier(self.draft)
        )
        columns = "pg_encoding_to_char(encoding), datcollate, datctype"
        row = link.execute(
            f"SELECT {columns} FROM pg_database WHERE datname = %s",  # noqa: S608 - our own
            [self.place.name],
        ).fetchone()
        if row is None:
            return created + sql.SQL(" ENCODING 'UTF8'")
        words = " ENCODING {} LC_COLLATE {} LC_CTYPE {}"
        return created + sql.SQL(words).format(*map(sql.Literal, row))


def _renaming(name: str, to: str) -> sql.Composed:
    return sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
        sql.Identifier(name), sql.Identifier(to)
    )


def _fitting(name: str, ending: str) -> str:
    room = _LONGEST_NAME - len(ending)
    return name.encode()[:room].decode(errors="ignore") + ending


def _find(program: str, major: int) -> str:
    """The program, not older than the server. Errors: ``Unusable``."""
    found = {path: _major(path) for path in _candidates(program)}
    usable = [path for path, version in found.items() if version >= major]
    if usable:
        return usable[0]
    if not found:
        raise Unusable("missing", program, str(major))
    raise Unusable("too_old", program, f"{max(found.values())} < {major}")


def _candidates(program: str) -> Iterator[str]:
    on_path = shutil.which(program)
    if on_path:
        yield on_path
    yield from map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))


def _major(path: str) -> int:
    said = subprocess.run(  # noqa: S603 - a program we found
        [path, "--version"], check=False, capture_output=True, text=True
    ).stdout
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0
