"""Django's SQLite engine with one writer at a time in a process and a sound build.

Threads of one web process take a process-wide lock before ``BEGIN IMMEDIATE``: they then queue
on a mutex that wakes them at once instead of on SQLite's own polling.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3.base import Database  # type: ignore[attr-defined]
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.utils import OperationalError

from kesu.foundation.environment import LONGEST_WAIT_SECONDS
from kesu.foundation.sqlite.rules import loses_committed_writes

_ASK_AGAIN_SECONDS = 0.003
_BUSY = (5, 6)
"""BUSY and LOCKED: the low byte of an extended code."""
_writers: dict[str, threading.Lock] = {}
_writers_guard = threading.Lock()


def _writer_of(database: str) -> threading.Lock:
    with _writers_guard:
        return _writers.setdefault(database, threading.Lock())


class DatabaseWrapper(SQLite):
    """One connection; holds the process's writer lock from BEGIN IMMEDIATE to its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = Database.sqlite_version_info
        if loses_committed_writes(version):
            shown = ".".join(str(part) for part in version)
            raise ImproperlyConfigured(
                f"SQLite {shown} can lose committed writes in WAL mode; 3.51.3 or later is needed."
            )
        self._writing: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        writer = _writer_of(str(self.settings_dict["NAME"]))
        if not writer.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise OperationalError("database is locked")
        self._writing = writer
        try:
            self._begin()
        except BaseException:
            self._let_the_next_write()
            raise

    def _begin(self) -> None:
        """Asks for the database every few milliseconds while another process writes. SQLite's own
        waiting asks at intervals of up to a tenth of a second, and beside a neighbour that
        writes again and again it would mostly miss the gaps.
        """
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        self._let_sqlite_wait(0)
        try:
            while not self._has_begun(until):
                time.sleep(_ASK_AGAIN_SECONDS)
        finally:
            self._let_sqlite_wait(LONGEST_WAIT_SECONDS)

    def _has_begun(self, until: float) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except OperationalError as fault:
            code = getattr(fault.__cause__, "sqlite_errorcode", 0)
            if code & 0xFF not in _BUSY or time.monotonic() >= until:
                raise
            return False
        return True

    def _let_sqlite_wait(self, seconds: int) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:d}")

    def _commit(self) -> None:
        self._end_with(super()._commit)  # type: ignore[misc]  # as above

    def _rollback(self) -> None:
        self._end_with(super()._rollback)  # type: ignore[misc]  # as above

    def _close(self) -> None:
        self._end_with(super()._close)  # type: ignore[misc]  # as above

    def _end_with(self, end: Callable[[], None]) -> None:
        try:
            end()
        finally:
            if not self._in_transaction():
                self._let_the_next_write()

    def _in_transaction(self) -> bool:
        try:
            return bool(self.connection is not None and self.connection.in_transaction)
        except Database.ProgrammingError:
            return False

    def _let_the_next_write(self) -> None:
        writer, self._writing = self._writing, None
        if writer is not None:
            writer.release()
