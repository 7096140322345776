"""In which month a record counts. Pure. Months are their first day in the policy's zone."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Booked(NamedTuple):
    """``moved``: its own month was locked."""

    month: date
    moved: bool


def month_of(at: datetime, zone: ZoneInfo) -> date:
    """The month in which a moment (UTC) lies."""
    return at.astimezone(zone).date().replace(day=1)


def next_month(month: date) -> date:
    """The month after."""
    return (month + timedelta(days=31)).replace(day=1)


def booked(own: date, now: date, locked: Collection[date]) -> Booked:
    """Where a record of the month ``own``, verified in the month ``now``, counts: in its own
    month, else in the first one from ``now`` on that is not locked (E51).
    """
    if own not in locked:
        return Booked(own, moved=False)
    month = max(own, now)
    while month in locked:
        month = next_month(month)
    return Booked(month, moved=True)
