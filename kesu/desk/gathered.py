"""What lies on some complaints, of many kinds, read in one question: a page that needs twenty
tables would wait for the database twenty times.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from kesu.complaints.models import Complaint

Sheet = tuple[type[models.Model], str]
"""The rows of a model that point to the complaint by a field."""
Gathered = dict[Sheet, list[models.Model]]


def gathered(complaints: Sequence[UUID], sheets: tuple[Sheet, ...]) -> Gathered:
    """The rows of each of ``sheets`` of those complaints, in the order of their ids. What is kept
    as bytes is not among their columns and is read when somebody asks for it.
    """
    found: Gathered = {one: [] for one in sheets}
    keys = [Complaint._meta.pk.get_db_prep_value(one, connection) for one in complaints]
    with connection.cursor() as cursor:
        cursor.execute(_question(sheets, len(keys), connection.vendor), keys * len(sheets))
        for place, text in cursor.fetchall():
            found[sheets[place]].append(_row(sheets[place][0], text))
    for rows in found.values():
        rows.sort(key=lambda row: row.pk)
    return found


@lru_cache(maxsize=64)
def _question(sheets: tuple[Sheet, ...], count: int, vendor: str) -> str:
    make = "json_build_object" if vendor == "postgresql" else "json_object"
    places = ", ".join(["%s"] * count)
    asked = (_rows(at, *one, make=make, places=places) for at, one in enumerate(sheets))
    return " UNION ALL ".join(asked)


def _rows(at: int, model: type[models.Model], by: str, *, make: str, places: str) -> str:
    quote, field = connection.ops.quote_name, model._meta.get_field(by)
    assert isinstance(field, models.ForeignKey)
    pairs = ", ".join(f"'{one.attname}', {quote(str(one.column))}" for one in _columns(model))
    table, column = quote(model._meta.db_table), quote(field.column)
    row, among = f"CAST({make}({pairs}) AS text)", f"{column} IN ({places})"
    if connection.vendor == "sqlite":
        # Where a column is empty everywhere, its statistics say that any key fits every row.
        among = f"likelihood({among}, 0.00001)"
    return f"SELECT {at}, {row} FROM {table} WHERE {among}"  # noqa: S608 - names of our tables


@lru_cache(maxsize=64)
def _columns(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    """Of a complaint its id alone: it is named, not read."""
    found = model._meta.concrete_fields if model is not Complaint else [model._meta.pk]
    return tuple(one for one in found if not isinstance(one, models.BinaryField))


def _row(model: type[models.Model], text: str) -> models.Model:
    said = json.loads(text)
    values = dict(_values(model, said))
    return model.from_db(connection.alias, list(values), list(values.values()))


def _values(model: type[models.Model], said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in _columns(model):
        value = said[one.attname]
        yield one.attname, None if value is None else _python(one, value)


def _python(field: "models.Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, models.JSONField):
        # SQLite keeps JSON as text, PostgreSQL as what it says.
        return json.loads(value) if connection.vendor == "sqlite" else value
    if isinstance(field, models.ForeignKey):
        return _python(field.target_field, value)
    made = field.to_python(value)
    if isinstance(made, datetime) and made.tzinfo is None:
        return made.replace(tzinfo=UTC)
    return made
