"""Django's SQLite engine with one writer at a time in a process and a sound build.

Threads of one web process take a process-wide lock before ``BEGIN IMMEDIATE``: they then queue
on a mutex that wakes them at once instead of on SQLite's own polling.
"""

import threading
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3.base import Database  # type: ignore[attr-defined]
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.utils import OperationalError

from kesu.foundation.environment import LONGEST_WAIT_SECONDS
from kesu.foundation.sqlite.rules import loses_committed_writes

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
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._let_the_next_write()
            raise

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
