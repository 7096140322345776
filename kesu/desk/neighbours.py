"""Where a case stands in the list its reader came from, and what stands before and after it."""

from dataclasses import dataclass
from itertools import islice

from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.queue import Filters, View, keys
from kesu.people.rules import People, Person

_MOST = 500
"""Of a longer list only the beginning is looked through."""


@dataclass(frozen=True)
class Place:
    """``position`` from 1; ``total`` None: more than could be counted in passing. ``before`` and
    ``after``: numbers, "" at either end.
    """

    position: int
    total: int | None
    before: str
    after: str


def place(
    no: str, *, reader: Person, people: People, filters: Filters, view: View, order: str
) -> Place | None:
    """None where the case does not stand in that list, or far down. Errors: ``Refused``."""
    rows = scope.visible(reader, people)
    asked = keys(rows, reader=reader, people=people, filters=filters, order=order, view=view)
    known = list(islice(asked, _MOST + 1))
    numbers = dict(rows.filter(no=no).values_list("no", "pk"))
    if numbers.get(no) not in known[:_MOST]:
        return None
    at = known.index(numbers[no])
    beside = known[max(0, at - 1) : at + 2]
    named = dict(Complaint.objects.filter(pk__in=beside).values_list("pk", "no"))
    return Place(
        position=at + 1,
        total=len(known) if len(known) <= _MOST else None,
        before=named[known[at - 1]] if at else "",
        after=named[known[at + 1]] if at + 1 < len(known) else "",
    )
