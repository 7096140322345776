"""The database as a command finds it: made and migrated when it is not yet."""

import fcntl
import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from kesu.console.words import choose, refuse
from kesu.foundation import environment
from kesu.foundation.copies import presence

SQLITE = "kesu.foundation.sqlite"
_APPS_ELSEWHERE = ("django", "django-allauth")
_PACKAGE = Path(__file__).resolve().parent.parent
_LOCK_NUMBER = 0x6B657375
"""Any number that nothing else locks on the same PostgreSQL server ("kesu")."""


def prepare() -> bool:
    """Makes and migrates the database unless it stands as this version of Kesu leaves it.

    True when it was made now. Ends with status 2 while a backup is being restored.
    """
    described = environment.database()
    if not presence.take_part(presence_mark()):
        refuse(
            zh="正在恢复备份，请等它结束",
            en="A backup is being restored: wait until that is done",
        )
    if described["ENGINE"] == SQLITE:
        return _prepare_sqlite(Path(described["NAME"]))
    return _prepare_postgresql()


def presence_mark() -> Path:
    """The file whose lock tells who works with the database: beside it, or in the data directory
    where it is on a server.
    """
    described = environment.database()
    if described["ENGINE"] == SQLITE:
        path = Path(described["NAME"])
        return path.with_name(f"{path.name}.in-use")
    return environment.home() / "database.in-use"


def setup(*, for_a_person: bool = False) -> None:
    """Django, ready for queries; ``for_a_person`` it speaks the language of the terminal."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kesu.config.settings")
    import django
    from django.utils import translation

    django.setup()
    if for_a_person:
        translation.activate(choose(zh="zh-hans", en="en"))


def fingerprint() -> int:
    """A number that changes with the migrations there are and with the versions of the apps."""
    names = sorted(f"{file.parent.parent.name}/{file.name}" for file in _migrations())
    versions = [f"{name}=={version(name)}" for name in _APPS_ELSEWHERE]
    # SQLite keeps it as a signed number of 32 bits and 0 stands for none.
    return (zlib.crc32("\n".join([*names, *versions]).encode()) & 0x7FFFFFFF) or 1


def _migrations() -> Iterator[Path]:
    yield from _PACKAGE.glob("*/migrations/[0-9]*.py")


def _prepare_sqlite(path: Path) -> bool:
    if _mark_of(path) == fingerprint():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.with_name(f"{path.name}.migrating")):
        mark = _mark_of(path)
        if mark == fingerprint():
            return False
        setup()
        _migrate()
        _run_sql(f"PRAGMA user_version = {fingerprint():d}")
    return mark is None


def _mark_of(path: Path) -> int | None:
    """The number kept in the database file itself: it goes wherever a copy goes."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True)) as link:
            return int(link.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return None


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _prepare_postgresql() -> bool:
    setup()
    if is_migrated():
        return False
    # Another process may migrate for minutes, and so may this one.
    _run_sql("SET lock_timeout = 0")
    _run_sql("SET statement_timeout = 0")
    _run_sql("SELECT pg_advisory_lock(%s)", _LOCK_NUMBER)
    try:
        if is_migrated():
            return False
        was_empty = not _tables()
        _migrate()
        return was_empty
    finally:
        _run_sql("SELECT pg_advisory_unlock(%s)", _LOCK_NUMBER)
        _run_sql("RESET lock_timeout")
        _run_sql("RESET statement_timeout")


def is_migrated() -> bool:
    """True when every migration was applied. Needs ``setup``."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _tables() -> list[str]:
    from django.db import connection

    return connection.introspection.table_names()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _run_sql(statement: str, *values: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
