"""Writing authority. Called by journeys, inside their transaction."""

from datetime import date, datetime

from django.db.models import F

from kesu.authority.models import Balance, Spending
from kesu.complaints.models import Complaint


def take(
    *,
    complaint: Complaint,
    staff: int,
    kind: str,
    amount: int,
    budget: int | None,
    month: date,
    at: datetime,
) -> Spending | None:
    """Takes ``amount`` (分, over 0) of a person's budget of the month that begins on ``month``.

    None, and nothing is taken, where what is left does not reach: the row is changed only under
    that condition, so that two at once cannot take more than there is. ``budget`` None: no limit.
    """
    balance, _ = Balance.objects.get_or_create(staff_id=staff, kind=kind, month=month)
    mine = Balance.objects.filter(pk=balance.pk)
    if budget is not None:
        mine = mine.filter(spent__lte=budget - amount)
    if not mine.update(spent=F("spent") + amount):
        return None
    return Spending.objects.create(balance=balance, complaint=complaint, amount=amount, at=at)


def spend(
    *,
    complaint: Complaint,
    staff: int,
    kind: str,
    amount: int,
    budget: int | None,
    month: date,
    at: datetime,
) -> bool:
    """As ``take``: whether it could be taken."""
    taken = take(
        complaint=complaint,
        staff=staff,
        kind=kind,
        amount=amount,
        budget=budget,
        month=month,
        at=at,
    )
    return taken is not None


def give_back(spending: int) -> bool:
    """Puts what was taken back into the month it came from; False for what was given back before:
    the row goes with it, so that of two at once one gives back.
    """
    row = Spending.objects.filter(pk=spending).first()
    if row is None or not Spending.objects.filter(pk=spending).delete()[0]:
        return False
    Balance.objects.filter(pk=row.balance_id).update(spent=F("spent") - row.amount)
    return True
