"""再次投诉: a customer complains anew about a matter that was closed not long ago (E31, Q23)."""

from datetime import datetime, timedelta

from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.policy.codes import UNSORTED, State
from kesu.policy.schema import Pack

_CLOSED = (State.closed.value, State.archived.value)
_FIGURES = 3


def come_back(complaint: Complaint, pack: Pack, *, at: datetime, solved: bool = False) -> None:
    """Makes a complaint that is being lodged the child of the closed one, type 3.3, its own type
    kept as the origin. ``at``: its receipt, in UTC. Where nothing was closed, nothing happens.
    ``solved`` in the same contact: it escalates nothing and keeps its type.
    """
    target = pack.convert.to
    parent = _closed(complaint, since=at - timedelta(days=pack.convert.child_within_days))
    if parent is None:
        return
    complaint.parent = parent
    if solved or complaint.type == target:
        return
    complaint.origin_type = _own(complaint, parent)
    complaint.type = target
    complaint.suggested_type = ""
    complaint.grade_rank = int(pack.grade(target))
    tier = pack.initial_tier(target, urgent=complaint.urgent, impact=complaint.impact)
    complaint.tier = tier.value


def _closed(complaint: Complaint, *, since: datetime) -> Complaint | None:
    """The latest closed complaint of this customer about the same issue, or the same order."""
    same = Q(pk=None)
    if complaint.issue_key:
        same |= Q(issue_key=complaint.issue_key)
    if complaint.order:
        same |= Q(order=complaint.order)
    if same == Q(pk=None):
        return None
    known = Complaint.objects.filter(
        same,
        customer=complaint.customer,
        state__in=_CLOSED,
        closed_customer_at__gte=since,
        merged_into=None,
    )
    for one in known.order_by("-closed_customer_at")[:20]:
        if one.issue_key == complaint.issue_key or _alike(complaint, one):
            return one
    return None


def _alike(complaint: Complaint, closed: Complaint) -> bool:
    """One order, and not another kind of complaint about it, such as one about a colleague."""
    if UNSORTED in (complaint.type, closed.type):
        return True
    before = closed.origin_type or closed.type
    return complaint.type[:_FIGURES] == before[:_FIGURES]


def _own(complaint: Complaint, parent: Complaint) -> str:
    return parent.origin_type or parent.type if complaint.type == UNSORTED else complaint.type
