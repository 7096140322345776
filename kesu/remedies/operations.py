"""Writing what is given. Called by journeys, inside their transaction."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from kesu.complaints.models import Customer
from kesu.remedies.models import DayFile, Item, Payment, Remedy


class RefundedAlready(Exception):  # noqa: N818 - says what is wrong
    """Another refund of the same order was there first (F09)."""


def put(**columns: Any) -> Remedy:
    """Keeps a remedy. Errors: ``RefundedAlready``, and nothing was kept."""
    row = Remedy(**columns)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if row.kind == "refund" and row.order:
            raise RefundedAlready(row.order) from fault
        raise
    return row


def hold_customer(key: UUID) -> None:
    """Whoever weighs what a customer was given in all cases waits for one another."""
    Customer.objects.select_for_update().filter(pk=key).values_list("pk").first()


def take_stock(item: Item, pieces: int) -> bool:
    """Takes pieces out of stock; False, and nothing is taken, where there are not so many."""
    mine = Item.objects.filter(pk=item.pk, is_active=True, stock__gte=pieces)
    return bool(mine.update(stock=F("stock") - pieces))


def put_back(row: Remedy) -> None:
    """Puts the pieces of a remedy that is not given back on the shelf."""
    if row.item_id is not None and row.pieces:
        Item.objects.filter(pk=row.item_id).update(stock=F("stock") + row.pieces)


def keep_item(
    *, code: str, name: str, kind: str, worth: int, cost: int, stock: int, had: int | None = None
) -> Item | None:
    """A thing of the catalogue as it is from now on; what was given of it stays as it was. None,
    and nothing is changed, for one that is there and of which there are not ``had``.
    """
    columns: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "worth": worth,
        "cost": cost,
        "stock": stock,
        "is_active": True,
    }
    row, made = Item.objects.get_or_create(code=code, defaults=columns)
    if made:
        return row
    if had is None or not Item.objects.filter(pk=row.pk, stock=had).update(**columns):
        return None
    row.refresh_from_db()
    return row


def settle(
    payment: Payment,
    *,
    state: str,
    slip: str,
    fault: str,
    by: int,
    at: datetime,
    unlisted: bool = False,
) -> bool:
    """What came of a payment; False for one that was answered before, and where it must be
    ``unlisted``, for one that stands in a list of finance by now.
    """
    mine = Payment.objects.filter(pk=payment.pk, state="asked")
    if unlisted:
        mine = mine.filter(listed_on=None)
    return bool(mine.update(state=state, slip=slip, fault=fault, settled_by_id=by, settled_at=at))


def list_day(*, day: date, by: int, at: datetime) -> bool:
    """Puts every payment that is asked and in no list yet into the list of ``day`` (policy's zone);
    False where that day's list was made before, or there is nothing to put in it.
    """
    waiting = Payment.objects.filter(state="asked", listed_on=None)
    if not waiting.exists():
        return False
    try:
        with transaction.atomic():
            DayFile.objects.create(day=day, by_id=by, at=at)
    except IntegrityError:
        return False
    return bool(waiting.update(listed_on=day))
