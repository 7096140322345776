"""What was learned from texts that people marked (A22): it corrects the rules, never replaces them.

Each head answers one question, is somebody angry, is this risk there, from the pieces of a text
and from what the rules say of it. Which head is worth asking was measured when it was learned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kesu.language.classify import Model, read
from kesu.language.grams import pieces
from kesu.language.normalise import Reading as AsRead
from kesu.language.triage_features import Features, mood_features

ANGER = "anger"
"""The name of the head that tells whether somebody is angry."""


@dataclass(frozen=True)
class Quality:
    """How well a label is told on texts held back: shares from 0 to 1, ``rows`` of it in all.

    ``by`` is ``rules`` or ``model``: who answers, as it was the better.
    """

    precision: float
    recall: float
    f1: float
    rows: int
    by: str


@dataclass(frozen=True)
class Head:
    """One question: how its columns and features are weighed. Above a half the answer is yes."""

    name: str
    columns: tuple[int, ...]
    mean: npt.NDArray[np.float64]
    scale: npt.NDArray[np.float64]
    slopes: npt.NDArray[np.float64]
    bias: float

    def sure(self, margins: Features, features: Features) -> npt.NDArray[np.float64]:
        """For each text how sure the answer is yes, 0 to 1."""
        told = np.hstack([margins[:, list(self.columns)], features])
        height = (told - self.mean) / self.scale @ self.slopes + self.bias
        return np.asarray(1 / (1 + np.exp(-np.clip(height, -30, 30))))


@dataclass(frozen=True)
class Trained:
    """A model and what it is worth. ``marked`` says what was learned of anger: ``mood`` or
    ``degree``; ``rows`` texts in all, ``learned`` the day it was, as written.
    """

    pieces: Model
    heads: tuple[Head, ...]
    quality: Mapping[str, Quality]
    marked: str
    rows: int
    learned: str

    def answers(
        self, texts: Sequence[str], rules: Mapping[str, Sequence[float]]
    ) -> dict[str, npt.NDArray[np.float64]]:
        """How sure each head is of each text; ``rules`` is what the rules say, by label."""
        margins = np.asarray(self.pieces.margins(texts), np.float64)
        return {
            head.name: head.sure(margins, features(head.name, texts, rules)) for head in self.heads
        }

    def words(self, text: str, name: str) -> tuple[str, int, int] | None:
        """The piece that speaks most for an answer, and where it stands; None if none does."""
        head = next(one for one in self.heads if one.name == name)
        column = head.columns[int(np.argmax(head.slopes[: len(head.columns)]))]
        reading = AsRead(text)
        kept = [at for at, sign in enumerate(reading.text[:_LOOKED_AT]) if sign != "\n"]
        found = [one for one in pieces(read(text[:_LOOKED_AT])) if one[1] - one[0] > 1]
        if not found:
            return None
        numbers = [number for _, _, number in found]
        told = self.pieces.slopes[column, numbers] * self.pieces.rare[numbers]
        start, end, _ = found[int(np.argmax(told))]
        if told.max() <= 0 or end > len(kept):
            return None
        first, last = reading.span(kept[start], kept[end - 1] + 1)
        return text[first:last], first, last


_LOOKED_AT = 600
"""Signs of a text in which the words are looked for."""


def features(name: str, texts: Sequence[str], rules: Mapping[str, Sequence[float]]) -> Features:
    """What a head sees beside the pieces: words of moods, or what the rule for its label says."""
    if name == ANGER:
        return mood_features(texts)
    return np.array(rules[name], np.float64).reshape(-1, 1)
