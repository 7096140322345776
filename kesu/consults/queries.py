"""Reading consults."""

from kesu.complaints.models import Complaint
from kesu.consults.models import Consult


def open_of(complaint: Complaint) -> list[Consult]:
    """The consults of a complaint that wait for an answer, the oldest first."""
    waiting = Consult.objects.filter(complaint=complaint, answered_at=None, sent_back_at=None)
    return list(waiting.order_by("at", "id"))


def returns_of(complaint: Complaint) -> list[Consult]:
    """The consults that were sent back, the oldest first."""
    found = Consult.objects.filter(complaint=complaint, sent_back_at__isnull=False)
    return list(found.order_by("sent_back_at", "id"))


def asks(complaint: Complaint, department: str) -> bool:
    """Whether a consult of this complaint ever went to the department."""
    return Consult.objects.filter(complaint=complaint, department=department).exists()
