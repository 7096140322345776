"""How alike two short texts are: words that mean the same, what is asked, what parts them. Pure.

Pairs of signs alone are deceived both ways: 怎么开通 and 怎么取消 share most, 销户 and 注销卡
nothing. The words are data (``synonyms.toml``).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt
from typing import Any

import daachorse

from kesu.language.normalise import normalise

_FIRST = 0xE000
"""Private signs from here on stand for groups of words."""
_SIGNS = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^\W\d_a-z]|[\ue000-\uf8ff]|[^\W_]")
_EMPTY = frozenset(
    "的了吗呢吧啊呀哦嗯么我你您他她它们这那是在就都也还和与及把被给让对向于从到个一上下去过着想"
)
_YES_OR_NO = frozenset("吗么嘛")
_OPEN = frozenset({"how", "whether", "which"})
"""Who asks whether it can be done mostly wants to know how."""
_NUMERALS = frozenset("一二两三四五六七八九十百千万")
_DENIES = frozenset("不没未别无")
_LITTLE, _PLAIN, _WORD, _PAIR, _ASKED = 0.12, 1.0, 2.2, 0.9, 1.1
_OTHER_NUMBER, _OPPOSITE, _DENIED, _ASKS_OTHER = 0.7, 0.55, 0.75, 0.75
_REPLACED, _SWAPPED = 0.82, 0.85
_SAME_ASKED = 1.05


@dataclass(frozen=True)
class _Words:
    """The finder of all words; by their place in it which group they stand for."""

    finder: Any
    sign_of: tuple[str, ...]
    asks: Mapping[str, str]
    opposites: tuple[frozenset[str], ...]
    denying: frozenset[str]


@dataclass(frozen=True)
class _Heard:
    """A text in groups and signs: what each tells, what it asks, its numbers, whether it denies."""

    pieces: Mapping[str, float]
    square: float
    words: tuple[str, ...]
    asks: frozenset[str]
    numbers: frozenset[str]
    denies: bool


def likeness(one: str, other: str) -> float:
    """From 0 to 1; the order of the two does not matter."""
    left, right = _heard(one), _heard(other)
    if not left.square or not right.square:
        return float(normalise(one) == normalise(other))
    if (left.words, left.asks) == (right.words, right.asks):
        return 1.0
    shared = sum(
        weight * right.pieces[piece]
        for piece, weight in left.pieces.items()
        if piece in right.pieces
    )
    alike = shared / sqrt(left.square * right.square)
    return min(0.99, alike * _parted(left, right))


def _parted(left: _Heard, right: _Heard) -> float:
    """What makes two questions other ones however many words they share."""
    parted = 1.0
    if left.numbers != right.numbers and left.numbers and right.numbers:
        parted *= _OTHER_NUMBER
    if left.denies != right.denies:
        parted *= _DENIED
    if left.asks & right.asks:
        parted *= _SAME_ASKED
    elif left.asks and right.asks and not left.asks | right.asks <= _OPEN:
        parted *= _ASKS_OTHER
    only_left, only_right = set(left.words) - set(right.words), set(right.words) - set(left.words)
    if any(only_left & two and only_right & two for two in _words().opposites):
        parted *= _OPPOSITE
    if only_left and only_right:
        parted *= _REPLACED
    if not only_left and not only_right and left.words != right.words:
        parted *= _SWAPPED
    return parted


@lru_cache(maxsize=4096)
def _heard(text: str) -> _Heard:
    known = _words()
    read = normalise(text)
    signs: list[str] = _SIGNS.findall(_in_groups(read, known))
    words = tuple(sign for sign in signs if sign not in _EMPTY and sign not in known.asks)
    counted = Counter(signs)
    pieces = {sign: _tells(sign, known) * sqrt(often) for sign, often in counted.items()}
    for before, after in pairwise(words):
        pieces[before + after] = _PAIR
    return _Heard(
        pieces=pieces,
        square=sum(weight * weight for weight in pieces.values()),
        words=words,
        asks=_asked(signs, known),
        numbers=frozenset(sign for sign in signs if sign[0].isdigit() or sign in _NUMERALS),
        denies=sum(sign in known.denying for sign in signs) % 2 == 1,
    )


def _asked(signs: Sequence[str], known: _Words) -> frozenset[str]:
    found = frozenset(known.asks[sign] for sign in signs if sign in known.asks)
    return found or frozenset({"whether"} if _YES_OR_NO.intersection(signs[-2:]) else ())


def _tells(sign: str, known: _Words) -> float:
    if sign in known.asks:
        return _ASKED
    if sign in _EMPTY:
        return _LITTLE
    return _WORD if sign >= chr(_FIRST) or sign.isascii() else _PLAIN


def _in_groups(read: str, known: _Words) -> str:
    """The text with each word that is known put as the sign of its group, the longest first."""
    pieces, end = [], 0
    for start, stop, number in known.finder.find(read):
        pieces += [read[end:start], known.sign_of[number]]
        end = stop
    return "".join([*pieces, read[end:]])


@cache
def _words() -> _Words:
    told = tomllib.loads((files("kesu.language") / "synonyms.toml").read_text(encoding="utf-8"))
    sign_of: dict[str, str] = dict.fromkeys(told["idle"]["words"], "")
    asks: dict[str, str] = {}
    place = _FIRST
    for kind, said in told["asks"].items():
        asks[chr(place)] = kind
        for word in said:
            sign_of.setdefault(word, chr(place))
        place += 1
    for said in told["same"]["words"]:
        for word in said:
            sign_of.setdefault(word, chr(place))
        place += 1
    apart = [word for said in told["opposites"]["words"] for word in said if len(word) > 1]
    for number, word in enumerate(apart):
        sign_of.setdefault(word, chr(place + number))
    opposites = tuple(
        frozenset(sign_of.get(word, word) for word in said) for said in told["opposites"]["words"]
    )
    finder = daachorse.CharwiseDoubleArrayAhoCorasick(
        list(sign_of), daachorse.MATCH_KIND_LEFTMOST_LONGEST
    )
    denying = frozenset(sign_of[word] for word in told["denies"]["words"] if word in sign_of)
    return _Words(finder, tuple(sign_of.values()), asks, opposites, denying | _DENIES)
