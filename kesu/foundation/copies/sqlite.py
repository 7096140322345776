"""A SQLite database: copied while others write, and exchanged for another."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kesu.foundation.copies import folders

VENDOR = "sqlite"
FILE = "database.sqlite3"
_PAGES = 4096
_BESIDE = ("-wal", "-shm", "-journal")

Told = Callable[[int, int], None]
"""Is told how many parts are done, of how many."""


class InUse(Exception):  # noqa: N818 - says why it cannot be exchanged
    """Somebody has the database open; the text says who where that is known."""


@contextmanager
def moment(link: sqlite3.Connection) -> Iterator[None]:
    """Until its end the connection sees the database as it is now; writers are not held up."""
    link.execute("BEGIN")
    try:
        link.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield
    finally:
        link.execute("ROLLBACK")


def copy(link: sqlite3.Connection, target: Path, told: Told) -> None:
    """Copies what ``link`` sees into the new file ``target``, page by page."""
    with closing(sqlite3.connect(target)) as copied:
        link.backup(copied, pages=_PAGES, progress=lambda _, left, all_: told(all_ - left, all_))


def flaw(file: Path) -> str:
    """What SQLite's own check finds wrong with a file nobody writes to, or ""."""
    try:
        with closing(_open(file, "immutable=1")) as link:
            said = str(link.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return "" if said == "ok" else said


@dataclass(frozen=True)
class Target:
    """The database file of an installation, as a restore meets it."""

    file: Path
    vendor = VENDOR

    @property
    def draft(self) -> Path:
        """Where the next database grows, beside the one there is."""
        return self.file.with_name(f"{self.file.name}.restoring")

    def rows(self, statement: str) -> list[tuple[Any, ...]] | None:
        """The answer of the database there is; None when it cannot be read.

        Errors: ``FileNotFoundError`` when there is none.
        """
        if not self.file.exists():
            raise FileNotFoundError(self.file)
        try:
            with closing(_open(self.file, "mode=rw")) as link:
                return link.execute(statement).fetchall()
        except sqlite3.Error:
            return None

    def users(self) -> list[str]:
        """Who is connected: a file does not tell before it is exchanged."""
        return []

    def room_needed(self, size: int) -> tuple[Path, int]:
        """Where how many bytes must be free, for a copy of ``size``."""
        # The copy, and the log in which migrations may write it once more.
        return self.file.parent, 2 * size

    def lay(self, copied: Path) -> Path:
        """A new database beside the one there is, made of the copy; what Django calls its name."""
        self.drop_draft()
        folders.copy(copied, self.draft)
        return self.draft

    def drop_draft(self) -> None:
        """Takes away what a restore before this one left."""
        for name in ("", *_BESIDE):
            self._beside(self.draft, name).unlink(missing_ok=True)

    def put_in_place(self, at: datetime) -> str:
        """Exchanges the database there is for the new one; where the old one lies now, or "".

        One rename decides: before it all is as it was. Errors: ``InUse``.
        """
        assert not self._beside(self.draft, "-wal").exists(), "somebody has the copy open"
        folders.sync(self.draft)
        aside = self._aside(at)
        self._settle()
        for name in _BESIDE:
            if self._beside(self.file, name).exists():
                self._beside(self.file, name).rename(self._beside(aside, name))
        kept = self.file.exists()
        if kept:
            _keep(self.file, aside)
        folders.sync(self.file.parent)
        self.draft.replace(self.file)
        folders.sync(self.file.parent)
        return str(aside) if kept else ""

    def _settle(self) -> None:
        """Brings the old file to hold everything itself, which nobody else may have open."""
        if not self.file.exists():
            return
        try:
            with closing(_open(self.file, "mode=rw")) as link:
                link.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as fault:
            if "locked" in str(fault):
                raise InUse(str(self.file)) from None
        except sqlite3.DatabaseError:
            # It is no database any more: set aside with its log, as it lies there.
            return

    def _aside(self, at: datetime) -> Path:
        name = f"{self.file.name}.before-{at:%Y%m%dT%H%M%SZ}"
        path, again = self.file.with_name(name), 1
        while path.exists():
            again += 1
            path = self.file.with_name(f"{name}-{again}")
        return path

    @staticmethod
    def _beside(file: Path, ending: str) -> Path:
        return file.with_name(f"{file.name}{ending}")


def _open(file: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(file))}?{how}", uri=True, timeout=0, isolation_level=None
    )


def _keep(file: Path, aside: Path) -> None:
    """A second name for the file; a second file where the disk knows no second names."""
    try:
        os.link(file, aside)
    except OSError:
        shutil.copy2(file, aside)
        folders.sync(aside)
