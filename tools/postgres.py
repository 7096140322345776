"""A private PostgreSQL for the tests: fresh, on a socket of its own, gone afterwards."""

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_ROLE = "kesu"
# The kernel allows a socket path of 107 characters.
_LONGEST_FOLDER = 80


class MissingPostgresError(Exception):
    """No PostgreSQL server is installed."""


@contextmanager
def cluster() -> Iterator[str]:
    """Starts a cluster that only this machine's processes can reach; yields its URL."""
    folder = Path(tempfile.mkdtemp(prefix="kesu-pg-", dir=_short_folder()))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        _make(folder)
        try:
            _control(folder, "start", "-l", str(folder / "log"))
            yield f"postgresql://{_ROLE}@/postgres?host={quote(str(folder), safe='')}"
        finally:
            _control(folder, "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_folder() -> str:
    usual = tempfile.gettempdir()
    return usual if len(usual.encode()) <= _LONGEST_FOLDER else "/tmp"  # noqa: S108


def _make(folder: Path) -> None:
    data = folder / "data"
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C", f"--username={_ROLE}")
    _run("initdb", "--pgdata", str(data), *options)
    socket = str(folder).replace("'", "''")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(f"\nlisten_addresses = ''\nunix_socket_directories = '{socket}'\n")


def _control(folder: Path, *words: str) -> None:
    _run("pg_ctl", "--pgdata", str(folder / "data"), "--wait", *words)


def _run(program: str, *words: str) -> None:
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    # To a file, not a pipe: the server inherits it and would keep a pipe open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(  # noqa: S603
            [find(program), *words],
            check=False,
            user=user,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            done.check_returncode()


def find(program: str) -> str:
    """The path of a program of PostgreSQL's server. Errors: ``MissingPostgresError``."""
    found = shutil.which(program)
    if found:
        return found
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        raise MissingPostgresError(f"{program} of PostgreSQL is missing (user {getpass.getuser()})")
    return str(newest)
