"""年历: days that were published or changed, on the record; deadlines that were given stay (Q9)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.permissions import may_manage_policy
from kesu.foundation.days import FIRST_YEAR, LAST_YEAR
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Name, Part
from kesu.journeys.people_work import NearDay
from kesu.people.rules import Person
from kesu.workdays import operations
from kesu.workdays.notices import Reading, read
from kesu.workdays.rules import DayKind, Special


class Noticed(Facts):
    """``publishes``: the year whose days off are known from now on."""

    days: int
    publishes: int | None = None
    first: str = ""
    last: str = ""


class DayEntry(Part):
    """One day that differs, or does so no more."""

    day: NearDay = Field(title="Day")
    kind: DayKind = Field(title="Kind of day")
    name: str = Field(default="", max_length=80, title="Name of the holiday")
    source: Name = Field(title="Why, or by which notice")


declare("workdays.noticed", Noticed)


def readable(text: str, year: int) -> Reading:
    """What a notice says of a year. Errors: ``Refused`` with a fault for each line that cannot be
    used, or for a text that names no day.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused([Fault("year", _("This day is too far away."), f"{FIRST_YEAR}-{LAST_YEAR}")])
    found = read(text, year)
    said = {
        "day": _("There is no such day."),
        "year": _("This day is of another year."),
        "kind": _("This is no kind of day."),
        "order": _("This ends before it begins, or lasts too long."),
        "twice": _("This day was named before as another kind."),
        "nothing": _("It is not said whether these days are off or worked."),
    }
    expected = {"kind": "holiday, makeup, workday, weekend, 休, 班", "year": str(year)}
    faults = [
        Fault(f"line.{one.line}", f"{said[one.reason]} {one.found}", expected.get(one.reason, ""))
        for one in found.wrong
    ]
    if not faults and not found.days:
        faults = [
            Fault("text", _("This text names no day."), "1月1日至3日放假 / 2027-01-01,holiday")
        ]
    if faults:
        raise Refused(faults, code="calendar")
    return found


def publish(*, text: str, year: int, source: str, whole: bool, by: Person, at: datetime) -> int:
    """Takes a notice in, all of it; how many days. ``whole``: with it the days off of that year
    are known. Errors: ``NotYours``; ``Refused``.
    """
    _ask_may(by)
    found = readable(text, year)
    if not source.strip():
        raise Refused([Fault("source", _("Say where these days come from."))])
    publishes = year if whole else None
    _add(found.days, source.strip()[:200], publishes, by=by, at=at)
    return len(found.days)


def change(said: DayEntry, *, by: Person, at: datetime) -> None:
    """One day is another kind from now on. Errors: ``NotYours``."""
    _ask_may(by)
    days = [Special(said.day, DayKind(said.kind), said.name.strip() or None)]
    _add(days, said.source, None, by=by, at=at)


def _add(
    days: Sequence[Special], source: str, publishes: int | None, *, by: Person, at: datetime
) -> None:
    signed = f"staff:{by.id}"
    with transaction.atomic():
        notice = operations.add_days(
            days=days, source=source, by=signed, at=at, publishes=publishes
        )
        facts = {
            "days": len(days),
            "first": min(day.date for day in days).isoformat(),
            "last": max(day.date for day in days).isoformat(),
            **({"publishes": publishes} if publishes else {}),
        }
        about, notes = ("calendar", str(notice)), {"source": source}
        people_work.tell("workdays.noticed", about, facts, by=signed, at=at, notes=notes)


def _ask_may(by: Person) -> None:
    if not may_manage_policy(by):
        raise NotYours
