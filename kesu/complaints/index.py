"""The search index: which complaints hold a piece of text (docs/adr/0008). One row a complaint,
under its ``search_key``; on SQLite a full-text table, on PostgreSQL a table with an inverted index.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kesu.language.rules import fold, number, pairs

TABLE = "complaints_words"


class Entry(NamedTuple):
    """What is searched of one complaint. ``name``: the customer's."""

    key: int
    subject: str
    text: str
    name: str


def create(connection: Any) -> None:
    """Makes the empty index."""
    _run(connection, _CREATE[connection.vendor])


def drop(connection: Any) -> None:
    """Takes the index away."""
    _run(connection, (f"DROP TABLE {TABLE}",))


def write(entries: Iterable[Entry], connection: Any) -> None:
    """Puts the entries in, in the place of those that have the same key."""
    # FTS5 closes what it gathers in memory whenever a key is below the one before.
    rows = [_ROW[connection.vendor](entry) for entry in sorted(entries)]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE[connection.vendor], rows)


def remove(keys: Sequence[int], connection: Any) -> None:
    """Takes the entries with these keys out."""
    with connection.cursor() as cursor:
        cursor.executemany(_REMOVE[connection.vendor], [(key,) for key in keys])


def _run(connection: Any, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _fts_row(entry: Entry) -> tuple[Any, ...]:
    parts = _parts(entry)
    words = [pair for part in parts for pair in pairs(part)]
    return entry.key, " ".join(words), " ".join(pairs(entry.name))


def _gin_row(entry: Entry) -> tuple[Any, ...]:
    subject, text = _parts(entry)
    words = {number(pair) for part in (subject, text) for pair in pairs(part)}
    named = {number(pair) for pair in pairs(entry.name)}
    return entry.key, fold(subject), fold(text), fold(entry.name), list(words), list(named)


def _parts(entry: Entry) -> tuple[str, str]:
    """Subject and text; most subjects are the beginning of the text and need not stand twice."""
    repeated = fold(entry.subject) in fold(entry.text)
    return "" if repeated else entry.subject, entry.text


_CREATE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
        "(words, name, content='', contentless_delete=1, tokenize='ascii')",
    ),
    "postgresql": (
        f"CREATE TABLE {TABLE} (key bigint PRIMARY KEY, subject text NOT NULL, "
        "words text NOT NULL, name text NOT NULL, "
        "pairs integer[] NOT NULL, name_pairs integer[] NOT NULL)",
        f"CREATE INDEX {TABLE}_pairs ON {TABLE} USING gin (pairs, name_pairs)",
    ),
}
_WRITE = {
    "sqlite": f"INSERT OR REPLACE INTO {TABLE} (rowid, words, name) VALUES (%s, %s, %s)",  # noqa: S608 - our own table name
    "postgresql": (
        f"INSERT INTO {TABLE} (key, subject, words, name, pairs, name_pairs) "  # noqa: S608 - as above
        "VALUES (%s, %s, %s, %s, %s::integer[], %s::integer[]) ON CONFLICT (key) DO UPDATE SET "
        "subject = excluded.subject, words = excluded.words, name = excluded.name, "
        "pairs = excluded.pairs, name_pairs = excluded.name_pairs"
    ),
}
_REMOVE = {
    "sqlite": f"DELETE FROM {TABLE} WHERE rowid = %s",  # noqa: S608 - as above
    "postgresql": f"DELETE FROM {TABLE} WHERE key = %s",  # noqa: S608 - as above
}
_ROW = {"sqlite": _fts_row, "postgresql": _gin_row}
