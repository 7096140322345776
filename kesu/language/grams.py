"""Texts as counts of the short pieces they are made of: what every learned reading looks at. Pure.

A piece is one to three neighbouring signs; it is known by a number, so no list of pieces is kept
and a text of any script is read alike. The opening of a text, where people say what it is about,
is counted once more by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

BITS = 18
"""Of a piece's number: now and then two pieces share one of the quarter million, which costs next
to nothing and keeps a model small."""


@dataclass(frozen=True)
class Part:
    """Which pieces are counted: of how many signs, and in how many signs of the text."""

    widths: tuple[int, ...]
    reach: int


WHOLE = Part((1, 2), 600)
OPENING = Part((1, 2, 3), 40)
PARTS = (WHOLE, OPENING)

Counts: TypeAlias = sparse.csr_matrix
_Numbers = npt.NDArray[np.uint64]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xBF58476D1CE4E5B9)
_FOLD = np.uint64(29)


def count(texts: Sequence[str], parts: Sequence[Part] = PARTS) -> Counts:
    """How often each piece stands in each text: ``len(texts)`` rows, ``2**BITS`` columns."""
    keys = np.concatenate([_keys(texts, part, salt) for salt, part in enumerate(parts)])
    keys.sort()
    if not keys.size:
        return sparse.csr_matrix((len(texts), 1 << BITS), dtype=np.float32)
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    found = keys[first]
    starts = np.searchsorted(found >> BITS, np.arange(len(texts) + 1))
    often = np.diff(np.r_[first, len(keys)]).astype(np.float32)
    columns = (found & ((1 << BITS) - 1)).astype(np.int32)
    return sparse.csr_matrix((often, columns, starts), shape=(len(texts), 1 << BITS))


def pieces(text: str, parts: Sequence[Part] = PARTS) -> list[tuple[int, int, int]]:
    """Where each piece of one text stands, from and up to, and its number."""
    found = []
    for salt, part in enumerate(parts):
        signs = _signs(text[: part.reach])
        for width in part.widths:
            numbers = _numbers(signs, width, salt)
            found += [(at, at + width, int(number)) for at, number in enumerate(numbers)]
    return found


def _keys(texts: Sequence[str], part: Part, salt: int) -> npt.NDArray[np.int64]:
    """One number for each piece in each text: the text's place above, the piece's below."""
    cut = [text[: part.reach] for text in texts]
    signs = _signs("".join(cut))
    text_of = np.repeat(np.arange(len(cut)), np.fromiter(map(len, cut), np.int64, len(cut)))
    found = [np.empty(0, np.int64)]
    for width in part.widths:
        last = len(signs) - width + 1
        if last > 0:
            whole = text_of[:last] == text_of[width - 1 :]
            numbers = _numbers(signs, width, salt)[whole].astype(np.int64)
            found.append((text_of[:last][whole] << BITS) | numbers)
    return np.concatenate(found)


def _signs(text: str) -> _Numbers:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def hashes(text: str, width: int) -> _Numbers:
    """A number of 64 bits for each piece of so many signs, in order; the whole of a shorter text
    counts as one.
    """
    signs = _signs(text)
    return _mixed(signs, min(width, max(1, len(signs))), 0) * _SPREAD


def _numbers(signs: _Numbers, width: int, salt: int) -> _Numbers:
    return (_mixed(signs, width, salt) * _SPREAD) >> np.uint64(64 - BITS)


def _mixed(signs: _Numbers, width: int, salt: int) -> _Numbers:
    last = max(0, len(signs) - width + 1)
    mixed = np.full(last, salt * 31 + width, np.uint64)
    for step in range(width):
        mixed = (mixed ^ signs[step : last + step]) * _MIX
        mixed ^= mixed >> _FOLD
    return mixed
