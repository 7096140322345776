"""What changed since a list was read: the numbers of the journal are the order of commits."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kesu.desk.queue.asking import Filters, View
from kesu.desk.queue.counting import row_key, some
from kesu.desk.values import QueueRow
from kesu.journal.models import JournalHead, JournalLine
from kesu.people.rules import People, Person

MOST_TOLD = 100
"""Where more complaints changed, the list is read again instead."""


@dataclass(frozen=True)
class Touched:
    """The last line now, and the complaints that lines since then are about, by their keys."""

    head: int
    keys: list[str] = field(default_factory=list)
    many: bool = False


@dataclass(frozen=True)
class News:
    """``here``: what changed and stands in the list. ``gone``: ``QueueRow.key`` of what changed and
    does not; it may never have stood there, and tells nothing but whether one knows it already.
    """

    here: list[QueueRow]
    gone: list[str]


def head() -> int:
    """The number of the last line, asked before a list is read."""
    return JournalHead.objects.values_list("seq", flat=True).first() or 0


def touched(after: int) -> Touched:
    """What lines behind ``after`` are about; one query, empty while nothing happens."""
    lines = JournalLine.objects.filter(seq__gt=after).order_by("seq")
    found = list(lines.values_list("seq", "about_kind", "about_id")[: MOST_TOLD + 1])
    if len(found) > MOST_TOLD:
        return Touched(head(), many=True)
    keys = [id_ for _seq, kind, id_ in found if kind == "complaint"]
    return Touched(found[-1][0] if found else after, list(dict.fromkeys(keys)))


def news(
    keys: Iterable[str],
    *,
    reader: Person,
    people: People,
    view: View,
    filters: Filters,
    verbs: Iterable[str] = (),
) -> News:
    """Which of the complaints ``keys`` the list shows now. Errors: ``Refused``."""
    known = list(keys)
    here = some(known, reader=reader, people=people, view=view, filters=filters, verbs=verbs)
    there = {row.key for row in here}
    return News(here, [key for key in map(row_key, known) if key not in there])
