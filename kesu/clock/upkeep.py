"""SQLite looks how full its tables are; PostgreSQL does so by itself."""

from datetime import datetime, timedelta

from django.db import connection

_EACH = timedelta(hours=1)
_ROWS_READ = 1_000
"""Of each index so many rows are read at most, however many there are."""
_ALL_TABLES = 0x10002
"""Those without figures, and those that grew or shrank to ten times or a tenth."""


class Upkeep:
    """What one worker remembers of it."""

    def __init__(self) -> None:
        self._due: datetime | None = None

    def work(self, at: datetime, _limit: int) -> datetime | None:
        """Without these figures a list of what is open would be sought among all that ever was. An
        hour later again: after an import tables are not what they were.
        """
        if connection.vendor != "sqlite":
            return None
        if self._due is None or at >= self._due:
            self._due = at + _EACH
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA analysis_limit = {_ROWS_READ}")
                cursor.execute(f"PRAGMA optimize = {_ALL_TABLES}")
        return self._due


DUTIES = (Upkeep().work,)
