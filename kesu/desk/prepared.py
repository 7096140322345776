"""Questions to the database, put into its words once for whoever asks the same.

Putting together what a reader may see takes longer than the answer. Whoever keeps a ``Prepared``
keeps it by all that it was made of: a ``Sight``, filters, a view.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

KEPT = 512
"""So many are kept of each question: each reader asks a few."""
_STANDS_FOR = tuple(datetime(1, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(200))
"""Moments at which nothing happened."""


@dataclass(frozen=True)
class Prepared:
    """A question in the database's words; None where the answer is nothing whatever lies there.
    ``times``: which of ``params`` are moments that are given when it is asked.
    """

    sql: str | None
    params: tuple[Any, ...] = ()
    times: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> Self:
        """The question of ``rows``; the ``moments`` in it become gaps."""
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            return cls(None)
        adapted = [connection.ops.adapt_datetimefield_value(one) for one in _STANDS_FOR]
        gaps = (
            (place, adapted.index(one)) for place, one in enumerate(params) if _among(one, adapted)
        )
        return cls(sql, tuple(params), tuple(gaps))

    def given(self, moments: Sequence[datetime]) -> list[Any]:
        """The parameters with the moments of this time in them."""
        params = list(self.params)
        for place, which in self.times:
            params[place] = connection.ops.adapt_datetimefield_value(moments[which])
        return params

    def ask(self, moments: Sequence[datetime] = ()) -> list[tuple[Any, ...]]:
        """The rows as the database gives them."""
        if self.sql is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.given(moments))
            return list(cursor.fetchall())


def _among(param: Any, adapted: list[Any]) -> bool:
    return isinstance(param, type(adapted[0])) and param in adapted


@dataclass
class Moments:
    """The times of a question, taken out of it: what is asked again a second later is the same."""

    given: list[datetime] = field(default_factory=list)

    def instead_of(self, at: datetime | None) -> datetime | None:
        """What stands for that moment while the question is put together."""
        if at is None:
            return None
        if at not in self.given:
            self.given.append(at)
        return _STANDS_FOR[self.given.index(at)]


def counted(several: Iterable[Prepared]) -> list[int]:
    """How many rows each of these has, in one query."""
    asked = list(several)
    known = [one for one in asked if one.sql is not None]
    if not known:
        return [0] * len(asked)
    numbers = ", ".join(f"(SELECT COUNT(*) FROM ({one.sql}) AS counted)" for one in known)  # noqa: S608 - values stay values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {numbers}", [value for one in known for value in one.params])
        found = iter(cursor.fetchone())
    return [0 if one.sql is None else int(next(found)) for one in asked]
