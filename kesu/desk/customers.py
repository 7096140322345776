"""Who is calling: the customer behind a number, with what is open and what was (E41, F03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Max, Q, QuerySet

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Contact, Customer, Order, Promise
from kesu.complaints.queries import customers_by_phone
from kesu.deadlines import queries as deadlines
from kesu.desk import scope
from kesu.desk.values import CustomerView, QueueRow
from kesu.desk.views import Eyes, customer_view, queue_rows
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import NOT_OPEN, Channel, ContactOutcome, Direction

_MOST = 10
_ORDERS = 3
_WEEK = timedelta(days=7)
_MASKED = Eyes(clear=False, identity=True)
_CALLED_IN = Q(direction=Direction.in_, channel=Channel.hotline)
_IN_VAIN = Q(direction=Direction.in_) & ~Q(outcome=ContactOutcome.reached)


@dataclass(frozen=True)
class Calls:
    """The how-many-eth call this one is: in seven days, and in this year of the policy's zone."""

    week: int
    year: int


@dataclass(frozen=True)
class LastPromise:
    """What this customer was promised last. ``kept`` is None while it is waited for."""

    what: str
    due: datetime
    kept: bool | None
    no: str


@dataclass(frozen=True)
class OrderSeen:
    """One of the latest orders; ``amount`` in 分."""

    number: str
    product: str
    merchant: str
    ordered: datetime | None
    amount: int | None


@dataclass(frozen=True)
class Known:
    """A customer that is known. ``readable`` are the numbers of open cases the reader may open;
    on the others they may still log a contact. ``missed``: by number of case, when the customer
    called last and reached nobody. ``others``: who else has this telephone.
    """

    customer: CustomerView
    open_cases: list[QueueRow]
    history: list[QueueRow]
    readable: frozenset[str]
    calls: Calls
    promise: LastPromise | None
    orders: list[OrderSeen]
    missed: dict[str, datetime]
    others: tuple[str, ...]


def known(
    phone: str, *, reader: Person, people: People, now: datetime, member: str = "", call: str = ""
) -> Known | None:
    """The customer who called from that number last, or who has that member number; None for
    nobody, and for a reader who is told of no caller. ``call``: the call in progress, which counts
    once. Never a case about the reader.
    """
    found = _called(phone, member) if permissions.may_know_callers(reader) else []
    if not found:
        return None
    rows = _rows_of(found, reader)
    latest = list(rows.select_related("customer").order_by("-received")[: _MOST * 2])
    customer = latest[0].customer if latest else _first_open_to(found)
    if customer is None:
        return None
    mine = [one for one in latest if one.customer_id == customer.pk]
    shown = _shown(mine, people)
    theirs = rows.filter(customer=customer)
    zone = policies.in_force(now).tz
    return Known(
        customer=customer_view(customer, _MASKED, at=now, zone=zone),
        open_cases=[row for row in shown if row.state not in NOT_OPEN and not row.merged][:_MOST],
        history=[row for row in shown if row.state in NOT_OPEN or row.merged][:_MOST],
        readable=_readable(mine, reader, people),
        calls=_calls(theirs, now=now, zone=zone, call=call),
        promise=_last_promise(mine),
        orders=_orders(customer),
        missed=_missed(mine),
        others=_others(found, customer),
    )


def lodged_from(call: str, *, reader: Person, people: People) -> str:
    """The number of the complaint that this call was lodged as, if the reader may open it."""
    if not call:
        return ""
    rows = scope.visible(reader, people).filter(recording=call).order_by("-received")
    return rows.values_list("no", flat=True).first() or ""


def _called(phone: str, member: str) -> list[Customer]:
    if member:
        named = list(Customer.objects.filter(external_id=member)[:1])
        if named:
            return named
    return customers_by_phone(phone) if phone else []


def _rows_of(customers: Iterable[Customer], reader: Person) -> QuerySet[Complaint]:
    """Their complaints but for what the reader must not know of."""
    rows = Complaint.objects.filter(customer__in=list(customers), restricted=False)
    return rows.filter(Q(accused=None) | ~Q(accused=reader.id))


def _first_open_to(customers: list[Customer]) -> Customer | None:
    return next((one for one in customers if not one.special_role), None)


def _others(customers: Iterable[Customer], customer: Customer) -> tuple[str, ...]:
    named = (one for one in customers if one.pk != customer.pk and not one.special_role)
    return tuple(_MASKED.text(one.name) for one in named if one.name)


def _readable(mine: list[Complaint], reader: Person, people: People) -> frozenset[str]:
    tied = zip(mine, scope.ties(mine, reader, people), strict=True)
    return frozenset(one.no for one, tie in tied if permissions.may_see(reader, tie))


def _shown(complaints: list[Complaint], people: People) -> list[QueueRow]:
    clocks = deadlines.running_by_complaint(one.pk for one in complaints)
    eyes = {one.pk: _MASKED for one in complaints}
    return queue_rows(complaints, clocks=clocks, people=people, eyes=eyes)


def _calls(rows: QuerySet[Complaint], *, now: datetime, zone: ZoneInfo, call: str) -> Calls:
    """A call that was kept twice, lodged and as a contact, is one call."""
    local = now.astimezone(zone)
    year = local.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    since = min(year, local - _WEEK)
    lodged = rows.filter(channel=Channel.hotline, received__gte=since)
    talked = Contact.objects.filter(_CALLED_IN, complaint__in=rows.values("pk"), at__gte=since)
    heard: dict[str, datetime] = {}
    for kind, found in (
        ("lodged", lodged.values_list("pk", "received", "recording")),
        ("talked", talked.values_list("pk", "at", "recording")),
    ):
        heard |= {recording or f"{kind} {key}": at for key, at, recording in found}
    heard.pop(call, None)
    return Calls(
        week=1 + sum(at >= local - _WEEK for at in heard.values()),
        year=1 + sum(at >= year for at in heard.values()),
    )


def _last_promise(mine: list[Complaint]) -> LastPromise | None:
    rows = Promise.objects.filter(complaint__in=[one.pk for one in mine])
    last = rows.select_related("complaint").order_by("-at", "-id").first()
    if last is None:
        return None
    return LastPromise(_MASKED.text(last.what), last.due, last.kept, last.complaint.no)


def _orders(customer: Customer) -> list[OrderSeen]:
    newest = F("ordered").desc(nulls_last=True)
    rows = Order.objects.filter(customer=customer).order_by(newest, "-id")
    return [
        OrderSeen(
            number=one.external_id,
            product=_MASKED.text(one.product),
            merchant=_MASKED.text(one.merchant),
            ordered=one.ordered,
            amount=one.amount,
        )
        for one in rows[:_ORDERS]
    ]


def _missed(mine: list[Complaint]) -> dict[str, datetime]:
    """When the customer called in vain and was not spoken with since; of open cases."""
    waiting: dict[UUID, str] = {one.pk: one.no for one in mine if one.is_open}
    rows = Contact.objects.filter(complaint__in=list(waiting)).order_by().values("complaint")
    found = rows.annotate(
        missed=Max("at", filter=_IN_VAIN), reached=Max("at", filter=Q(outcome="reached"))
    )
    return {
        waiting[one["complaint"]]: one["missed"]
        for one in found
        if one["missed"] and (one["reached"] is None or one["reached"] < one["missed"])
    }
