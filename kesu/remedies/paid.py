"""Reading what is paid (F11)."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kesu.complaints.models import Complaint
from kesu.foundation.sealing import Unopenable, unseal
from kesu.remedies.models import DayFile, Payment, Remedy

ACCOUNT = "remedy.account"
"""What an account is sealed for."""


def payments() -> QuerySet[Payment]:
    """All of them, with what they pay."""
    return Payment.objects.select_related("remedy__complaint")


def payment(key: str) -> Payment | None:
    """The payment of that id."""
    try:
        return payments().filter(pk=UUID(key)).first()
    except ValueError:
        return None


def of_case(complaint: Complaint) -> list[Payment]:
    """The payments of a complaint, the oldest first."""
    return list(payments().filter(remedy__complaint=complaint).order_by("at", "id"))


def waiting() -> QuerySet[Payment]:
    """What finance was asked to pay, the oldest first."""
    return payments().filter(state="asked").order_by("at", "id")


def settled() -> QuerySet[Payment]:
    """What was paid or came back, the newest first."""
    return payments().exclude(state="asked").order_by("-settled_at", "-id")


def listed(day: date) -> list[Payment]:
    """The list of a day, as it was made."""
    return list(payments().filter(listed_on=day).order_by("at", "id"))


def days() -> list[DayFile]:
    """The lists that were made, the newest first."""
    return list(DayFile.objects.order_by("-day")[:31])


def account_of(remedy: Remedy) -> str:
    """Where it is paid to; "" where the seal does not open."""
    if remedy.account is None:
        return ""
    try:
        return unseal(remedy.account, field=ACCOUNT)
    except Unopenable:
        return ""
