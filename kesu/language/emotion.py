"""How heated a text is, from 0 calm to 5 furious (A30, A31), by the words and signs of heat."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from kesu.language.finder import OFTEN, Finder, Found
from kesu.language.normalise import normalise

CALM, FURIOUS = 0, 5
HOT = 3
"""From here on somebody is angry."""

STEPS = (0.8, 1.7, 2.6, 4.3, 6.2)
"""Warmth from which on a text is 1, 2, 3, 4 and 5."""

_NOT = ("不", "没", "别", "无", "没有", "不会", "不要", "不太", "不是", "不再", "并不", "毫不")
_VERY = ("很", "太", "非常", "特别", "极", "极其", "超", "超级", "最", "真", "真是", "真的", "十分")
_MORE = 1.15
_FADES = 0.26
"""What the second strongest word adds to the first, the third to the second, and so on."""
_SHOUT = 0.25
_SHOUTS = 4
_EACH = 6


class Warmth(NamedTuple):
    """A word that warms or cools, where it stands in the read text."""

    heat: float
    start: int
    end: int


def warmths(read: str) -> list[Warmth]:
    """The words that tell how heated a text is, in order and apart, the longest of a place; of
    one that is as hot more often than ``OFTEN``, the first ones.
    """
    finder, heats = _lexicon()
    found: list[Warmth] = []
    times: dict[tuple[int, float], int] = {}
    for start, end, number in _longest(finder.stretches(read)):
        heat = heats[number]
        if heat > 0:
            before = read[max(0, start - 2) : start]
            heat = 0 if before.endswith(_NOT) else heat * (_MORE if before.endswith(_VERY) else 1)
        if heat and (often := times.get((number, heat), 0)) < OFTEN:
            times[number, heat] = often + 1
            found.append(Warmth(heat, start, end))
    return found


def warmth(found: Sequence[Warmth], read: str) -> float:
    """How warm the words and the shouting make a text, from 0; see ``STEPS``."""
    hot = sorted({read[one.start : one.end]: one.heat for one in found}.values(), reverse=True)
    told = sum(heat * _FADES**place for place, heat in enumerate(hot[:_EACH]) if heat > 0)
    cool = sum(heat for heat in hot[-_EACH:] if heat < 0)
    shouts = min(_SHOUTS, read.count("!!") + read.count("??") + read.count("?!"))
    return max(0.0, told + cool + (_SHOUT * shouts if told else 0))


def degree(warm: float) -> int:
    """0 to 5."""
    return sum(warm >= step for step in STEPS)


def least(risks: Mapping[str, float]) -> int:
    """How heated somebody is at least who threatens so; nobody calm speaks of dying."""
    return max((degree for label, degree in _LEAST.items() if risks[label] >= _LIVE), default=CALM)


_LIVE = 0.5
_LEAST = {"self_harm": FURIOUS, "media": 3, "quit": 3, "lawsuit": 2, "safety": 2, "regulator": 2}


def _longest(stretches: Iterable[list[Found]]) -> Iterator[Found]:
    last = 0
    for stretch in stretches:
        for one in sorted(stretch, key=lambda one: (one[0], -one[1])):
            if one[0] >= last:
                last = one[1]
                yield one


@cache
def _lexicon() -> tuple[Finder, list[float]]:
    content = (files("kesu.language") / "emotion.toml").read_text(encoding="utf-8")
    told = tomllib.loads(content)
    heats = {normalise(word): 0.0 for word in told["inside"]}
    for entry in told["heat"]:
        for word in entry["words"]:
            heats.setdefault(normalise(word), float(entry["value"]))
    heats.pop("", None)
    return Finder(list(heats)), list(heats.values())
