"""Words that tell of trouble, found in any writing (A18, A19), and whether they are meant.

A hit says where the word stands in the text as it was written, and whether it is taken back
(不投诉了). A word that means something else here (多媒体, 跳楼价) is no hit at all.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from kesu.language.again import once
from kesu.language.finder import OFTEN, Finder, Found
from kesu.language.normalise import Reading, normalise, readings

REACH = 12
"""Signs on either side in which what must or must not stand near is looked for."""

_ENDS = "。!?;\n"
_LONGEST_BEFORE = 10


@dataclass(frozen=True)
class Word:
    """One entry of a watch list."""

    term: str
    group: str
    level: int
    variants: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Negation:
    """What directly before a word takes it back."""

    before: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    link: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A word that was found: ``start`` and ``end`` in the text as given."""

    word: Word
    start: int
    end: int
    surface: str
    negated: bool

    def as_values(self) -> dict[str, Any]:
        """The hit as plain values; the offsets are those of the text as given."""
        return {
            "term": self.word.term,
            "group": self.word.group,
            "level": self.word.level,
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "negated": self.negated,
        }


@dataclass(frozen=True)
class Spared:
    """A word that stands there and was not counted. ``why``: ``inside`` a longer word, ``not_near``
    or without what must stand ``near``, or ``alone``: in the middle of other letters or digits.
    ``because``: the word that decided, or those that one was looked for of.
    """

    word: Word
    start: int
    end: int
    surface: str
    why: str
    because: str = ""


class _Meant(NamedTuple):
    word: Word
    start: int
    end: int
    negated: bool


@dataclass(frozen=True)
class WatchList:
    """Words made ready to be found, all in one pass over a text."""

    words: tuple[Word, ...]
    negation: Negation = Negation()
    _find: Finder = field(init=False, repr=False, compare=False)
    _word_of: list[Word] = field(init=False, repr=False, compare=False)
    _guards: dict[str, "_Guard"] = field(init=False, repr=False, compare=False)
    _taken_back: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _reach: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spelled: dict[str, Word] = {}
        for word in self.words:
            for spelling in (word.term, *word.variants):
                spelled.setdefault(normalise(spelling), word)
        spelled.pop("", None)
        object.__setattr__(self, "_find", Finder(list(spelled)))
        object.__setattr__(self, "_word_of", list(spelled.values()))
        object.__setattr__(self, "_guards", _guards_of(self.words))
        object.__setattr__(self, "_taken_back", _taken_back(self.negation))
        longest = (len(longer) for guard in self._guards.values() for longer in guard.inside)
        object.__setattr__(self, "_reach", max(REACH, _LONGEST_BEFORE, *longest))

    def scan(self, text: str) -> list[Hit]:
        """Every word that stands in the text and is meant, in order; the longest where several
        of one entry begin together or overlap. Of an entry that is meant, or taken back, more
        often than ``OFTEN``, the first ones.
        """
        return self._scan(Reading(text))

    def _scan(self, reading: Reading) -> list[Hit]:
        meant = self._meant(reading.text, self._find(reading.text))
        return [self._hit(reading, one) for one in _apart(meant)]

    def spared(self, text: str) -> list[Spared]:
        """What stands in the text as a watched word and was not counted, and why: for who edits
        the list.
        """
        reading = Reading(text)
        times: Counter[tuple[str, str]] = Counter()
        found = []
        judged = once(reading.text, self._reach, partial(self._why_not, reading.text))
        for start, end, number in self._find(reading.text):
            word, said = self._word_of[number], judged(start, end, number)
            if said is not None and times[word.term, said[0]] < OFTEN:
                times[word.term, said[0]] += 1
                first, last = reading.span(start, end)
                found.append(Spared(word, first, last, text[first:last], *said))
        return found

    def _why_not(self, read: str, start: int, end: int, number: int) -> tuple[str, str] | None:
        if not _stands_alone(read, start, end):
            return "alone", ""
        return self._guards[self._word_of[number].term].why_not(read, start, end)

    def scan_many(self, texts: Sequence[str]) -> dict[int, list[Hit]]:
        """The hits of those texts that have any, by their places: for millions of short ones.

        All are read and searched in one pass; only what was touched is looked at again.
        """
        return self.scan_read(readings(texts))

    def scan_read(self, texts: Sequence[Reading]) -> dict[int, list[Hit]]:
        """The same, of texts that are read already."""
        ends = list(accumulate(len(one.text) + 1 for one in texts))
        found = self._find("\n".join(one.text for one in texts))
        touched = {bisect_right(ends, start) for start, _, _ in found}
        hits = {place: self._scan(texts[place]) for place in sorted(touched)}
        return {place: told for place, told in hits.items() if told}

    def _meant(self, read: str, raw: Iterable[Found]) -> Iterator[_Meant]:
        times: dict[tuple[str, bool], int] = {}
        judged = once(read, self._reach, partial(self._negated, read))
        for start, end, number in raw:
            taken_back = judged(start, end, number)
            if taken_back is None:
                continue
            word = self._word_of[number]
            often = times.get((word.term, taken_back), 0)
            if often < OFTEN:
                times[word.term, taken_back] = often + 1
                yield _Meant(word, start, end, taken_back)

    def _negated(self, read: str, start: int, end: int, number: int) -> bool | None:
        """Whether a word is taken back; None where it means something else."""
        guard = self._guards[self._word_of[number].term]
        if not (_stands_alone(read, start, end) and guard.lets(read, start, end)):
            return None
        return bool(self._taken_back.search(read[max(0, start - _LONGEST_BEFORE) : start]))

    def _hit(self, reading: Reading, one: _Meant) -> Hit:
        first, last = reading.span(one.start, one.end)
        return Hit(one.word, first, last, reading.source[first:last], one.negated)


