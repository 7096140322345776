"""A word tried out before it counts: on a sentence, and on what was written before (A18, A33)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk import scope, signal_sight
from kesu.desk.covered import covered
from kesu.desk.faults import NotYours
from kesu.language.watch import Hit, Spared, WatchList
from kesu.people.rules import People, Person
from kesu.watch import queries
from kesu.watch.models import Message
from kesu.watch.queries import Precision
from kesu.watch.words import Own

MOST_TEXTS = 20_000
"""So many of the newest messages, and as many complaints, are read again."""
MOST_SHOWN = 10
LONGEST_TRIED = 20_000
_AT_ONCE = 2_000
_BESIDE = 24
_COMPLAINT, _MESSAGE = "complaint", "message"


@dataclass(frozen=True)
class Tried:
    """What a sentence shows: hits, words that were not counted and why, and the text in pieces
    ``(text, hit or None)``.
    """

    hits: tuple[Hit, ...]
    spared: tuple[Spared, ...]
    pieces: tuple[tuple[str, Hit | None], ...]


@dataclass(frozen=True)
class Seen:
    """A hit in something that was written, masked, in three parts; ``no`` of a complaint."""

    before: str
    surface: str
    after: str
    negated: bool
    at: datetime
    no: str = ""


@dataclass(frozen=True)
class Rerun:
    """A word over past texts: ``hits`` now, ``was`` before the change, of these ``fresh`` and
    ``lost``, some of each to look at; what people marked.
    """

    messages: int
    complaints: int
    was: int
    hits: int
    fresh: int
    lost: int
    negated: int
    new: tuple[Seen, ...]
    gone: tuple[Seen, ...]
    precision: Precision


@dataclass(frozen=True)
class _Text:
    kind: str
    key: str
    at: datetime
    text: str


def tried(text: str, watched: WatchList) -> Tried:
    """A sentence as the list reads it; no more than ``LONGEST_TRIED`` signs of it."""
    text = text[:LONGEST_TRIED]
    hits = watched.scan(text)
    counted = {(hit.word.term, hit.start) for hit in hits}
    spared = [one for one in watched.spared(text) if (one.word.term, one.start) not in counted]
    return Tried(tuple(hits), tuple(spared), tuple(_pieces(text, hits)))


def with_word(watched: WatchList, own: Own | None, term: str) -> WatchList:
    """The list with one word as it would be; None: without it."""
    others = tuple(word for word in watched.words if word.term != term)
    base = next((word for word in watched.words if word.term == term), None)
    mine = (own.word(base),) if own is not None and own.on else ()
    return replace(watched, words=(*mine, *others))


def over_past(
    own: Own, *, reader: Person, people: People, at: datetime, most: int = MOST_TEXTS
) -> Rerun:
    """The word as it would be, over the newest ``most`` messages of customers and complaints.

    Counts are of all; texts are shown of what the reader may see, masked. Errors: ``NotYours``.
    """
    if not permissions.may_keep_words(reader):
        raise NotYours
    now = queries.list_in_force(own.shop, at=at)
    term = own.term
    was = replace(now, words=tuple(word for word in now.words if word.term == term))
    then = with_word(was, own, term)
    count = _Count(_Sight(reader, people))
    texts = _texts(own.shop, most)
    while some := list(islice(texts, _AT_ONCE)):
        count.add(some, was, then)
    return count.answer(queries.precision([term]).get(term, Precision(0, 0)))


class _Count:
    def __init__(self, may_show: "_Sight") -> None:
        self._may_show = may_show
        self.texts = {_MESSAGE: 0, _COMPLAINT: 0}
        self.was = self.hits = self.fresh = self.lost = self.negated = 0
        self.new: list[Seen] = []
        self.gone: list[Seen] = []

    def add(self, texts: Sequence[_Text], was: WatchList, then: WatchList) -> None:
        for text in texts:
            self.texts[text.kind] += 1
        written = [text.text for text in texts]
        before, after = was.scan_many(written), then.scan_many(written)
        for place in sorted(before.keys() | after.keys()):
            self._compare(texts[place], before.get(place, []), after.get(place, []))

    def _compare(self, text: _Text, before: list[Hit], after: list[Hit]) -> None:
        self.was += bool(before)
        self.hits += bool(after)
        self.negated += bool(after) and all(hit.negated for hit in after)
        if after and not before:
            self.fresh += 1
            self._show(self.new, text, after[0])
        elif before and not after:
            self.lost += 1
            self._show(self.gone, text, before[0])

    def _show(self, shown: list[Seen], text: _Text, hit: Hit) -> None:
        if len(shown) < MOST_SHOWN and self._may_show.may(text):
            shown.append(_seen(text, hit))

    def answer(self, marked: Precision) -> Rerun:
        return Rerun(
            messages=self.texts[_MESSAGE],
            complaints=self.texts[_COMPLAINT],
            was=self.was,
            hits=self.hits,
            fresh=self.fresh,
            lost=self.lost,
            negated=self.negated,
            new=tuple(self.new),
            gone=tuple(self.gone),
            precision=marked,
        )


@dataclass(frozen=True)
class _Sight:
    """Whose texts the reader may see: a chat whoever knows callers, unless it became a complaint
    that is kept from them; a complaint by its own rule.
    """

    reader: Person
    people: People

    def may(self, text: _Text) -> bool:
        if text.kind == _MESSAGE:
            mine = signal_sight.messages(self.reader, self.people).filter(key=text.key)
            return permissions.may_know_callers(self.reader) and mine.exists()
        return scope.visible(self.reader, self.people).filter(no=text.key).exists()


def _texts(shop: str, most: int) -> Iterator[_Text]:
    messages = Message.objects.filter(speaker="customer").order_by("-id")
    if shop:
        messages = messages.filter(conversation__shop=shop)
    for key, at, text in messages.values_list("key", "at", "text")[:most].iterator(_AT_ONCE):
        yield _Text(_MESSAGE, key, at, text)
    cases = Complaint.objects.order_by("-received", "-no")
    if shop:
        cases = cases.filter(store=shop)
    for no, at, text in cases.values_list("no", "received", "text")[:most].iterator(_AT_ONCE):
        yield _Text(_COMPLAINT, no, at, text)


def _seen(text: _Text, hit: Hit) -> Seen:
    first, last = max(0, hit.start - _BESIDE), hit.end + _BESIDE
    no = text.key if text.kind == _COMPLAINT else ""
    # Covered before it is cut: half a number is not known for one.
    said = covered(text.text)
    before, surface, after = (
        said[first : hit.start],
        said[hit.start : hit.end],
        said[hit.end : last],
    )
    return Seen(before, surface, after, hit.negated, text.at, no)


def _pieces(text: str, hits: Iterable[Hit]) -> Iterator[tuple[str, Hit | None]]:
    place = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start < place:
            continue
        if hit.start > place:
            yield text[place : hit.start], None
        yield text[hit.start : hit.end], hit
        place = hit.end
    if place < len(text):
        yield text[place:], None
