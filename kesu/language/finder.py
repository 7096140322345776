"""Many words found in one pass over a text, wherever they begin and overlap. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias

import daachorse

Found: TypeAlias = tuple[int, int, int]
"""From where up to where a word stands, and its place among the words."""

OFTEN = 400
"""Times that one word is told in a text: what says it more often says nothing else."""

_STRETCH = 50_000
"""Signs of a long text that are looked through at a time, and what was found there held."""


class Finder:
    """Words made ready to be found."""

    def __init__(self, words: Sequence[str]) -> None:
        self._longest = max(map(len, words), default=0)
        self._finder = daachorse.CharwiseDoubleArrayAhoCorasick(list(words)) if words else None

    def __call__(self, read: str) -> Iterator[Found]:
        """Every word that stands there, in the order in which they end; in a long text so within
        each stretch that they begin in.
        """
        if self._finder is None:
            return
        if len(read) <= _STRETCH:
            yield from self._finder.find_overlapping(read)
            return
        for first in range(0, len(read), _STRETCH):
            stretch = read[first : first + _STRETCH + self._longest]
            for start, end, number in self._finder.find_overlapping(stretch):
                if start < _STRETCH:
                    yield first + start, first + end, number

    def few(self, read: str) -> list[Found]:
        """The same, but of each word no more than ``OFTEN``, the first ones."""
        if self._finder is None:
            return []
        if len(read) > _STRETCH:
            return sorted(_few(self(read)), key=itemgetter(1))
        found: list[Found] = self._finder.find_overlapping(read)
        return found if len(found) <= OFTEN else list(_few(found))


def _few(found: Iterable[Found]) -> Iterator[Found]:
    times: dict[int, int] = {}
    for one in found:
        often = times[one[2]] = times.get(one[2], 0) + 1
        if often <= OFTEN:
            yield one
