"""Writing records about colleagues and the help they get. Called by journeys only, inside their
transaction.
"""

from datetime import date, datetime

from django.db import connection

from kesu.coaching.models import Coaching, KpiEntry, MonthLock, OnRecord
from kesu.coaching.queries import locked_months
from kesu.coaching.rules import Booked, booked
from kesu.complaints.models import Complaint

_MONTHS = 0x6D6F6E746873


def hold_months() -> None:
    """Nobody else locks a month, counts in one or appeals until the transaction ends: what is read
    of months behind this stands.

    On SQLite a transaction that writes is alone anyhow.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MONTHS])


def put_on_record(
    *, complaint: Complaint, staff: int, kind: str, own: date, now: date, by: int, at: datetime
) -> tuple[OnRecord, Booked]:
    """在案 with its figure. ``own`` and ``now``: the months of receipt and of the verdict (E51)."""
    record = OnRecord.objects.create(
        complaint=complaint, staff_id=staff, kind=kind, by_id=by, at=at
    )
    hold_months()
    where = booked(own, now, locked_months(since=min(own, now)))
    KpiEntry.objects.create(record=record, month=where.month, moved=where.moved)
    return record, where


def take_back(record: OnRecord, *, because: str, now: date, at: datetime) -> date | None:
    """The record was wrong: it stands with its reason and counts no more. In a month that is
    locked it stays, and is taken off in the first open one from ``now`` on, which is answered.
    """
    hold_months()
    record.reversed_at, record.reversed_because = at, because
    record.save(update_fields=["reversed_at", "reversed_because"])
    entry = KpiEntry.objects.get(record=record)
    locked = locked_months(since=min(entry.month, now))
    if entry.month in locked:
        entry.taken_off = booked(entry.month, now, locked).month
    else:
        entry.counts = False
    entry.save(update_fields=["taken_off", "counts"])
    Coaching.objects.filter(record=record, done_at=None, dropped_at=None).update(dropped_at=at)
    return entry.taken_off


def ask_for_help(
    *,
    staff: int,
    mentor: int | None,
    due: datetime,
    at: datetime,
    complaint: Complaint | None,
    what: str = "",
    record: OnRecord | None = None,
) -> Coaching:
    """辅导 that is owed by ``due`` (UTC) (E52)."""
    return Coaching.objects.create(
        complaint=complaint,
        staff_id=staff,
        mentor_id=mentor,
        record=record,
        what=what,
        due=due,
        at=at,
    )


def lock_month(month: date, *, by: int, at: datetime) -> bool:
    """The figures of the month stand from now on; False when they did already."""
    _row, made = MonthLock.objects.get_or_create(month=month, defaults={"by_id": by, "at": at})
    return made
