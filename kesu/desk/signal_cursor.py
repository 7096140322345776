"""Where a page of warnings ends: the place of its last one, which others do not move."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.watch.models import Signal


def after(rows: QuerySet[Signal], cursor: str, *, settled: bool) -> QuerySet[Signal]:
    """The rows in order, those behind ``cursor`` where there is one. ``settled``: the last settled
    first; else by level, of these the newest.

    Errors: ``Refused`` for a cursor that is none, or one of the other order.
    """
    if settled:
        rows = rows.order_by("-settled", "-id")
        return rows.filter(_behind_settled(cursor)) if cursor else rows
    rows = rows.order_by("-level", "-last_at", "-id")
    return rows.filter(_behind_open(cursor)) if cursor else rows


def of(row: Signal, *, settled: bool) -> str:
    """The cursor that ends a page with this one."""
    moment = row.settled if settled else row.last_at
    assert moment is not None
    place = [moment.isoformat(), str(row.pk)]
    text = json.dumps(place if settled else [row.level, *place])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _behind_open(cursor: str) -> Q:
    level, moment, key = _read(cursor, 3)
    if type(level) is not int or not 1 <= level <= 3:
        raise _unusable()
    at, last = _place(moment, key)
    same = Q(last_at__lt=at) | Q(last_at=at, pk__lt=last)
    return Q(level__lt=level) | (Q(level=level) & same)


def _behind_settled(cursor: str) -> Q:
    at, last = _place(*_read(cursor, 2))
    return Q(settled__lt=at) | Q(settled=at, pk__lt=last)


def _read(cursor: str, parts: int) -> list[object]:
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise _unusable() from None
    if not isinstance(given, list) or len(given) != parts:
        raise _unusable()
    return given


def _place(moment: object, key: object) -> tuple[datetime, UUID]:
    try:
        return datetime.fromisoformat(str(moment)).astimezone(UTC), UUID(str(key))
    except (ValueError, OverflowError):
        raise _unusable() from None


def _unusable() -> Refused:
    return Refused([Fault("cursor", _("This cursor cannot be used."), _("the value of next"))])
