"""Every row of every table, to hold one database against another."""

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from tests.door.server import Server

Dump = dict[str, list[str]]
"""Each table with its rows as text, in an order of their own."""


def of_server(server: Server) -> Dump:
    """What stands in the database of a server."""
    if server.database:
        return _of_postgresql(server.database)
    return _of_sqlite(server.home / "kesu.sqlite3", "mode=rw")


def of_backup(directory: Path, server: Server) -> Dump:
    """What stands in the copy of a backup that was made of this server."""
    if not server.database:
        return _of_sqlite(directory / "database.sqlite3", "immutable=1")
    with _scratch(server.database) as url:
        restore = _newest("pg_restore")
        words = ("--no-owner", "--exit-on-error", f"--dbname={url}")
        subprocess.run([restore, *words, directory / "database.dump"], check=True)
        return _of_postgresql(url)


def force(server: Server, statement: str) -> None:
    """One statement past Kesu. Errors: what the database raises."""
    if server.database:
        with psycopg.connect(server.database, autocommit=True) as link:
            link.execute(statement.encode())
        return
    with closing(sqlite3.connect(server.home / "kesu.sqlite3", isolation_level=None)) as here:
        here.execute(statement)


def _of_sqlite(file: Path, how: str) -> Dump:
    tables = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    with closing(sqlite3.connect(f"file:{quote(str(file))}?{how}", uri=True)) as link:
        names = [name for (name,) in link.execute(tables)]
        return {name: _texts(link.execute(f'SELECT * FROM "{name}"')) for name in names}


def _of_postgresql(url: str) -> Dump:
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    counters = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
    with psycopg.connect(url) as link:
        names = [name for (name,) in link.execute(tables)]
        found = {name: _texts(link.execute(f'SELECT * FROM "{name}"'.encode())) for name in names}
        return {**found, "sequences": _texts(link.execute(counters))}


def _texts(rows: Any) -> list[str]:
    return sorted(repr(row) for row in rows)


@contextmanager
def _scratch(database: str) -> Iterator[str]:
    parts = urlsplit(database)
    name = f"door_scratch_{secrets.token_hex(4)}"
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _newest(program: str) -> str:
    found = shutil.which(program) or next(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    return os.fspath(found)
