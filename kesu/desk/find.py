"""Finding complaints: by what was said, by a number, by who complained.

The index gives keys, the newest first; the rows among them that the reader may see fill the page.
What is masked for a reader does not answer them: of a text with digits they find what they read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import groupby, islice
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from kesu.complaints import index
from kesu.complaints.index import Sought, Span
from kesu.complaints.models import Complaint
from kesu.complaints.queries import called, numbered
from kesu.desk import scope
from kesu.desk.reach import eyes_of
from kesu.desk.views import Eyes
from kesu.language.rules import fold
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag

_FIRST_BATCH = 128
_MOST_KEYS = 8_192
_MASKED = frozenset("0123456789０１２３４５６７８９ -+Xx")
"""The signs that masking takes out of a text; a piece without them is never in what is masked."""
EVERYTHING = Span(-(1 << 63), (1 << 63) - 1)
Rows = QuerySet[Complaint]


@dataclass(frozen=True)
class Search:
    """What a reader searches. ``whole``: as typed, a number or a telephone perhaps; ``pieces``:
    each stands in subject, text or, for who may know the customer, their name.
    """

    whole: str
    pieces: tuple[str, ...]
    reader: Person
    people: People

    @cached_property
    def names(self) -> bool:
        """Whether the reader may search by who the customer is."""
        return Flag.liaison not in self.reader.flags

    @cached_property
    def careful(self) -> bool:
        """Whether a piece may stand where this reader sees a mask."""
        return any(not _MASKED.isdisjoint(piece) for piece in self.pieces)

    @property
    def sought(self) -> Sought | None:
        """What the index is asked; None when no text can hold it."""
        if not self.pieces or any("\x00" in piece for piece in self.pieces):
            return None
        return Sought(self.pieces, self.names)

    @cached_property
    def direct(self) -> tuple[Q, ...]:
        """What is found without the index: by number, by telephone."""
        whole = self.whole.strip()
        if not whole or "\x00" in whole:
            return ()
        phone = called(whole) if self.names else None
        return (numbered(whole), *([phone] if phone is not None else []))


def search(words: str, *, reader: Person, people: People, split: bool) -> Search:
    """One piece exactly as given, or every word between spaces with ``split``."""
    return Search(words, tuple(words.split()) if split else (words,), reader, people)


def those_found(rows: Rows, what: Search) -> Rows:
    """The rows that are found, in no order yet; ``seen`` is still to be asked when ``careful``."""
    found = Q(pk__in=[])
    for direct in what.direct:
        found |= Q(pk__in=Complaint.objects.filter(direct).values("pk"))
    if what.sought is not None:
        found |= Q(search_key__in=RawSQL(*index.question(what.sought, connection)))  # noqa: S611 - values stay values
    return rows.filter(found)


def newest(rows: Rows, what: Search, span: Span = EVERYTHING, *, count: int) -> list[Complaint]:
    """The newest ``count`` of the rows that are found in ``span``, the newest first."""
    keys = _keys(what, span)
    return _first(_batches(rows, keys, what, count), what, count)


def in_order(rows: Rows, what: Search, *, count: int) -> list[Complaint]:
    """The first ``count`` of rows that are in order already and narrowed by ``those_found``."""
    some = iter(rows[:count] if not what.careful else rows.iterator(chunk_size=count))
    return _first(iter(lambda: list(islice(some, count)), []), what, count)


def seen(complaints: Sequence[Complaint], what: Search) -> list[Complaint]:
    """Those that the reader may find: by a number, by a telephone, or by what they can read."""
    if not what.careful or not complaints:
        return list(complaints)
    ties = scope.ties(complaints, what.reader, what.people)
    eyes = [eyes_of(what.reader, tie) for tie in ties]
    read = [
        one
        for one, eye in zip(complaints, eyes, strict=True)
        if eye.clear or _reads(one, eye, what)
    ]
    known = {one.pk for one in read}
    known |= _directly([one.pk for one in complaints if one.pk not in known], what)
    return [one for one in complaints if one.pk in known]


def _reads(one: Complaint, eyes: Eyes, what: Search) -> bool:
    shown = [eyes.text(one.subject), eyes.text(one.text)]
    if what.names:
        shown.append(eyes.text(one.customer.name))
    folded = [fold(text) for text in shown]
    return all(any(fold(piece) in text for text in folded) for piece in what.pieces)


def _directly(among: list[UUID], what: Search) -> set[UUID]:
    found: set[UUID] = set()
    for direct in what.direct if among else ():
        found |= set(Complaint.objects.filter(direct, pk__in=among).values_list("pk", flat=True))
    return found


def _keys(what: Search, span: Span) -> Iterator[int]:
    sources: list[Iterable[int]] = [_direct_keys(direct, span) for direct in what.direct]
    if what.sought is not None:
        sources.append(index.newest(what.sought, span, connection))
    return (key for key, _ in groupby(merge(*sources, reverse=True)))


def _direct_keys(direct: Q, span: Span) -> Iterable[int]:
    first, end = span
    found = Complaint.objects.filter(direct, search_key__gte=first, search_key__lt=end)
    return found.order_by("-search_key").values_list("search_key", flat=True)


def _batches(
    rows: Rows, keys: Iterator[int], what: Search, count: int
) -> Iterator[list[Complaint]]:
    """Rows for a few keys first: most readers see most of what they find; then for more."""
    size = max(_FIRST_BATCH, 2 * count)
    while some := list(islice(keys, size)):
        found = rows.filter(search_key__in=some).select_related("customer")
        ordered = found.order_by("-search_key")
        yield list(ordered if what.careful else ordered[:count])
        size = min(4 * size, _MOST_KEYS)


def _first(batches: Iterable[list[Complaint]], what: Search, count: int) -> list[Complaint]:
    found: list[Complaint] = []
    for batch in batches:
        found += seen(batch, what)
        if len(found) >= count:
            break
    return found[:count]
