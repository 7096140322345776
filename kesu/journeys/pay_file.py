"""打款清单: the payments of a day as a file for finance; each stands in one day's file (F11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints import permissions
from kesu.desk.words import REMEDIES
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.writing import FORMATS, MEDIA_TYPES, Cell, Format, write_rows
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NotYours
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.remedies import operations, paid
from kesu.remedies.models import Payment

_HUNDRED = 100


class Listed(Facts):
    """A list was made: how many payments, and 分 together."""

    day: str
    payments: int
    amount: int


class Taken(Facts):
    """A list left the house, with names and accounts in it."""

    day: str
    format: str
    payments: int


declare("payments.listed", Listed)
declare("payments.taken", Taken)


@dataclass(frozen=True)
class DayList:
    """A file: its ``name``, its bytes, how many ``rows``."""

    name: str
    media_type: str
    rows: int
    pieces: Iterator[bytes]

    @property
    def disposition(self) -> str:
        plain = self.name.encode("ascii", "ignore").decode().strip("-") or "payments"
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.name)}"


def make_list(*, by: Person, now: datetime) -> int:
    """Puts what waits and stands in no list into the list of today (policy's zone), which is made
    once: what is asked afterwards goes into tomorrow's. How many; 0 where there is nothing to do.

    Errors: ``NotYours``; ``Refused`` where today's list was made already.
    """
    if not permissions.may_pay(by):
        raise NotYours
    pack = policies.in_force(now)
    day = now.astimezone(pack.tz).date()
    with transaction.atomic():
        if not operations.list_day(day=day, by=by.id, at=now):
            _refuse_second(day)
            return 0
        rows = paid.listed(day)
        facts = {
            "day": day.isoformat(),
            "payments": len(rows),
            "amount": sum(one.amount for one in rows),
        }
        _tell("payments.listed", day, facts, by=by, now=now, policy=pack.label)
    return len(rows)


def _refuse_second(day: date) -> None:
    if day in [one.day for one in paid.days()]:
        message = _("Today's list was made already; what came later goes into tomorrow's.")
        raise Refused([Fault("day", message)], code="listed_already")


def take_list(day: date, *, format_: str, by: Person, now: datetime) -> DayList:
    """The file of a day, as often as it is asked for; each time stands on the record, for names and
    accounts are in it. Errors: ``NotYours``; ``Refused`` for a form or a day there is none of.
    """
    if not permissions.may_pay(by):
        raise NotYours
    if format_ not in FORMATS:
        raise Refused([Fault("format", _("This value is not known."), ", ".join(FORMATS))])
    chosen: Format = format_  # type: ignore[assignment]  # it is one of them
    rows = [one for one in paid.listed(day) if one.remedy.complaint.accused_id != by.id]
    if not rows:
        raise Refused([Fault("day", _("No list was made on that day."))], code="unknown_day")
    pack = policies.in_force(now)
    facts = {"day": day.isoformat(), "format": format_, "payments": len(rows)}
    with transaction.atomic():
        _tell("payments.taken", day, facts, by=by, now=now, policy=pack.label)
    title = _("Payments")
    return DayList(
        name=f"{title}-{day:%Y%m%d}.{format_}",
        media_type=MEDIA_TYPES[format_],
        rows=len(rows),
        pieces=write_rows(chosen, _header(chosen), _cells(rows), zone=pack.tz, title=title),
    )


_CODES = ("payment", "no", "kind", "payee", "account", "yuan", "order", "asked")


def _header(format_: Format) -> Sequence[str]:
    if format_ == "jsonl":
        return _CODES
    return (
        _("Payment"),
        _("Complaint number"),
        _("Kind"),
        _("Payee"),
        _("Account"),
        _("Amount (yuan)"),
        _("Order"),
        _("Asked at"),
    )


def _cells(rows: Sequence[Payment]) -> Iterator[list[Cell]]:
    for row in rows:
        remedy = row.remedy
        yield [
            str(row.pk),
            remedy.complaint.no,
            str(REMEDIES[remedy.kind]),
            remedy.payee,
            paid.account_of(remedy),
            f"{row.amount // _HUNDRED}.{row.amount % _HUNDRED:02d}",
            remedy.order,
            row.at,
        ]


def _tell(
    kind: str,
    day: date,
    facts: dict[str, object],
    *,
    by: Person,
    now: datetime,
    policy: str,
) -> None:
    line = Draft(
        kind=kind,
        about=("payments", day.isoformat()),
        by=f"staff:{by.id}",
        at=now,
        written=now,
        policy=policy,
        rule="F11",
        facts=facts,
    )
    append([line])
