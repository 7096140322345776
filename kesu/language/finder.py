"""Many words found in one pass over a text, wherever they begin and overlap. Pure."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias

import daachorse

Found: TypeAlias = tuple[int, int, int]
"""From where up to where a word stands, and its place among the words."""

OFTEN = 400
"""Times that one word is told in a text in one sense: what says it more often says nothing else.
Counted is what was judged, so that words which mean nothing hide none that does.
"""

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
        return chain.from_iterable(self.stretches(read))

    def stretches(self, read: str) -> Iterator[list[Found]]:
        """The same, of each stretch what begins in it, so that little is held at a time."""
        if len(read) <= _STRETCH:
            yield self.all(read)
            return
        for first in range(0, len(read), _STRETCH):
            stretch = read[first : first + _STRETCH + self._longest]
            yield [
                (first + start, first + end, number)
                for start, end, number in self.all(stretch)
                if start < _STRETCH
            ]

    def all(self, read: str) -> list[Found]:
        """The same of a text that is not long, at once."""
        return self._finder.find_overlapping(read) if self._finder else []
