"""Many rows at once: one prepared statement, executed for each of them.

``bulk_create`` compiles every value of every row anew and cuts statements at 999 values; for tens
of thousands of rows that takes longer than the database. Rows written here are the same rows.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

_AS_THEY_ARE = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BooleanField,
    models.BinaryField,
)
Row = TypeVar("Row", bound=models.Model)
_Write = Callable[[Any], Any]


def make(model: type[Row], values: dict[str, Any]) -> Row:
    """A new row, not yet written, from attributes by name: as ``model(**values)``, in a tenth of
    the time. Relations are given by their keys (``customer_id``). No signals are sent.

    Errors: ``TypeError`` for a name that is no column.
    """
    defaults, made = _defaults(model)
    given = defaults | {name: make() for name, make in made.items()} | values
    if len(given) > len(defaults):
        raise TypeError(f"{model.__name__} has no {sorted(given.keys() - defaults.keys())}")
    row = model.__new__(model)
    # As Model.__init__ leaves it: columns are plain attributes.
    row.__dict__.update(_state=ModelState(), **given)
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """What each column has of its own, in the model's order, and what is made for each row."""
    fields = model._meta.concrete_fields
    made = {one.attname: one.get_default for one in fields if _is_called(one.default)}
    return {one.attname: None if one.attname in made else one.get_default() for one in fields}, made


def _is_called(default: object) -> bool:
    """Whether each row gets another value. What has no default stands for it by a class."""
    return callable(default) and default is not models.NOT_PROVIDED


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
    once: Sequence[str] = (),
) -> None:
    """Writes rows that are not made into objects first; ``names`` are attributes of the model.
    ``once``: those by which a row is known; one that is there already is changed to what is given.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [fields[name] for name in names]
    prepare = [(place, write) for place, field in enumerate(columns) if (write := _writer(field))]
    quote = connection.ops.quote_name
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} "  # noqa: S608 - names of our own model
        f"({', '.join(quote(str(field.column)) for field in columns)}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    if ignore_conflicts:
        statement += " ON CONFLICT DO NOTHING"
    if once:
        known = ", ".join(quote(str(fields[name].column)) for name in once)
        told = (quote(str(fields[name].column)) for name in names if name not in once)
        changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in told)
        statement += f" ON CONFLICT ({known}) DO UPDATE SET {changed}"
    given = [_prepared(row, prepare) for row in rows]
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(statement, given)


def _prepared(row: Sequence[Any], prepare: Sequence[tuple[int, _Write]]) -> list[Any]:
    values = list(row)
    for place, write in prepare:
        if values[place] is not None:
            values[place] = write(values[place])
    return values


def number(rows: Sequence[models.Model]) -> None:
    """Gives rows with a counted key the next numbers, in their order, before they are written."""
    if not rows:
        return
    meta = type(rows[0])._meta
    assert meta.pk is not None
    for row, key in zip(
        rows, _next_keys(meta.db_table, str(meta.pk.column), len(rows)), strict=True
    ):
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


def _writer(field: Any) -> _Write | None:
    """How values of a column that are there go to the database; None: as they are."""
    while field.is_relation:
        field = field.target_field
    if isinstance(field, _AS_THEY_ARE):
        return None
    if isinstance(field, models.DateTimeField):
        return _text_of if connection.vendor == "sqlite" else None
    if isinstance(field, models.UUIDField):
        return None if connection.features.has_native_uuid_field else attrgetter("hex")
    return _once_each(lambda value: field.get_db_prep_save(value, connection))


def _once_each(write: _Write) -> _Write:
    """What several rows share, such as a list, is prepared once. It is kept beside the answer: what
    is gone leaves its ``id`` to another.
    """
    done: dict[int, tuple[Any, Any]] = {}

    def written(value: Any) -> Any:
        if id(value) not in done:
            done[id(value)] = value, write(value)
        return done[id(value)][1]

    return written


def _text_of(moment: datetime) -> str:
    """As SQLite keeps a moment: UTC, without saying so."""
    return _bare(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=4096)
def _bare(utc: datetime) -> str:
    return str(utc.replace(tzinfo=None))
