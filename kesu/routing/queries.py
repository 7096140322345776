"""Reading routes."""

from django.db.models import Count, F, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.complaints.queries import worked_on
from kesu.policy.codes import NOT_OPEN
from kesu.routing.models import ShiftHandover


def loads() -> dict[int, int]:
    """Open complaints by owner, in one query."""
    rows = worked_on(Complaint.objects.all()).values("owner").annotate(n=Count("pk"))
    return {row["owner"]: row["n"] for row in rows}


def handover(key: int) -> ShiftHandover | None:
    """One hand-over with its case, whatever became of it."""
    rows = ShiftHandover.objects.select_related("complaint", "complaint__customer")
    return rows.filter(pk=key).first()


def handovers_waiting(narrowed: Q) -> QuerySet[ShiftHandover]:
    """Those that wait for their colleague on cases that are still worked by who left them, the
    oldest first.
    """
    rows = ShiftHandover.objects.filter(narrowed, answer="", complaint__owner=F("owner"))
    rows = rows.exclude(complaint__state__in=NOT_OPEN).filter(complaint__merged_into=None)
    return rows.select_related("complaint").order_by("at", "id")
