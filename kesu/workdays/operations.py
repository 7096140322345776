"""Writing the calendar. Called by journeys, which leave the journal line."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kesu.workdays.models import DayAddition, Notice
from kesu.workdays.rules import Special, listed_once


def add_days(
    *, days: Iterable[Special], source: str, by: str, at: datetime, publishes: int | None = None
) -> UUID:
    """Adds days, or replaces what is known of them, all or none; answers the notice's id.

    ``source`` says where the days come from, ``publishes`` the year whose days off are known
    with them (Q9), ``by`` is the journal's ``staff:<id>`` or ``system:<name>``. Deadlines that
    were given stay as they are. Raises CalendarFault for a day that is listed twice.
    """
    listed = listed_once((None, day) for day in days)
    with transaction.atomic():
        notice = Notice.objects.create(source=source, year=publishes, by=by, at=at)
        DayAddition.objects.bulk_create(
            [
                DayAddition(date=day.date, kind=day.kind, name=day.name or "", notice=notice)
                for day in listed
            ],
            update_conflicts=True,
            unique_fields=["date"],
            update_fields=["kind", "name", "notice"],
        )
    return notice.pk
