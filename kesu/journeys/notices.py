"""A person has seen what they were told; no complaint changes."""

from datetime import datetime

from kesu.correspondence import operations
from kesu.people.rules import Person


def seen(*, by: Person, now: datetime) -> None:
    """Marks every notice of ``by`` as seen."""
    operations.mark_seen(to=by.id, at=now)
