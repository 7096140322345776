"""Reading consults."""

from kesu.complaints.models import Complaint
from kesu.consults.models import Consult


def open_of(complaint: Complaint) -> list[Consult]:
    """The consults of a complaint that wait for an answer, the oldest first."""
    return list(Consult.objects.filter(complaint=complaint, answered_at=None).order_by("at", "id"))


def asks(complaint: Complaint, department: str) -> bool:
    """Whether a consult of this complaint ever went to the department."""
    return Consult.objects.filter(complaint=complaint, department=department).exists()
