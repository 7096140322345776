"""What is said again and again in a long text, judged once. Pure."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

Told = TypeVar("Told")
Of = TypeVar("Of")
Judge: TypeAlias = Callable[[int, int, Of], Told]
"""Says of a word, by where it starts and ends and what is known of it, how it is meant there."""

LONG = 400
"""Signs from which on it pays to look whether the same was said before."""

_KNOWN = 4_096
"""Places that are held at a time."""


def once(read: str, reach: int, judge: Judge[Of, Told]) -> Judge[Of, Told]:
    """``judge``, asked once where a word stands in the same words as before; it must look no
    further than ``reach`` signs to either side.
    """
    if len(read) <= LONG:
        return judge
    known: dict[tuple[str, int, int], Told] = {}

    def judged(start: int, end: int, of: Of) -> Told:
        first = max(0, start - reach)
        there = (read[first : end + reach], start - first, end - first)
        if there not in known:
            if len(known) >= _KNOWN:
                known.clear()
            known[there] = judge(start, end, of)
        return known[there]

    return judged
