"""Learns from closed cases which type a text is of, and says when it is not sure (A18, A22).

A linear model over counted pieces: small, quick, and each answer can be led back to the words it
rests on. How sure it is was measured on texts it had not learned from.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kesu.language.grams import PARTS, count, pieces
from kesu.language.normalise import Reading, normalise
from kesu.language.weigh import Weights, weigh

_BATCH = 2000
_REASONS = 3
_SHORTEST_REASON = 2
_LUKEWARM = 0.25
_EMPTY = frozenset("的了吗呢吧啊呀么我你您他她它们这那是在和与及或把被给让对向于从到个也还")
"""Signs that hold words together: alone at the end of a reason they only puzzle."""


@dataclass(frozen=True)
class Reason:
    """Words of the text that spoke for the label, and where they stand in it."""

    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Guess:
    """A label with how sure it is, 0 to 1, and the next ones; ``unsure``: a person decides."""

    label: str
    sure: float
    others: tuple[tuple[str, float], ...]
    unsure: bool


@dataclass(frozen=True)
class Model:
    """What was learned.

    ``slopes``: a weight for each label and piece (labels x pieces); ``sharpness``: how margins
    become probabilities; ``line``: below it a person decides.
    """

    labels: tuple[str, ...]
    rare: Weights
    slopes: npt.NDArray[np.float32]
    biases: npt.NDArray[np.float32]
    sharpness: float
    line: float

    def guess(self, texts: Sequence[str], others: int = 3) -> list[Guess]:
        """What each text is of."""
        found: list[Guess] = []
        for first in range(0, len(texts), _BATCH):
            sure = probabilities(self.margins(texts[first : first + _BATCH]), self.sharpness)
            found += [self._told(row, others) for row in sure]
        return found

    def margins(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """How far each text lies on the side of each label: texts x labels."""
        rows = weigh(count([read(text) for text in texts]), self.rare)
        return np.asarray(rows @ self.slopes.T) + self.biases

    def reasons(self, text: str, label: str) -> list[Reason]:
        """The words that spoke most for ``label`` and not for the next best one."""
        reading = Reading(text)
        as_read = reading.text.replace("\n", "")
        order = np.argsort(-self.margins([text])[0])
        place = self.labels.index(label)
        rival = int(order[1] if order[0] == place else order[0])
        towards = (self.slopes[place] - self.slopes[rival]) * self.rare
        heat = np.zeros(len(as_read))
        for start, end, number in pieces(as_read, PARTS):
            heat[start:end] += towards[number] / (end - start)
        heat[[not sign.isalnum() or sign in _EMPTY for sign in as_read]] = 0
        kept = [at for at, sign in enumerate(reading.text) if sign != "\n"]
        found: dict[str, Reason] = {}
        for start, end in _warmest(heat):
            words = as_read[start:end]
            if not any(words in other or other in words for other in found):
                begin, finish = reading.span(kept[start], kept[end - 1] + 1)
                found[words] = Reason(text[begin:finish], begin, finish)
        return list(found.values())[:_REASONS]

    def _told(self, sure: npt.NDArray[np.float64], others: int) -> Guess:
        order = np.argsort(-sure, kind="stable")
        best, *next_ones = order[: others + 1]
        return Guess(
            self.labels[best],
            float(sure[best]),
            tuple((self.labels[one], float(sure[one])) for one in next_ones),
            bool(sure[best] < self.line),
        )


def read(text: str) -> str:
    """A text as the model reads it: on one line."""
    return normalise(text).replace("\n", "")


def probabilities(margins: npt.NDArray[np.floating], sharpness: float) -> npt.NDArray[np.float64]:
    """Margins as shares that sum to one."""
    raised = np.exp(sharpness * (margins - margins.max(axis=1, keepdims=True)).astype(np.float64))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _warmest(heat: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """The stretches above the mean of what is warm, the warmest first."""
    warm = heat > max(0.0, float(heat[heat > 0].mean()) if (heat > 0).any() else 0.0)
    edges = np.flatnonzero(np.diff(np.r_[False, warm, False]))
    runs = [_core(heat, int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    runs = [run for run in runs if run[1] - run[0] >= _SHORTEST_REASON] or _warmest_pair(heat)
    return sorted(runs, key=lambda run: -float(heat[run[0] : run[1]].sum()))


def _warmest_pair(heat: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """The two neighbours that are warmest together, where no stretch stands out."""
    pairs = np.where(np.minimum(heat[:-1], heat[1:]) > 0, heat[:-1] + heat[1:], 0)
    if not pairs.any():
        return []
    at = int(pairs.argmax())
    return [(at, at + _SHORTEST_REASON)]


def _core(heat: npt.NDArray[np.float64], start: int, end: int) -> tuple[int, int]:
    """A stretch without its lukewarm edges, which are halves of other words."""
    enough = np.flatnonzero(heat[start:end] >= _LUKEWARM * heat[start:end].max())
    return start + int(enough[0]), start + int(enough[-1]) + 1
