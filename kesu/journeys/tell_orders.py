"""Orders that another system tells one by one, kept and looked at as those of a file (A21, B06)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kesu.foundation.again import again
from kesu.journal.operations import append
from kesu.journeys.faults import NotYours
from kesu.journeys.take_in.orders import GivenOrder, Told, keep
from kesu.people.rules import Person
from kesu.watch.permissions import may_tell

MOST = 1000


@again
def tell(orders: Sequence[GivenOrder], *, by: Person, at: datetime) -> Told:
    """Keeps them, the later of two with one number above the earlier; ``at`` in UTC. Errors:
    ``NotYours``.
    """
    if not may_tell(by):
        raise NotYours
    with transaction.atomic():
        told = keep(orders, at=at)
        append(told.lines(by=f"staff:{by.id}"))
    return told
