"""SQLite looks how full its tables are; PostgreSQL does so by itself."""

from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction

_EACH = timedelta(hours=1)
_SOON = timedelta(minutes=1)
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
            self._due = at + (_EACH if _looked() else _SOON)
        return self._due


def _looked() -> bool:
    """False where others wrote too long to be waited for: it is no work that anybody misses."""
    try:
        # Outside a transaction it would not wait for whoever writes, and give up at once.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {_ROWS_READ}")
            cursor.execute(f"PRAGMA optimize = {_ALL_TABLES}")
            # Connections read the figures with the schema only; those that are open see it change.
            cursor.execute("CREATE TABLE clock_figures (new)")
            cursor.execute("DROP TABLE clock_figures")
    except OperationalError:
        return False
    return True


DUTIES = (Upkeep().work,)
