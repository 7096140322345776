"""Reading what is learnt."""

from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.improvement.models import CaseReview, Item


def reviews_of(complaint: Complaint) -> list[CaseReview]:
    """The reviews of a complaint, the oldest first."""
    return list(CaseReview.objects.filter(complaint=complaint).order_by("at", "id"))


def is_reviewed(complaint: Complaint) -> bool:
    """Whether anybody has reviewed it (A12)."""
    return CaseReview.objects.filter(complaint=complaint).exists()


def is_open(complaint: Complaint, *, source: str) -> bool:
    """Whether what it taught in that way is still to be mended."""
    return Item.objects.filter(complaint=complaint, source=source, state="open").exists()


def items_of(complaint: Complaint) -> list[Item]:
    """What it taught, and what it teaches again, the oldest first."""
    taught = Q(complaint=complaint) | Q(links__complaint=complaint)
    return list(Item.objects.filter(taught).distinct().order_by("at", "id"))
