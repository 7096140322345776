"""打款: what finance is asked to pay, without the text of any complaint (F11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.people.rules import People, Person
from kesu.remedies import paid
from kesu.remedies.models import Payment

MOST = 200
_RECENT = 50


@dataclass(frozen=True)
class PayRow:
    """One payment. ``amount`` in 分; of the account only its last four signs."""

    id: str
    no: str
    kind: str
    amount: int
    payee: str
    payee_is: str
    account_tail: str
    order: str
    asked_by: str
    at: datetime
    listed_on: date | None
    state: str
    slip: str
    settled_at: datetime | None
    fault: str


@dataclass(frozen=True)
class PayDesk:
    """``total`` in 分 of what waits; ``unlisted``: how many of it stand in no list yet; ``made``:
    today's list was made.
    """

    waiting: list[PayRow]
    count: int
    total: int
    unlisted: int
    made: bool
    days: list[date]
    recent: list[PayRow]


def pay_desk(*, reader: Person, people: People, now: datetime, zone: ZoneInfo) -> PayDesk:
    """What waits, the oldest first, and what was answered last. Errors: ``NotYours``."""
    if not permissions.may_pay(reader):
        raise NotYours
    mine = ~Q(remedy__complaint__accused=reader.id) | Q(remedy__complaint__accused=None)
    waiting = paid.waiting().filter(mine)
    amounts = list(waiting.values_list("amount", "listed_on"))
    days = [one.day for one in paid.days()]
    return PayDesk(
        waiting=_rows(waiting[:MOST], people),
        count=len(amounts),
        total=sum(amount for amount, _day in amounts),
        unlisted=sum(day is None for _amount, day in amounts),
        made=now.astimezone(zone).date() in days,
        days=days,
        recent=_rows(paid.settled().filter(mine)[:_RECENT], people),
    )


def _rows(rows: Iterable[Payment], people: People) -> list[PayRow]:
    return [_row(one, people) for one in rows]


def _row(row: Payment, people: People) -> PayRow:
    remedy = row.remedy
    return PayRow(
        id=str(row.pk),
        no=remedy.complaint.no,
        kind=remedy.kind,
        amount=row.amount,
        payee=remedy.payee,
        payee_is=remedy.payee_is,
        account_tail=remedy.account_tail,
        order=remedy.order,
        asked_by=people[row.by_id].full_name,
        at=row.at,
        listed_on=row.listed_on,
        state=row.state,
        slip=row.slip,
        settled_at=row.settled_at,
        fault=row.fault,
    )
