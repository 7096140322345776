"""What a search finds at a glance, while somebody types: a few complaints, and whose they are.

It asks the search itself: who may see what, and behind which mask, is the same by construction.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kesu.complaints.queries import called
from kesu.desk import queue
from kesu.desk.marks import Parts
from kesu.desk.queue import Filters, FoundRow
from kesu.people.rules import People, Person

_LOOKED_AT = 30
_CASES = 7
_CUSTOMERS = 3
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer as the reader may know them; ``words`` finds their complaints, ``count`` is how
    many of those looked at are theirs.
    """

    name: Parts
    phone: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The newest complaints that are found and the customers among them."""

    cases: list[FoundRow]
    customers: list[Caller]


def glimpse(words: str, *, reader: Person, people: People) -> Glimpse:
    """The few newest; nothing for less than two signs. Words as people type them into a search."""
    words = words.replace("\x00", "").strip()
    if len(words) < _SHORTEST:
        return Glimpse([], [])
    asked = Filters(q=words, split=True)
    rows = queue.found(reader=reader, people=people, filters=asked, limit=_LOOKED_AT).rows
    return Glimpse(rows[:_CASES], list(_customers(rows, words))[:_CUSTOMERS])


def _customers(rows: list[FoundRow], words: str) -> Iterator[Caller]:
    """Those whose name or telephone was asked for, the most frequent first."""
    by_phone = called(words) is not None
    counted = Counter((one.row.customer_name, one.row.customer_phone) for one in rows)
    named = {(one.row.customer_name, one.row.customer_phone): one.name for one in rows}
    for (name, phone), count in counted.most_common():
        asked = any(part.hit for part in named[name, phone])
        if asked or (by_phone and phone):
            yield Caller(named[name, phone], phone or "", name if asked else words, count)
