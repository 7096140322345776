"""Writing authority. Called by journeys, inside their transaction."""

from datetime import date, datetime

from django.db.models import F

from kesu.authority.models import Balance, Spending
from kesu.complaints.models import Complaint


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
    """Takes ``amount`` (分, over 0) of a person's budget of the month that begins on ``month``.

    False, and nothing is taken, where what is left does not reach: the row is changed only under
    that condition, so that two at once cannot take more than there is. ``budget`` None: no limit.
    """
    balance, _ = Balance.objects.get_or_create(staff_id=staff, kind=kind, month=month)
    mine = Balance.objects.filter(pk=balance.pk)
    if budget is not None:
        mine = mine.filter(spent__lte=budget - amount)
    if not mine.update(spent=F("spent") + amount):
        return False
    Spending.objects.create(balance=balance, complaint=complaint, amount=amount, at=at)
    return True
