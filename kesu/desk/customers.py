"""Who is calling: the customer behind a number, with what is open and what was (E41, F03)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Customer
from kesu.complaints.queries import customers_by_phone
from kesu.deadlines import queries as deadlines
from kesu.desk import scope
from kesu.desk.values import CustomerView, QueueRow
from kesu.desk.views import Eyes, customer_view, queue_rows
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN

_MOST = 10


@dataclass(frozen=True)
class Known:
    """A customer that is known. ``readable`` are the numbers of open cases the reader may open;
    on the others they may still log a contact.
    """

    customer: CustomerView
    open_cases: list[QueueRow]
    history: list[QueueRow]
    readable: frozenset[str]


def known(phone: str, *, reader: Person, people: People, now: datetime) -> Known | None:
    """The customer who called from that number last, or None. Never a case about the reader."""
    found = customers_by_phone(phone)
    if not found or not permissions.may_lodge(reader):
        return None
    complaints = (
        Complaint.objects.filter(customer__in=found, restricted=False)
        .filter(Q(accused=None) | ~Q(accused=reader.id))
        .select_related("customer")
        .order_by("-received")
    )
    latest = list(complaints[: _MOST * 2])
    customer = latest[0].customer if latest else _first_open_to(found)
    if customer is None:
        return None
    mine = [one for one in latest if one.customer_id == customer.pk]
    ties = scope.ties(mine, reader, people)
    readable = frozenset(
        one.no for one, tie in zip(mine, ties, strict=True) if permissions.may_see(reader, tie)
    )
    rows = _rows(mine, people)
    return Known(
        customer=customer_view(customer, Eyes(clear=False, identity=True), year=now.year),
        open_cases=[row for row in rows if row.state not in NOT_OPEN][:_MOST],
        history=[row for row in rows if row.state in NOT_OPEN][:_MOST],
        readable=readable,
    )


def _first_open_to(customers: list[Customer]) -> Customer | None:
    return next((one for one in customers if not one.special_role), None)


def _rows(complaints: list[Complaint], people: People) -> list[QueueRow]:
    clocks = deadlines.running_by_complaint(one.pk for one in complaints)
    eyes = {one.pk: Eyes(clear=False, identity=True) for one in complaints}
    return queue_rows(complaints, clocks=clocks, people=people, eyes=eyes)
