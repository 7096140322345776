"""The search index: which complaints hold a piece of text (docs/adr/0008). One row a complaint,
under its ``search_key``; kept by ``complaints.operations.index``.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kesu.complaints.index import fts, gin
from kesu.complaints.index.values import TABLE, Entry, Sought, Span

__all__ = [
    "TABLE",
    "Entry",
    "Sought",
    "Span",
    "create",
    "drop",
    "gaps",
    "newest",
    "question",
    "remove",
    "write",
]

_ENGINES = {"sqlite": fts.ENGINE, "postgresql": gin.ENGINE}


def create(connection: Any) -> None:
    """Makes the empty index."""
    with connection.cursor() as cursor:
        for statement in _ENGINES[connection.vendor].create:
            cursor.execute(statement)


def drop(connection: Any) -> None:
    """Takes the index away."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def write(entries: Iterable[Entry], connection: Any) -> None:
    """Puts the entries in, in the place of those that have the same key."""
    # FTS5 closes what it gathers in memory whenever a key is below the one before.
    ordered = sorted(entries)
    if ordered:
        _ENGINES[connection.vendor].write(ordered, connection)


def remove(keys: Sequence[int], connection: Any) -> None:
    """Takes the entries with these keys out."""
    column = _ENGINES[connection.vendor].key_column
    statement = f"DELETE FROM {TABLE} WHERE {column} = %s"  # noqa: S608 - our own words
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(key,) for key in keys])


def newest(sought: Sought, span: Span, connection: Any) -> Iterator[int]:
    """The keys in ``span`` of what is sought, the newest first; reads only as far as asked."""
    yield from _ENGINES[connection.vendor].newest(sought, span, connection)


def question(sought: Sought, connection: Any) -> tuple[str, list[Any]]:
    """A subquery for the keys of all that is sought, and its values."""
    engine = _ENGINES[connection.vendor]
    where, values = engine.where(sought)
    return f"SELECT {engine.key_column} FROM {TABLE} WHERE {where}", values  # noqa: S608 - our own words


def gaps(table: str, connection: Any) -> tuple[int, int]:
    """How many rows of ``table`` the index does not hold, and how many entries have no row."""
    key = _ENGINES[connection.vendor].key_column
    missing = (
        f"SELECT count(*) FROM {table} WHERE NOT EXISTS "  # noqa: S608 - our own words
        f"(SELECT 1 FROM {TABLE} WHERE {TABLE}.{key} = {table}.search_key)"
    )
    left_over = (
        f"SELECT count(*) FROM {TABLE} WHERE NOT EXISTS "  # noqa: S608 - our own words
        f"(SELECT 1 FROM {table} WHERE {table}.search_key = {TABLE}.{key})"
    )
    with connection.cursor() as cursor:
        counts = []
        for statement in (missing, left_over):
            cursor.execute(statement)
            counts.append(cursor.fetchone()[0])
    return counts[0], counts[1]
