"""Taking and saving many complaints in one transaction."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from kesu.complaints.models import Complaint


def take(keys: Iterable[UUID]) -> dict[UUID, Complaint]:
    """The complaints, locked until the transaction ends; waits for whoever has one of them.

    Always in one order, so that two who take several do not wait for each other in a circle.
    """
    rows = Complaint.objects.select_for_update(no_key=True).filter(pk__in=set(keys))
    return {row.pk: row for row in rows.order_by("pk")}


def count_versions(steps: Counter[UUID]) -> None:
    """Counts one version for each step of each complaint taken."""
    for times in set(steps.values()):
        keys = [key for key, counted in steps.items() if counted == times]
        Complaint.objects.filter(pk__in=keys).update(version=F("version") + times)


def touch(keys: Collection[UUID], *, at: datetime) -> None:
    """Of these nothing changed but that something happened to them ``at`` (UTC)."""
    if keys:
        Complaint.objects.filter(pk__in=keys).update(updated=at)
