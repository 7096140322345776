"""补赔台账: what was given over a time, 补偿 apart from 赔偿, and what is promised (A60, B10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kesu.complaints import permissions
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.people.rules import People, Person
from kesu.remedies.gifts import counted
from kesu.remedies.models import Item, Remedy
from kesu.remedies.rules import MONEY, Entry, Ledger, Sum, ledger_of, ledgers


@dataclass(frozen=True)
class Month:
    """One month of one ledger; ``first``: its first day in the policy's zone."""

    first: date
    sums: dict[Ledger, Sum]


@dataclass(frozen=True)
class GiftLedger:
    """What was promised or given from ``since`` until before ``until``. ``sums`` by ledger,
    ``kinds`` by kind of remedy, ``months`` the newest first; ``accrual``: all that is promised now
    and not given, whenever it was promised.
    """

    since: datetime
    until: datetime
    sums: dict[Ledger, Sum]
    kinds: dict[str, Sum]
    months: list[Month]
    accrual: dict[Ledger, Sum]


@dataclass(frozen=True)
class ItemView:
    """A thing of the catalogue; ``worth`` and ``cost`` in 分 a piece."""

    code: str
    name: str
    kind: str
    worth: int
    cost: int
    stock: int
    active: bool


def gift_ledger(
    *,
    reader: Person,
    people: People,
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
    kind: str = "",
    state: str = "",
) -> GiftLedger:
    """The ledgers of a time (UTC), of the cases the reader may export; finance sees those of money
    alone. Errors: ``NotYours``.
    """
    seen = readable(reader, people)
    rows = seen.filter(at__gte=since, at__lt=until)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(state=state) if state else rows
    told = [(at.astimezone(zone), entry) for at, entry in _entries(rows)]
    by_month: dict[date, list[Entry]] = {}
    by_kind: dict[str, list[Entry]] = {}
    for at, entry in told:
        by_month.setdefault(at.date().replace(day=1), []).append(entry)
        by_kind.setdefault(entry.kind, []).append(entry)
    return GiftLedger(
        since=since,
        until=until,
        sums=ledgers(entry for _at, entry in told),
        kinds={one: ledgers(found)[ledger_of(one)] for one, found in sorted(by_kind.items())},
        months=[Month(one, ledgers(by_month[one])) for one in sorted(by_month, reverse=True)],
        accrual=accrual(seen),
    )


def accrual(rows: QuerySet[Remedy]) -> dict[Ledger, Sum]:
    """What is promised and not given, ledger by ledger (B10)."""
    return ledgers(entry for _at, entry in _entries(rows.filter(state__in=("approved", "failed"))))


def readable(reader: Person, people: People) -> QuerySet[Remedy]:
    """The remedies that count for this reader. Errors: ``NotYours``."""
    if not permissions.may_read_ledger(reader):
        raise NotYours
    seen = Q(scope.among(scope.exportable(reader, people)))
    if permissions.may_pay(reader):
        accused = Q(complaint__accused=reader.id) & Q(complaint__accused__isnull=False)
        seen |= Q(kind__in=MONEY) & ~accused
    return counted().filter(seen)


def _entries(rows: QuerySet[Remedy]) -> Iterable[tuple[datetime, Entry]]:
    columns = rows.order_by().values_list("at", "kind", "state", "amount", "item")
    for at, kind, state, amount, item in columns.iterator(2000):
        yield at, Entry(kind, state, amount or 0, things=item is not None)


def catalogue() -> list[ItemView]:
    """Everything that may be given in kind, with what is left of it (A58)."""
    return [
        ItemView(one.code, one.name, one.kind, one.worth, one.cost, one.stock, one.is_active)
        for one in Item.objects.order_by("name", "code")
    ]
