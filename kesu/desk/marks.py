"""What of a found complaint answers the search, cut into parts that are a hit and parts that are
not. The texts come masked: what a reader does not see is not marked either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kesu.language.rules import hits

_BEFORE = 16
_LENGTH = 80
_LINES = str.maketrans("\r\n\t\v\f\u2028\u2029", " " * 7)
_CUT = "…"


@dataclass(frozen=True)
class Part:
    """A stretch of text; ``hit``: it is what was asked for."""

    text: str
    hit: bool = False


Parts = tuple[Part, ...]


def marked(text: str, pieces: Iterable[str]) -> Parts:
    """The whole text."""
    return tuple(_parts(text, hits(text, pieces), 0, len(text)))


def excerpt(text: str, pieces: Sequence[str], *, behind: str = "") -> Parts:
    """One line of the text around the first hit that ``behind``, shown beside it, does not say;
    nothing when there is none.
    """
    first = _first_new(text, pieces, behind)
    if first is None:
        return ()
    places = hits(text, pieces)
    start = max(0, first - _BEFORE)
    end = min(len(text), start + _LENGTH)
    end = next((last for begin, last in places if begin < end < last), end)
    parts = list(_parts(text.translate(_LINES), places, start, end))
    lead = [Part(_CUT)] if start else []
    return (*lead, *parts, *([Part(_CUT)] if end < len(text) else []))


def _first_new(text: str, pieces: Sequence[str], behind: str) -> int | None:
    """Where the first piece stands that is not in ``behind``; else any piece further on."""
    shown = behind.removesuffix(_CUT)
    said = next((at for at, sign in enumerate(shown) if text[at : at + 1] != sign), len(shown))
    new = [piece for piece in pieces if not hits(shown, [piece])]
    for some in (new, pieces):
        for start, end in hits(text, some):
            if end > said:
                return start
    return None


def _parts(text: str, places: Iterable[tuple[int, int]], start: int, end: int) -> Iterable[Part]:
    at = start
    for first, last in places:
        first, last = max(first, start), min(last, end)
        if first < last:
            if at < first:
                yield Part(text[at:first])
            yield Part(text[first:last], hit=True)
            at = last
    if at < end:
        yield Part(text[at:end])
