"""How alike two texts are: copies of each other, of one matter, or neither (D15, E37). Pure.

Nothing is learned: what two texts share is weighed by what its signs are. 的, 吗 and 请问 tell
little, a number or a name tells much, and different words for one question count as the same.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import TypeVar

from kesu.language import questions
from kesu.language.normalise import normalise

COPY = 0.5
"""Share of common pieces of three signs from which on one text is a copy of the other."""

SAME_MATTER, SAME_MATTER_SHORT, SAME_QUESTION = 0.21, 0.35, 0.45
"""Likeness from which on two texts are of one matter; short ones share words by chance."""

_LONG = 80
"""Signs from which on a text is long."""

_QUESTION = 40
"""Signs up to which two texts are compared as questions are (``questions.py``)."""

_SHORT = 12
"""Signs below which three-sign pieces are too few: then nearly all must be shared."""
_SHORT_COPY = 0.75

_EMPTY = frozenset(
    "的了吗呢吧啊呀哦嗯么我你您他她它们这那是在有就都也还和与及或把被给让对向于从到个一上下请问"
)
_SAME: tuple[tuple[str, str], ...] = (
    ("请问|您好|你好|麻烦|谢谢|想问一下|想咨询|咨询一下|问一下", ""),
    ("怎么样|怎样|如何|咋样|咋|怎麽|怎么办理|怎么办", "怎么"),
    ("为什么|为何|为啥|咋回事|怎么回事|什么原因|怎么会", "为什么"),
    ("多长时间|多久|几天|什么时候|何时|啥时候|几时|多会儿", "何时"),
    ("多少钱|什么价|价格是多少|费用是多少", "多少钱"),
    ("不能|无法|没法|不可以|不让|不了", "不能"),
    ("能不能|可不可以|能否|可否|是否可以|可以|能够", "能"),
    ("哪里|哪儿|什么地方|何处|在哪", "哪里"),
    ("没有|未|沒", "没"),
    ("什么|啥", "什么"),
    ("是否|是不是", "是否"),
    ("电话号码|手机号码|手机号|号码", "号码"),
    ("取消|撤销|关闭|关掉|注销", "取消"),
    ("开通|打开|开启", "开通"),
    ("还款|还钱|还贷", "还款"),
    ("借款|贷款|借钱", "借款"),
)
_CHANGES = tuple((re.compile(pattern), put) for pattern, put in _SAME)
_WORDS = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^\W\d_a-z]|[^\W_]")
_LITTLE, _PLAIN, _PAIR, _NAMED = 0.15, 1.0, 2.0, 1.0


_MOST_READ = 50_000
"""Signs of a text that are compared: longer than any letter."""
_KEPT, _KEPT_SIGNS = 256, 2_000
_T = TypeVar("_T")


def _kept(work: Callable[[str], _T]) -> Callable[[str], _T]:
    """What was worked out for the last texts, unless they are so long that memory would fill."""
    remembered = lru_cache(maxsize=_KEPT)(work)
    return lambda text: remembered(text) if len(text) <= _KEPT_SIGNS else work(text)


@dataclass(frozen=True)
class Likeness:
    """``similarity`` from 0 to 1; a near copy is of the same matter, too."""

    similarity: float
    same_issue: bool
    near_copy: bool


def compare(one: str, other: str) -> Likeness:
    """How alike two texts are; the order of the two does not matter."""
    one, other = one[:_MOST_READ], other[:_MOST_READ]
    shared, needed = _copied(one, other)
    copy = shared >= needed
    alike, enough = _likeness(one, other)
    similarity = max(alike, shared if copy else 0.0)
    return Likeness(similarity, copy or similarity >= enough, copy)


def _copied(one: str, other: str) -> tuple[float, float]:
    """The share of common three-sign pieces, and what makes a copy of texts as long as these."""
    left, right = _signs(one), _signs(other)
    needed = COPY if min(len(left), len(right)) >= _SHORT else _SHORT_COPY
    if not left or not right:
        return float(left == right), needed
    a, b = _threes(left), _threes(right)
    return len(a & b) / len(a | b), needed


@_kept
def _signs(text: str) -> str:
    return "".join(_WORDS.findall(normalise(text)))


@_kept
def _threes(signs: str) -> frozenset[str]:
    return frozenset(signs[at : at + 3] for at in range(max(1, len(signs) - 2)))


def _likeness(one: str, other: str) -> tuple[float, float]:
    """How alike, and from where on texts as long as these are of one matter."""
    shorter, longer = sorted((len(_signs(one)), len(_signs(other))))
    if longer <= _QUESTION:
        return questions.likeness(one, other), SAME_QUESTION
    return _shared(one, other), SAME_MATTER if shorter >= _LONG else SAME_MATTER_SHORT


def _shared(one: str, other: str) -> float:
    left, right = _weights(one), _weights(other)
    if not left or not right:
        return float(left == right)
    product = sum(weight * right[piece] for piece, weight in left.items() if piece in right)
    return min(1.0, product / sqrt(_square(left) * _square(right)))


def _square(weights: Mapping[str, float]) -> float:
    return sum(weight * weight for weight in weights.values())


@_kept
def _weights(text: str) -> Mapping[str, float]:
    """Words and pairs of signs with what each tells, how often it stands softened."""
    plain = normalise(text)
    for pattern, put in _CHANGES:
        plain = pattern.sub(put, plain)
    words = _WORDS.findall(plain)
    counted = Counter(words)
    counted.update(a + b for a, b in pairwise(words))
    return {piece: _tells(piece) * sqrt(often) for piece, often in counted.items()}


def _tells(piece: str) -> float:
    if piece.isascii():
        return _NAMED
    empty = sum(sign in _EMPTY for sign in piece)
    if empty:
        return _LITTLE * (len(piece) - empty + 1)
    return _PLAIN if len(piece) == 1 else _PAIR
