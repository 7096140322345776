"""The database of a server: a copy of one that was migrated once in this process of the tests."""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from kesu.foundation import keys

KESU = Path(sys.executable).with_name("kesu")
FILE = "kesu.sqlite3"
_FOREIGN = ("KESU_", "LC_", "LANG")


def environment() -> dict[str, str]:
    """What a process of Kesu gets from the tests' own surroundings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}


def own(*, is_new: bool) -> str:
    """The URL of a database of its own in the private cluster, migrated unless ``is_new``; "" in
    the run on SQLite.
    """
    cluster = os.environ.get("KESU_DATABASE_URL", "")
    if not cluster.startswith("postgres"):
        return ""
    template = "template1" if is_new else _migrated_database(cluster)
    return _create(cluster, f"door_{secrets.token_hex(6)}", template)


def lay(home: Path) -> None:
    """Puts a migrated file into a data directory, beside keys of its own: nothing is sealed yet."""
    keys.load(home, {})
    shutil.copy(_migrated_home() / FILE, home / FILE)


def drop(database: str) -> None:
    """Removes it, whoever is connected."""
    name = urlsplit(database).path.removeprefix("/")
    _at_cluster(_named(database, "postgres"), f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _migrated_home() -> Path:
    home = _home()
    _migrate({"KESU_HOME": str(home)})
    return home


@cache
def _migrated_database(cluster: str) -> str:
    name = f"door_migrated_{secrets.token_hex(4)}"
    url = _create(cluster, name, "template1")
    _migrate({"KESU_HOME": str(_home()), "KESU_DATABASE_URL": url})
    return name


def _home() -> Path:
    home = tempfile.mkdtemp(prefix="kesu-migrated-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return Path(home)


def _migrate(names: dict[str, str]) -> None:
    """Any command migrates; this one writes nothing else."""
    done = subprocess.run(
        [KESU, "import", "list"],
        check=False,
        env={**environment(), **names},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _create(cluster: str, name: str, template: str) -> str:
    _at_cluster(cluster, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _named(cluster, name)


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _at_cluster(url: str, statement: str) -> None:
    # An empty place between @ and / is how the URL says: on the socket that ?host= names.
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(statement.encode())
