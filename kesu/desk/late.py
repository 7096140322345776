"""Whether a complaint has something overdue, as a condition."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from kesu.deadlines import queries as deadlines
from kesu.deadlines.models import Clock


def is_late(*, since: datetime | None = None) -> Q:
    """A clock of it ran out and was not answered since; ``since``: not before that time (UTC)."""
    clocks = Clock.objects.filter(deadlines.OVERDUE, complaint=OuterRef("pk"))
    return Q(Exists(clocks if since is None else clocks.filter(due__gte=since)))
