"""What stands in the way of the database, by what the drivers themselves raise."""

import errno
from pathlib import Path

import psycopg.errors
import pytest
from django.db import InterfaceError, InternalError, OperationalError

from kesu.foundation.outages import Outage, outage

BUSY, STORAGE = Outage.busy, Outage.storage


def _of(kind: type[Exception], cause: BaseException) -> Exception:
    """The fault as Django passes it on."""
    fault = kind(str(cause))
    fault.__cause__ = cause
    return fault


def _sqlite_fault(path: Path, *statements: str) -> BaseException:
    import sqlite3

    link = sqlite3.connect(path, timeout=0, isolation_level=None)
    for statement in statements[:-1]:
        link.execute(statement)
    with pytest.raises(sqlite3.OperationalError) as caught:
        link.execute(statements[-1])
    link.close()
    return caught.value


def test_a_sqlite_file_that_may_not_grow_is_storage(tmp_path: Path) -> None:
    fill = "INSERT INTO one VALUES (zeroblob(100000))"
    steps = ("PRAGMA max_page_count = 4", "CREATE TABLE one (value)", fill)
    cause = _sqlite_fault(tmp_path / "full.sqlite3", *steps)
    assert outage(_of(OperationalError, cause)) is STORAGE


def test_a_sqlite_file_that_cannot_be_made_is_storage(tmp_path: Path) -> None:
    import sqlite3

    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(tmp_path / "nowhere" / "none.sqlite3")
    assert outage(_of(OperationalError, caught.value)) is STORAGE


def test_a_sqlite_file_that_another_process_writes_is_busy(tmp_path: Path) -> None:
    import sqlite3

    holder = sqlite3.connect(tmp_path / "held.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cause = _sqlite_fault(tmp_path / "held.sqlite3", "BEGIN IMMEDIATE")
    holder.close()
    assert outage(_of(OperationalError, cause)) is BUSY


@pytest.mark.parametrize(
    ("cause", "kind", "expected"),
    [
        (psycopg.errors.DiskFull, OperationalError, STORAGE),
        (psycopg.errors.ReadOnlySqlTransaction, InternalError, STORAGE),
        (psycopg.errors.AdminShutdown, OperationalError, BUSY),
        (psycopg.errors.LockNotAvailable, OperationalError, BUSY),
        (psycopg.errors.QueryCanceled, OperationalError, BUSY),
        (psycopg.errors.TooManyConnections, OperationalError, BUSY),
        (psycopg.OperationalError, OperationalError, BUSY),
        (psycopg.InterfaceError, InterfaceError, BUSY),
        (psycopg.errors.InFailedSqlTransaction, InternalError, None),
    ],
)
def test_postgresql_says_it_by_number(
    cause: type[Exception], kind: type[Exception], expected: Outage | None
) -> None:
    assert outage(_of(kind, cause("said"))) is expected


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), STORAGE),
        (OSError(errno.EPIPE, "Broken pipe"), None),
        (ZeroDivisionError(), None),
    ],
)
def test_other_faults(fault: Exception, expected: Outage | None) -> None:
    assert outage(fault) is expected
