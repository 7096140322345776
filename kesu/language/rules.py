"""Reading Chinese. Pure: text in, values out."""

from collections.abc import Iterable, Iterator, Sequence

_UNIT = 4
_END = "0000"
"""Stands behind the last character; no text holds NUL."""


def fold(text: str) -> str:
    """The text without regard to case; nothing else changes, ， stays another sign than ``,``."""
    return text.lower()


def pairs(text: str) -> list[str]:
    """Every two neighbouring signs of the folded text, in order, and the last one with the end.

    A sign is a unit of UTF-16, a pair eight hexadecimal digits: no tokenizer splits them, 32 bits
    hold them, and a piece lies in a text exactly where its pairs follow each other.
    """
    if not text:
        return []
    return _overlapping(_units(text) + _END)


def phrase(piece: str) -> list[str]:
    """The pairs that follow each other wherever ``piece`` stands; none for a single sign."""
    return _overlapping(_units(piece))


def sign(piece: str) -> str:
    """How every pair begins that a single sign opens: its four hexadecimal digits."""
    return _units(piece)


def number(pair: str) -> int:
    """A pair as a signed number of 32 bits."""
    value = int(pair, 16)
    return value - (1 << 32) if value >> 31 else value


def _units(text: str) -> str:
    return fold(text).encode("utf-16-be", errors="surrogatepass").hex()


def _overlapping(units: str) -> list[str]:
    return [units[at : at + 2 * _UNIT] for at in range(0, len(units) - _UNIT, _UNIT)]


def hits(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the pieces stands in the text, from and up to, in order and apart."""
    places = _places(text)
    folded = "".join(letter.lower() for letter in text)
    found = sorted(
        (places[start], places[end - 1] + 1)
        for piece in map(fold, pieces)
        if piece
        for start, end in _each(folded, piece)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _places(text: str) -> Sequence[int]:
    """Which sign of the text each sign of the folded text comes from: İ becomes two."""
    if len(fold(text)) == len(text):
        return range(len(text))
    return [place for place, letter in enumerate(text) for _ in letter.lower()]


def _each(folded: str, piece: str) -> Iterator[tuple[int, int]]:
    start = folded.find(piece)
    while start >= 0:
        yield start, start + len(piece)
        start = folded.find(piece, start + 1)
