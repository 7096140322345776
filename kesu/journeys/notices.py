"""A person has seen what they were told; no complaint changes."""

from collections.abc import Collection
from datetime import datetime

from kesu.correspondence import operations
from kesu.people.rules import Person


def seen(*, by: Person, now: datetime) -> None:
    """Marks every notice of ``by`` as seen."""
    operations.mark_seen(to=by.id, at=now)


def seen_about(numbers: Collection[str], *, by: Person, now: datetime) -> int:
    """Marks what ``by`` was told about these complaints as seen; how many notices that were."""
    return operations.mark_seen_about(numbers, to=by.id, at=now)
