"""The orders of a list, and where a page of it ended."""

import base64
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.complaints.models.complaint import NEVER_DUE
from kesu.desk import find
from kesu.foundation.faults import Fault, Refused

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"[0-9A-Z-]{1,40}", re.ASCII)
Order = Literal["queue", "received", "-received", "next_due", "updated", "-updated"]
COLUMNS: dict[str, tuple[str, ...]] = {
    "queue": ("-urgent", "-grade_rank", "queue_due", "received", "no"),
    "received": ("received", "no"),
    "-received": ("-received", "-no"),
    "next_due": ("queue_due", "received", "no"),
    "updated": ("updated", "no"),
    "-updated": ("-updated", "-no"),
}
ORDERS = tuple(COLUMNS)
BY_KEY = ("-search_key",)
"""The order of a search: by ``received`` to the millisecond."""


def columns_of(order: str) -> tuple[str, ...]:
    """The columns of an order. Errors: ``Refused``."""
    if order not in COLUMNS:
        raise Refused([Fault("order_by", _("This value is not known."), ", ".join(ORDERS))])
    return COLUMNS[order]


def behind(columns: Iterable[str], values: Iterable[Any]) -> Q:
    """What comes after a row with these values, column by column."""
    condition, same = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        name, down = column.removeprefix("-"), column.startswith("-")
        condition |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    return condition


def cursor_at(row: Complaint, order: str, columns: Iterable[str]) -> str:
    """Where a page ended; it names its order, since another one goes on elsewhere."""
    values = [order, *_values(row, columns)]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _values(row: Complaint, columns: Iterable[str]) -> list[Any]:
    return [_plain(getattr(row, column.removeprefix("-"))) for column in columns]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def read_cursor(cursor: str, order: str, columns: tuple[str, ...]) -> list[Any]:
    """Where the page before ended. Errors: ``Refused``, for one of another order as well."""
    fault = Fault("cursor", _("This cursor cannot be used."), _("the value of next"))
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(given, list) or len(given) != len(columns) + 1 or given[0] != order:
            raise ValueError
        return [
            _typed(column.removeprefix("-"), value)
            for column, value in zip(columns, given[1:], strict=True)
        ]
    except (ValueError, TypeError, RecursionError):
        raise Refused([fault]) from None


def _typed(column: str, value: Any) -> Any:
    if column in ("received", "updated", "queue_due"):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not _FIRST <= moment <= NEVER_DUE:
            raise ValueError
        return moment
    if column == "search_key" and type(value) is int and abs(value) < find.EVERYTHING.end:
        return value
    if column == "urgent" and isinstance(value, bool):
        return value
    if column == "grade_rank" and value in (1, 2, 3):
        return value
    if column == "no" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return value
    raise ValueError
