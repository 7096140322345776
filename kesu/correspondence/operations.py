"""Telling colleagues. Called by journeys, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime

from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice


def tell(
    *, to: Iterable[int], complaint: Complaint, kind: str, at: datetime, detail: str = ""
) -> None:
    """A notice in the app to each person once; never to the accused."""
    people = sorted(set(to) - {complaint.accused_id})
    Notice.objects.bulk_create(
        Notice(to_id=one, complaint=complaint, kind=kind, at=at, detail=detail) for one in people
    )


def mark_seen(*, to: int, at: datetime) -> None:
    """A person has seen what they were told."""
    Notice.objects.filter(to_id=to, seen_at=None).update(seen_at=at)
