"""Reading the calendar: the shipped days with what was added since."""

from functools import lru_cache
from uuid import UUID

from kesu.workdays.models import DayAddition, Notice
from kesu.workdays.rules import Calendar, DayKind, Special

Notices = tuple[tuple[UUID, int | None], ...]


def calendar() -> Calendar:
    """The calendar as it is known now, in one query unless a notice has come (Q9).

    The same object as long as no notice comes, in whichever process it was loaded; so it may be
    the key of a caller's own cache.
    """
    return _with_notices(tuple(Notice.objects.order_by("id").values_list("id", "year")))


@lru_cache(maxsize=4)
def _with_notices(notices: Notices) -> Calendar:
    """Days are read after the notices: one that comes between is read again under its own key."""
    rows = DayAddition.objects.values_list("date", "kind", "name")
    days = [Special(on, DayKind(kind), name or None) for on, kind, name in rows]
    return Calendar.shipped().with_days(days, {year for _, year in notices if year})
