"""Many rows at once: one prepared statement, executed for each of them.

``bulk_create`` compiles every value of every row anew and cuts statements at 999 values; for tens
of thousands of rows that takes longer than the database. Rows written here are the same rows.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models

_AS_THEY_ARE = (str, int, bool, type(None))


def insert(rows: Sequence[models.Model], *, ignore_conflicts: bool = False) -> None:
    """Writes new rows of one model. Those with a counted key get it from ``number`` or not at all.

    Errors: as of ``bulk_create``. No signals are sent, and nothing hangs on the rows but their
    columns.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not _is_counted(rows[0], field)]
    values = attrgetter(*(field.attname for field in fields))
    insert_values(
        model,
        [field.attname for field in fields],
        [values(row) for row in rows],
        ignore_conflicts=ignore_conflicts,
    )
    for row in rows:
        row._state.adding = False


def insert_values(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Writes rows that are not made into objects first; ``names`` are attributes of the model."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [fields[name] for name in names]
    write = [_writer(field) for field in columns]
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} "  # noqa: S608 - names of our own model
        f"({', '.join(quote(field.column) for field in columns)}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    if ignore_conflicts:
        statement += " ON CONFLICT DO NOTHING"
    given = [
        [prepare(value) for prepare, value in zip(write, row, strict=True)] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, given)


def number(rows: Sequence[models.Model]) -> None:
    """Gives rows with a counted key the next numbers, in their order, before they are written."""
    if not rows:
        return
    meta = type(rows[0])._meta
    assert meta.pk is not None
    for row, key in zip(rows, _next_keys(meta.db_table, meta.pk.column, len(rows)), strict=True):
        row.pk = key


def _next_keys(table: str, column: str, count: int) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction is the only one that writes, so nobody else counts on from here.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = found[0] if found else 0
    return list(range(last + 1, last + 1 + count))


def _is_counted(row: models.Model, field: Any) -> bool:
    return isinstance(field, models.AutoField | models.BigAutoField) and row.pk is None


def _writer(field: Any) -> Callable[[Any], Any]:
    """How values of a column go to the database, the usual ones by a short way."""
    if isinstance(field, models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    adapt = connection.ops.adapt_datetimefield_value
    as_hex = not connection.features.has_native_uuid_field

    def write(value: Any) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is datetime:
            return adapt(value)
        if kind is UUID:
            return value.hex if as_hex else value
        return field.get_db_prep_save(value, connection)

    return write
