"""辅导与考核: help is given, months are locked, appeals are heard (E51, E52, D27)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.coaching import operations
from kesu.coaching.models import Coaching, KpiEntry, MonthLock, OnRecord
from kesu.coaching.rules import month_of
from kesu.complaints.permissions import may_lock_months
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Part, Text
from kesu.people.queries import everyone
from kesu.people.rules import Person, superiors
from kesu.policy import queries as policies


class Given(Part):
    """What the help was, as it is typed in."""

    outcome: Text = Field(title="What was done, and what came of it")


class Appeal(Part):
    appeal: Text = Field(title="Why it should not count")


class Answer(Part):
    upheld: bool = Field(title="It is taken off the record")
    answer: Text = Field(title="Reason")


class Month(Part):
    month: date = Field(title="Month (its first day)")


class CoachingGiven(Facts):
    coaching: int
    staff: str
    late: bool


class MonthLocked(Facts):
    month: str
    entries: int


class AppealMade(Facts):
    record: int
    staff: str


class AppealAnswered(Facts):
    record: int
    staff: str
    upheld: bool
    taken_off: str | None = None


declare("coaching.given", CoachingGiven)
declare("conduct.month_locked", MonthLocked)
declare("conduct.appealed", AppealMade)
declare("conduct.appeal_answered", AppealAnswered)


def give(coaching: int, said: Given, *, by: Person, now: datetime) -> Coaching:
    """The help was given: by the mentor, or somebody above the colleague; never by themselves.

    Errors: ``Refused`` for none that waits under that number; ``NotYours``.
    """
    with transaction.atomic():
        row = Coaching.objects.select_for_update().filter(pk=coaching, dropped_at=None).first()
        if row is None or row.done_at is not None:
            raise _unknown("coaching", _("No coaching of that number waits."))
        _ask_above(by, row.staff_id, mentor=row.mentor_id, now=now)
        row.done_at, row.outcome = now, said.outcome
        row.save(update_fields=["done_at", "outcome"])
        facts = {"coaching": row.pk, "staff": str(row.staff_id), "late": now > row.due}
        notes = {"outcome": said.outcome}
        _tell("coaching.given", row.staff_id, facts, notes, rule="E52", by=by, now=now)
    return row


def appeal(record: int, said: Appeal, *, by: Person, now: datetime) -> OnRecord:
    """Somebody above the colleague speaks for them; until it is answered it counts for nothing.

    Errors: ``Refused`` for none that stands under that number, or one that was heard; ``NotYours``.
    """
    with transaction.atomic():
        operations.hold_months()
        row = _standing(record)
        _ask_above(by, row.staff_id, mentor=None, now=now)
        if row.appealed_at is not None:
            raise _unknown("record", _("This was appealed already."))
        row.appealed_at, row.appealed_by_id, row.appeal = now, by.id, said.appeal
        row.save(update_fields=["appealed_at", "appealed_by", "appeal"])
        facts = {"record": row.pk, "staff": str(row.staff_id)}
        notes = {"appeal": said.appeal}
        _tell("conduct.appealed", row.staff_id, facts, notes, rule="D27", by=by, now=now)
    return row


def answer(record: int, said: Answer, *, by: Person, now: datetime) -> OnRecord:
    """A manager other than who appealed, and not the colleague, hears it: it stands, or it is
    taken off.

    Errors: ``Refused`` for none that waits under that number; ``NotYours``.
    """
    with transaction.atomic():
        operations.hold_months()
        row = _standing(record)
        if not may_lock_months(by) or by.id in (row.appealed_by_id, row.staff_id):
            raise NotYours
        if row.appealed_at is None or row.answered_at is not None:
            raise _unknown("record", _("No appeal of that number waits."))
        row.answered_at, row.answered_by_id, row.answer = now, by.id, said.answer
        row.save(update_fields=["answered_at", "answered_by", "answer"])
        taken_off = None
        if said.upheld:
            month = month_of(now, policies.in_force(now).tz)
            taken_off = operations.take_back(row, because=said.answer, now=month, at=now)
        facts = {
            "record": row.pk,
            "staff": str(row.staff_id),
            "upheld": said.upheld,
            "taken_off": taken_off.isoformat() if taken_off else None,
        }
        notes = {"answer": said.answer}
        _tell("conduct.appeal_answered", row.staff_id, facts, notes, rule="D27", by=by, now=now)
    return row


def lock(said: Month, *, by: Person, now: datetime) -> MonthLock:
    """The figures of a month that is over stand from now on. Errors: ``Refused`` for a month that
    is not over, is locked, or has an appeal that waits; ``NotYours``.
    """
    if not may_lock_months(by):
        raise NotYours
    month = said.month.replace(day=1)
    if month >= month_of(now, policies.in_force(now).tz):
        raise Refused([Fault("month", _("This month is not over yet."))], code="month_open")
    with transaction.atomic():
        operations.hold_months()
        entries = KpiEntry.objects.filter(month=month, counts=True)
        if entries.filter(record__appealed_at__isnull=False, record__answered_at=None).exists():
            raise Refused([Fault("month", _("An appeal of this month waits."))], code="appeal_open")
        if not operations.lock_month(month, by=by.id, at=now):
            raise Refused([Fault("month", _("This month is locked already."))], code="locked")
        facts = {"month": month.isoformat(), "entries": entries.count()}
        _tell("conduct.month_locked", by.id, facts, {}, rule="E51", by=by, now=now)
    return MonthLock.objects.get(month=month)


def _standing(record: int) -> OnRecord:
    row = OnRecord.objects.select_for_update().filter(pk=record, reversed_at=None).first()
    if row is None:
        raise _unknown("record", _("Nothing of that number stands on record."))
    return row


def _ask_above(by: Person, staff: int, *, mentor: int | None, now: datetime) -> None:
    """Errors: ``NotYours`` unless ``by`` is the mentor, or above the colleague."""
    above = by.id == mentor or by.id in superiors(everyone(now), staff)
    if by.id == staff or not (above or may_lock_months(by)):
        raise NotYours


def _unknown(loc: str, said: str) -> Refused:
    return Refused([Fault(loc, said)], code="unknown")


def _tell(
    kind: str,
    staff: int,
    facts: Mapping[str, object],
    notes: Mapping[str, object],
    *,
    rule: str,
    by: Person,
    now: datetime,
) -> None:
    append(
        [
            Draft(
                kind=kind,
                about=("staff", str(staff)),
                by=f"staff:{by.id}",
                at=now,
                written=now,
                policy=policies.in_force(now).label,
                rule=rule,
                facts=facts,
                notes=notes or None,
            )
        ]
    )
