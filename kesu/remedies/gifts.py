"""Reading what is given: of a case, of a customer, of a time (A58, A60, B10, F10)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from kesu.complaints.models import Complaint
from kesu.policy.codes import State
from kesu.remedies.models import Item, Payment, Remedy
from kesu.remedies.rules import Entry

LIVE = ("planned", "approved", "given", "failed")
OWED = ("planned", "approved", "failed")


def of_case(complaint: Complaint) -> list[Remedy]:
    """Every remedy of a complaint, the oldest first; also what was dropped."""
    rows = Remedy.objects.filter(complaint=complaint).select_related("item")
    return list(rows.order_by("at", "id"))


def owed(complaint: Complaint) -> list[Remedy]:
    """What was said to the customer or is to be, and did not reach them."""
    rows = Remedy.objects.filter(complaint=complaint, state__in=OWED).select_related("item")
    return list(rows.order_by("at", "id"))


def remedy_of(complaint: Complaint, key: str) -> Remedy | None:
    """The remedy of that id, if it is one of this complaint."""
    try:
        return Remedy.objects.filter(complaint=complaint, pk=UUID(key)).first()
    except ValueError:
        return None


def item(code: str) -> Item | None:
    """A thing of the catalogue that may be given now."""
    return Item.objects.filter(code=code, is_active=True).first()


def items() -> list[Item]:
    """The catalogue in the order of its names."""
    return list(Item.objects.order_by("name", "code"))


def worth_in_case(
    complaint: Complaint, kinds: Collection[str], *, besides: UUID | None = None
) -> int:
    """分 that a case comes to in remedies of these kinds, given or not."""
    rows = Remedy.objects.filter(complaint=complaint, kind__in=kinds, state__in=LIVE)
    return _sum(rows, besides)


def worth_for_customer(
    complaint: Complaint, kind: str, *, since: datetime, besides: UUID | None = None
) -> int:
    """分 of a kind that the customer of a complaint was given or promised since, in all cases."""
    rows = Remedy.objects.filter(
        complaint__customer=complaint.customer_id, kind=kind, state__in=LIVE, at__gte=since
    )
    return _sum(rows, besides)


def history(complaint: Complaint, *, since: datetime) -> list[Remedy]:
    """What the same customer was given or promised in other cases since, the newest first."""
    rows = Remedy.objects.filter(
        complaint__customer=complaint.customer_id, state__in=LIVE, at__gte=since
    )
    return list(
        rows.exclude(complaint=complaint).select_related("complaint").order_by("-at", "-id")
    )


def _sum(rows: QuerySet[Remedy], besides: UUID | None) -> int:
    counted = rows if besides is None else rows.exclude(pk=besides)
    return counted.aggregate(total=Sum("amount"))["total"] or 0


def refund_of(order: str) -> Remedy | None:
    """The refund of an order that stands, by whoever paid it (F09)."""
    if not order:
        return None
    return Remedy.objects.filter(kind="refund", order=order).exclude(state="dropped").first()


def open_payment(remedy: Remedy) -> Payment | None:
    """What finance was asked to pay for it and has not answered."""
    return Payment.objects.filter(remedy=remedy, state="asked").first()


def entry(row: Remedy) -> Entry:
    """A remedy as the ledgers see it."""
    return Entry(row.kind, row.state, row.amount or 0, things=row.item_id is not None)


def counted(rows: QuerySet[Remedy] | None = None, *, withdrawn: bool = False) -> QuerySet[Remedy]:
    """Remedies that ledgers count: what a withdrawn complaint had been promised is not owed."""
    found = Remedy.objects.all() if rows is None else rows
    if withdrawn:
        return found
    return found.exclude(complaint__state=State.withdrawn, state__in=OWED)


def entries(rows: Iterable[Remedy]) -> list[Entry]:
    return [entry(one) for one in rows]
