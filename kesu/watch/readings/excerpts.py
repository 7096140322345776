"""Words in the sentence they stand in, short enough to keep. Pure."""

from typing import NamedTuple

_ENDS = "。！？!?；;\n"
_SIDE = 40
"""Signs kept on either side of the words, at most."""
_WORDS = 60


class Excerpt(NamedTuple):
    """The words and what stands beside them in their sentence."""

    before: str
    word: str
    after: str


def excerpt(text: str, start: int, end: int) -> Excerpt:
    """The words from ``start`` up to ``end``, within their sentence."""
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    begun = max((text.rfind(sign, 0, start) for sign in _ENDS), default=-1) + 1
    stops = [place for sign in _ENDS if (place := text.find(sign, end)) >= 0]
    over = min(stops, default=len(text) - 1) + 1
    return Excerpt(
        text[max(begun, start - _SIDE) : start].lstrip(),
        text[start : min(end, start + _WORDS)],
        text[end : min(over, end + _SIDE)].rstrip(),
    )


def sentence_before(text: str, start: int) -> str:
    """The sentence in front of the one that holds ``start``; nothing where it is the first."""
    begun = max((text.rfind(sign, 0, start) for sign in _ENDS), default=-1)
    if begun < 0:
        return ""
    earlier = text[:begun]
    first = max((earlier.rfind(sign) for sign in _ENDS), default=-1) + 1
    return earlier[first:].strip()[: 2 * _SIDE]
