"""Reading what was done to an account, and what is given."""

from kesu.complaints.models import Complaint
from kesu.remedies.models import Freeze, IdentityCheck, Investigation, Payment


def is_paid_out(complaint: Complaint) -> bool:
    """Whether finance was ever asked to pay money of it (F11)."""
    return Payment.objects.filter(remedy__complaint=complaint).exists()


def identity(complaint: Complaint) -> IdentityCheck | None:
    """The newest check of who the customer is."""
    return IdentityCheck.objects.filter(complaint=complaint).order_by("-at", "-id").first()


def frozen(complaint: Complaint) -> Freeze | None:
    """The freeze that holds."""
    return Freeze.objects.filter(complaint=complaint, lifted_at=None).first()


def finding(complaint: Complaint) -> Investigation | None:
    """What the risk department found last."""
    return Investigation.objects.filter(complaint=complaint).order_by("-at", "-id").first()
