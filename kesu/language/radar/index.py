"""Which issues lately held a piece: a ring of entries, each knowing the one before it. Pure.

What was entered longest ago is written over, so the index never outgrows its size, and a look-up
reads the newest entries first and stops after a fixed number of them.
"""

from array import array
from collections.abc import Callable
from heapq import nlargest

import numpy as np

from kesu.language.radar.reading import BITS
from kesu.language.radar.vectors import Vector

_BEST = 40
_EACH, _ALL = 80, 700
"""Entries looked at for one piece, and for one complaint: rare pieces are asked first."""


class Index:
    """``size`` entries are kept, each with how far back the one before it of its piece stands;
    ``at`` counts those ever made.
    """

    def __init__(self, size: int) -> None:
        self.size, self.at = size, 0
        self._last = np.zeros(1 << BITS, np.int64)
        self._issue = array("i", [0]) * size
        self._back = array("i", [0]) * size

    def enter(self, pieces: list[int], issue: int) -> None:
        """``issue`` holds these pieces."""
        for piece in pieces:
            slot = self.at % self.size
            self.at += 1
            self._issue[slot] = issue
            self._back[slot] = min(self.at - int(self._last[piece]), self.size)
            self._last[piece] = self.at

    def near(self, asked: Vector, living: Callable[[int], int | None]) -> dict[int, float]:
        """Issues that share pieces with ``asked``, with the weight of what they share; the weighty
        stand first in ``asked``. ``living``: what an issue is part of by now, None when forgotten.
        """
        found: dict[int, float] = {}
        left, issues, back = _ALL, self._issue, self._back
        size, oldest = self.size, max(0, self.at - self.size)
        for piece, weight in zip(asked.pieces.tolist(), asked.weights.tolist(), strict=True):
            entry = int(self._last[piece]) - 1
            last = max(0, left - _EACH)
            while entry >= oldest and left > last:
                slot = entry % size
                number = issues[slot]
                found[number] = found.get(number, 0.0) + weight
                entry -= back[slot]
                left -= 1
            if not left:
                break
        return _joined(found, living)


def _joined(found: dict[int, float], living: Callable[[int], int | None]) -> dict[int, float]:
    whole: dict[int, float] = {}
    for issue in nlargest(_BEST, found, key=found.__getitem__):
        root = living(issue)
        if root is not None:
            whole[root] = whole.get(root, 0.0) + found[issue]
    return whole
