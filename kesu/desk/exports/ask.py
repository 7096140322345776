"""What is asked for: by whom, and which part of the list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kesu.complaints.models import Complaint
from kesu.desk import queue, scope
from kesu.desk.queue import Filters, View
from kesu.people.rules import People, Person

_AT_ONCE = 1000


@dataclass(frozen=True)
class Case:
    """One complaint, as its lines name it."""

    no: str
    key: str


@dataclass(frozen=True)
class Ask:
    """``reader`` is None for the operator of the machine, who sees everything but what is
    restricted. ``since``: received (complaints and what hangs on them) or written (journal,
    notices) at or after. ``filters``, ``order`` and ``view`` narrow lists of complaints, ``case``
    the journal to one.
    """

    reader: Person | None
    people: People
    since: datetime | None = None
    filters: Filters = field(default_factory=Filters)
    order: str = "-received"
    view: View = View.all
    case: Case | None = None

    def exportable(self) -> QuerySet[Complaint]:
        """The complaints that may leave, whatever was asked."""
        if self.reader is None:
            return Complaint.objects.filter(restricted=False)
        return scope.exportable(self.reader, self.people)

    def visible(self) -> QuerySet[Complaint]:
        """The complaints that are counted for this reader."""
        return self.exportable() if self.reader is None else scope.visible(self.reader, self.people)

    def listed(self) -> Iterator[UUID]:
        """The complaints of the list, in its order. Errors: ``Refused`` for an unknown order."""
        rows = self._since(self.exportable())
        if self.reader is None:
            newest = rows.order_by("-received", "-no").values_list("pk", flat=True)
            return newest.iterator(chunk_size=_AT_ONCE)
        return queue.keys(
            rows,
            reader=self.reader,
            people=self.people,
            filters=self.filters,
            order=self.order,
            view=self.view,
        )

    def covered(self) -> QuerySet[Complaint, Any]:
        """The keys of the complaints whose clocks, promises and customers are asked for."""
        return self._since(self.exportable()).values("pk")

    def _since(self, rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
        return rows if self.since is None else rows.filter(received__gte=self.since)
