"""What a model of anger looks at beside the pieces of a text: words of moods and signs. Pure."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from kesu.language.emotion import warmth, warmths
from kesu.language.finder import OFTEN, Finder
from kesu.language.normalise import normalise

Features = npt.NDArray[np.float64]

_DEGREES = (5.0, 4.2, 3.2, 2.3, 1.3, -1.6)
_SIGNS = ("!", "?", "…", "@", "//", "#", "我", "你", "他", "http")


def mood_features(texts: Sequence[str]) -> Features:
    """A row for each text, a column for each kind of word and sign: logarithms of how often."""
    return np.log1p(np.array([_counts(text) for text in texts], np.float64).reshape(len(texts), -1))


def _counts(text: str) -> list[float]:
    read = normalise(text)
    found = warmths(read)
    heats = [0.0] * len(_DEGREES)
    for one in found:
        heats[min(range(len(_DEGREES)), key=lambda at: abs(_DEGREES[at] - one.heat))] += 1
    finder, kinds, of = _moods()
    moods = [0.0] * kinds
    for number, times in Counter(number for _, _, number in finder(read)).items():
        for kind in of[number]:
            moods[kind] += min(times, OFTEN)
    there = [float(count > 0) for count in moods]
    folded = text.translate(_FOLDED)
    signs = [float(folded.count(sign)) for sign in _SIGNS]
    return [*heats, *moods, *there, *signs, warmth(found, read), float(len(read))]


_FOLDED = str.maketrans({"！": "!", "？": "?"})


@cache
def _moods() -> tuple[Finder, int, list[tuple[int, ...]]]:
    content = (files("kesu.language") / "emotion_moods.toml").read_text(encoding="utf-8")
    told: dict[str, list[int]] = {}
    moods = tomllib.loads(content)["mood"]
    for kind, words in enumerate(moods.values()):
        for word in dict.fromkeys(map(normalise, words)):
            told.setdefault(word, []).append(kind)
    told.pop("", None)
    finder = Finder(list(told))
    return finder, len(moods), [tuple(kinds) for kinds in told.values()]
