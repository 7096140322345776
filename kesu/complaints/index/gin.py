"""The index on PostgreSQL: the folded text beside the set of its pairs in an inverted index.

The set finds what may hold a piece; ``strpos`` on the folded text says whether it does.
"""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from kesu.complaints.index.values import TABLE, Engine, Entry, Sought, Span
from kesu.language.rules import fold, number, pairs, phrase

_WINDOWS = (500, 2_000, 8_000, 16_000)
_OFTEN = 0.002
"""Of a million texts 2,000: reading them all then costs as much as reading the newest until fifty
are found.
"""
_CREATE = (
    f"CREATE TABLE {TABLE} (key bigint PRIMARY KEY, subject text NOT NULL, words text NOT NULL, "
    "name text NOT NULL, pairs integer[] NOT NULL, name_pairs integer[] NOT NULL)",
    f"CREATE INDEX {TABLE}_pairs ON {TABLE} USING gin (pairs, name_pairs) "
    "WITH (gin_pending_list_limit = 1024)",
)
_DELETE = f"DELETE FROM {TABLE} WHERE key = ANY(%s)"  # noqa: S608 - our own table name
_COPY = f"COPY {TABLE} (key, subject, words, name, pairs, name_pairs) FROM STDIN"


def _write(entries: list[Entry], connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_DELETE, [[entry.key for entry in entries]])
        # A copy goes past Django's cursor, and its faults past what tells an outage.
        with connection.wrap_database_errors, cursor.copy(_COPY) as rows:
            for entry in entries:
                rows.write_row(_row(entry))


def _row(entry: Entry) -> tuple[int | str, ...]:
    subject, text = entry.parts
    words = {number(pair) for part in (subject, text) for pair in pairs(part)}
    named = {number(pair) for pair in pairs(entry.name)}
    return entry.key, fold(subject), fold(text), fold(entry.name), _array(words), _array(named)


def _array(numbers: set[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _where(sought: Sought) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    for piece in sought.pieces:
        held, given = _held(piece, names=sought.names)
        may, numbers = _may_hold(piece, names=sought.names)
        conditions += [*may, held]
        values += [*numbers, *given]
    return " AND ".join(conditions), values


def _held(piece: str, *, names: bool) -> tuple[str, list[str]]:
    columns = ("words", "subject", "name") if names else ("words", "subject")
    anywhere = " OR ".join(f"strpos({column}, %s) > 0" for column in columns)
    return f"({anywhere})", [fold(piece)] * len(columns)


def _may_hold(piece: str, *, names: bool) -> tuple[list[str], list[list[int]]]:
    numbers = sorted({number(pair) for pair in phrase(piece)})
    if not numbers:
        return [], []
    columns = ("pairs", "name_pairs") if names else ("pairs",)
    anywhere = " OR ".join(f"{column} @> %s::integer[]" for column in columns)
    return [f"({anywhere})"], [numbers] * len(columns)


def _newest(sought: Sought, span: Span, connection: Any) -> Iterator[int]:
    """What is often said is read off the newest rows; what is seldom said the inverted index finds
    at once. The newest rows tell which it is. A single sign has no pairs: it is read off.
    """
    paired = any(phrase(piece) for piece in sought.pieces)
    first, end = span
    for size in _WINDOWS if paired else repeat(_WINDOWS[-1]):
        found, last = _window(sought, Span(first, end), size, connection)
        yield from found
        if last is None:
            return
        end = last
        if paired and len(found) < size * _OFTEN:
            break
    yield from _all(sought, Span(first, end), connection)


def _window(sought: Sought, span: Span, size: int, connection: Any) -> tuple[list[int], int | None]:
    """What the newest ``size`` rows hold, and the last of their keys when more may follow."""
    tests = [_held(piece, names=sought.names) for piece in sought.pieces]
    held = " AND ".join(test for test, _ in tests)
    statement = (
        "SELECT array_agg(key ORDER BY key DESC) FILTER (WHERE held), min(key), count(*) "  # noqa: S608 - our own words
        f"FROM (SELECT key, {held} AS held FROM {TABLE} WHERE key >= %s AND key < %s "
        "ORDER BY key DESC LIMIT %s) AS newest"
    )
    values = [value for _, given in tests for value in given]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *span, size])
        found, last, count = cursor.fetchone()
    return found or [], last if count == size else None


def _all(sought: Sought, span: Span, connection: Any) -> Iterator[int]:
    # key + 0 is not the indexed key: a planner without figures would walk along that instead.
    where, values = _where(sought)
    statement = (
        f"SELECT key FROM {TABLE} WHERE {where} "  # noqa: S608 - our own words
        "AND key + 0 >= %s AND key + 0 < %s ORDER BY key + 0 DESC"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *span])
        yield from (row[0] for row in cursor.fetchall())


ENGINE = Engine(_CREATE, _write, "key", _where, _newest)
