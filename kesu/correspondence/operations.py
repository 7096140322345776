"""Telling colleagues. Called by journeys, inside their transaction."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice


class Telling(NamedTuple):
    """What people are told about one complaint; ``at`` in UTC."""

    to: Collection[int]
    complaint: Complaint
    kind: str
    at: datetime
    detail: str = ""


def tell(tellings: Iterable[Telling]) -> None:
    """A notice in the app to each person once a telling; never to the accused."""
    Notice.objects.bulk_create(notice for telling in tellings for notice in _notices(telling))


def _notices(told: Telling) -> Iterator[Notice]:
    for one in sorted(set(told.to) - {told.complaint.accused_id}):
        yield Notice(
            to_id=one,
            complaint=told.complaint,
            kind=told.kind,
            at=told.at,
            detail=told.detail,
        )


def mark_seen(*, to: int, at: datetime) -> None:
    """A person has seen what they were told."""
    Notice.objects.filter(to_id=to, seen_at=None).update(seen_at=at)