@dataclass(frozen=True)
class _Guard:
    near: tuple[str, ...]
    not_near: tuple[str, ...]
    inside: tuple[str, ...]

    def lets(self, read: str, start: int, end: int) -> bool:
        """Whether a word means here what it is watched for."""
        if not (self.near or self.not_near or self.inside):
            return True
        return self.why_not(read, start, end) is None

    def why_not(self, read: str, start: int, end: int) -> tuple[str, str] | None:
        """Which of its conditions a word does not meet here, and by what; None: it is meant."""
        for longer in self.inside:
            if _holds(read, longer, start, end):
                return "inside", longer
        around = _around(read, start, end)
        for other in self.not_near:
            if other in around:
                return "not_near", other
        if self.near and not any(other in around for other in self.near):
            return "near", " ".join(self.near)
        return None


_OPEN = _Guard((), (), ())


def _guards_of(words: Sequence[Word]) -> dict[str, _Guard]:
    return {
        word.term: _guard(word) if word.near or word.not_near or word.inside else _OPEN
        for word in words
    }


def _guard(word: Word) -> _Guard:
    near, not_near, inside = (
        tuple(map(normalise, said)) for said in (word.near, word.not_near, word.inside)
    )
    return _Guard(near, not_near, inside)


def _holds(read: str, longer: str, start: int, end: int) -> bool:
    """Whether the piece is a part of that longer word where it stands."""
    at = read.find(longer, max(0, end - len(longer)), start + len(longer))
    return at >= 0 and at <= start and at + len(longer) >= end


def _around(read: str, start: int, end: int) -> str:
    """What stands near, in the same sentence."""
    first, last = max(0, start - REACH), min(len(read), end + REACH)
    for at in range(start - 1, first - 1, -1):
        if read[at] in _ENDS:
            first = at + 1
            break
    for at in range(end, last):
        if read[at] in _ENDS:
            last = at
            break
    return read[first:last]


def _stands_alone(read: str, start: int, end: int) -> bool:
    """A word of letters or digits is none in the middle of a longer one: 315 in 13152."""
    if not read[start:end].isascii():
        return True
    before, after = read[start - 1 : start], read[end : end + 1]
    return not (_runs_on(before, read[start]) or _runs_on(after, read[end - 1]))


def _runs_on(beside: str, edge: str) -> bool:
    if not beside or not beside.isascii():
        return False
    return (beside.isdigit() and edge.isdigit()) or (beside.isalpha() and edge.isalpha())


def _apart(found: Iterable[_Meant]) -> list[_Meant]:
    """Of one entry's spellings that overlap only the longest stays."""
    kept: list[_Meant] = []
    last: dict[str, int] = {}
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= last.get(one.word.term, 0):
            kept.append(one)
            last[one.word.term] = one.end
    return kept


def _taken_back(negation: Negation) -> re.Pattern[str]:
    """What a text must end with for the word behind it to be taken back."""
    if not negation.before:
        return re.compile(r"(?!)")
    before, but, link = (_any(said) for said in (negation.before, negation.but, negation.link))
    spared = "".join(f"(?<!{re.escape(one)})" for one in map(normalise, negation.but) if one)
    return re.compile(f"(?:{before}){spared}(?:{link}){{0,3}}$" if but else f"(?:{before})$")


def _any(said: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, map(normalise, said)), key=len, reverse=True))
