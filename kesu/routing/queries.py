"""Reading routes."""

from django.db.models import Count

from kesu.complaints.models import Complaint
from kesu.policy.codes import NOT_OPEN


def loads() -> dict[int, int]:
    """Open complaints by owner, in one query."""
    waiting = Complaint.objects.filter(merged_into=None).exclude(state__in=NOT_OPEN)
    rows = waiting.values("owner").annotate(n=Count("pk"))
    return {row["owner"]: row["n"] for row in rows}
