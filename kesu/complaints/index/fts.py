"""The index on SQLite: FTS5 without a copy of the text; its rowid is the key.

A piece is a phrase of pairs, which FTS5 answers exactly and in the order of the rowid.
"""

from collections.abc import Iterator
from typing import Any

from kesu.complaints.index.values import TABLE, Engine, Entry, Sought, Span
from kesu.language.rules import pairs, phrase, sign

_FETCHED = 256
_CREATE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5"
    "(words, name, content='', contentless_delete=1, tokenize='ascii')",
)
_WRITE = f"INSERT OR REPLACE INTO {TABLE} (rowid, words, name) VALUES (%s, %s, %s)"  # noqa: S608 - our own table name


def _write(entries: list[Entry], connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, [_row(entry) for entry in entries])


def _row(entry: Entry) -> tuple[int, str, str]:
    words = [pair for part in entry.parts for pair in pairs(part)]
    return entry.key, " ".join(words), " ".join(pairs(entry.name))


def _where(sought: Sought) -> tuple[str, list[Any]]:
    held = " AND ".join(_phrase(piece) for piece in sought.pieces)
    return f"{TABLE} MATCH %s", [held if sought.names else f"words : ({held})"]


def _phrase(piece: str) -> str:
    together = phrase(piece)
    return f'"{" ".join(together)}"' if together else f'"{sign(piece)}" *'


def _newest(sought: Sought, span: Span, connection: Any) -> Iterator[int]:
    where, values = _where(sought)
    statement = (
        f"SELECT rowid FROM {TABLE} WHERE {where} "  # noqa: S608 - our own words
        "AND rowid >= %s AND rowid < %s ORDER BY rowid DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *span])
        while rows := cursor.fetchmany(_FETCHED):
            yield from (row[0] for row in rows)


ENGINE = Engine(_CREATE, _write, "rowid", _where, _newest)
