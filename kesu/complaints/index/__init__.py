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
