"""Taking and saving many complaints in one transaction."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any
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


def save_alike(changes: Iterable[tuple[Complaint, Collection[str]]]) -> None:
    """Saves the named columns of complaints. Those that become alike are saved together: of
    hundreds that one fact changes at once, one statement is about all.
    """
    found: dict[str, tuple[dict[str, Any], list[UUID]]] = {}
    for row, columns in changes:
        fields: list[Any] = [row._meta.get_field(name) for name in sorted(columns)]
        values = {field.attname: getattr(row, field.attname) for field in fields}
        found.setdefault(repr(values), (values, []))[1].append(row.pk)
    for values, keys in found.values():
        Complaint.objects.filter(pk__in=keys).update(**values)
