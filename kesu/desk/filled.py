"""Which sheets of some complaints hold anything: asked once, so that empty ones are not read."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import ForeignKey, Model

from kesu.complaints.models import Complaint

Sheet = tuple[type[Model], str]
"""The rows of a model that point to the complaint by a field."""


def filled(complaints: Sequence[UUID], sheets: tuple[Sheet, ...]) -> frozenset[Sheet]:
    """Those of ``sheets`` with at least one row of one of the complaints, in one query."""
    keys = [Complaint._meta.pk.get_db_prep_value(one, connection) for one in complaints]
    with connection.cursor() as cursor:
        cursor.execute(_question(sheets, len(keys)), keys * len(sheets))
        answers = cursor.fetchone()
    return frozenset(sheet for sheet, found in zip(sheets, answers, strict=True) if found)


@lru_cache(maxsize=64)
def _question(sheets: tuple[Sheet, ...], count: int) -> str:
    places = ", ".join(["%s"] * count)
    asked = ", ".join(_exists(model, by, places) for model, by in sheets)
    return f"SELECT {asked}"


def _exists(model: type[Model], by: str, places: str) -> str:
    quote, field = connection.ops.quote_name, model._meta.get_field(by)
    assert isinstance(field, ForeignKey)
    table, column = quote(model._meta.db_table), quote(field.column)
    return f"EXISTS(SELECT 1 FROM {table} WHERE {column} IN ({places}))"  # noqa: S608 - names of our tables
