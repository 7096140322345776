"""Reading what is learnt."""

from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.improvement.models import CaseReview, Item
from kesu.journal import queries as journal

REOPENED = "complaint.reopened"


def reviews_of(complaint: Complaint) -> list[CaseReview]:
    """The reviews of a complaint, the oldest first."""
    return list(CaseReview.objects.filter(complaint=complaint).order_by("at", "id"))


def is_reviewed(complaint: Complaint) -> bool:
    """Whether anybody has reviewed it, since it was last reopened if it was (A12): what came to
    light again is another case to learn from.
    """
    again = journal.about("complaint", str(complaint.pk), with_notes=False, only=REOPENED)
    rows = CaseReview.objects.filter(complaint=complaint)
    return (rows.filter(at__gte=again[-1].at) if again else rows).exists()


def is_open(complaint: Complaint, *, source: str) -> bool:
    """Whether what it taught in that way is still to be mended."""
    return Item.objects.filter(complaint=complaint, source=source, state="open").exists()


def items_of(complaint: Complaint) -> list[Item]:
    """What it taught, and what it teaches again, the oldest first."""
    taught = Q(complaint=complaint) | Q(links__complaint=complaint)
    return list(Item.objects.filter(taught).distinct().order_by("at", "id"))
