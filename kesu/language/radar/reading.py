"""What of a complaint is compared: pairs of signs, which of them name a place, loose facts. Pure.

What it is about stands in the opening sentence, which therefore weighs more. Signs that only join
words part the text. Whatever stands before 小区, 路, 公司 or 店 names a place; the same signs name
it elsewhere, too, where nothing follows, and that is learned (``knowledge``).
"""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kesu.language.normalise import normalise

BITS = 21
Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.floating[Any]]

_OPENING, _REST = 60, 300
"""Signs of the opening sentence at most, and of what follows it."""

_TITLE_WEIGHT = 3.0
_END = re.compile(r"[。！？!?；;\n\r]")
_GREETING = re.compile(
    r"^\W*(?:尊敬的?[^\W_]{0,8}|各位领导|领导|你们?好|您好|大家好|客服|在吗|hi|hello)?\W*"
    r"(?:尊敬的?[^\W_]{0,8}|你们?好|您好)?[\W_]*",
    re.IGNORECASE,
)
_JOINING = (
    "的了吗呢吧啊呀哦嗯么我你您他她它们这那是在就都也还和与及或把被给让对向于从到个一上下请问"
)
_PARTING = re.compile(rf"[\W_{_JOINING}]")
_GAP = "\0"
_PLACES = re.compile(
    "小区|社区|街道|新城|花园|公园|广场|学校|小学|中学|大学|学院|幼儿园|医院|公司|集团|银行|"
    "旗舰店|专卖店|便利店|门店|分店|超市|酒店|商场|商城|专柜|市场|国际城|国际|家园|公馆|华庭|大厦|"
    "楼盘|项目|大道|路口|地铁站|车站|机场|安置|"
    "[村镇乡县市区路街巷桥苑府城湾园里庭郡组期栋]|号线"
)
_NAME = 5
"""Signs before such a word that are taken for its name."""

_OF_FINGERPRINT = 24
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Reading:
    """``pieces``: the numbers of its pairs, rising, each once, ``often`` how much each was said;
    ``said``: every pair as it stands, ``placed`` whether it stands in the name of a place.
    """

    title: str
    pieces: Numbers
    often: Weights
    said: Numbers
    placed: npt.NDArray[np.bool_]

    @property
    def fingerprint(self) -> bytes:
        """Some of its pairs, mostly the same of every copy: the smallest numbers, well mixed."""
        mixed = (self.pieces.astype(np.int64) * 2654435761) % (1 << 31)
        return np.sort(mixed)[:_OF_FINGERPRINT].astype(np.uint32).tobytes()


def read(text: str) -> Reading:
    """A complaint as it is compared. Costs no more than a few hundred signs, however long it is."""
    title, rest = opening(text[: 4 * (_OPENING + _REST)])
    said, placed = _pairs(rest[:_REST])
    title_said, title_placed = _pairs(title)
    pieces, often = _counted(said, title_said)
    return Reading(
        title,
        pieces,
        often,
        np.concatenate([title_said, said]),
        np.concatenate([title_placed, placed]),
    )


def opening(text: str) -> tuple[str, str]:
    """The opening sentence without a greeting, and what follows it."""
    text = text.strip()
    text = text[_GREETING.match(text).end() :] or text  # type: ignore[union-attr]
    found = _END.search(text, 4, _OPENING)
    end = found.start() if found else min(_OPENING // 2, len(text))
    return text[:end], text[end:]


def pairs_of(text: str) -> Numbers:
    """The number of every pair of signs in a text."""
    return _pairs(text)[0]


def numbers_at(plain: str) -> list[tuple[int, int]]:
    """Where in a normalised text each pair begins that no gap parts, and its number."""
    parted = _PARTING.sub(_GAP, plain)
    places = [at for at in range(len(parted) - 1) if _GAP not in parted[at : at + 2]]
    return list(zip(places, _pairs(plain)[0].tolist(), strict=True))


def _pairs(text: str) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The number of every pair of signs that no gap parts, and whether it names a place."""
    plain = _PARTING.sub(_GAP, normalise(text))
    signs = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(signs) < 2:
        return np.empty(0, np.int32), np.empty(0, np.bool_)
    whole = (signs[:-1] != 0) & (signs[1:] != 0)
    mixed = ((signs[:-1] << np.uint64(21)) ^ signs[1:]) * _MIX
    placed = np.frombuffer(_marked(plain), np.uint8).astype(np.bool_)
    return (mixed >> np.uint64(64 - BITS)).astype(np.int32)[whole], (placed[:-1] & placed[1:])[
        whole
    ]


def _marked(plain: str) -> bytearray:
    """For each sign whether it stands in the name of a place."""
    marks = bytearray(len(plain))
    for found in _PLACES.finditer(plain):
        start, end = found.span()
        first = max(start - _NAME, plain.rfind(_GAP, 0, start) + 1)
        marks[first:end] = b"\1" * (end - first)
    return marks


def _counted(rest: Numbers, title: Numbers) -> tuple[Numbers, Weights]:
    pieces, place = np.unique(np.concatenate([rest, title]), return_inverse=True)
    in_rest = np.bincount(place[: len(rest)], minlength=len(pieces))
    in_title = np.bincount(place[len(rest) :], minlength=len(pieces))
    often = np.where(in_rest > 0, 1 + np.log(np.maximum(in_rest, 1)), 0)
    return pieces, (often + _TITLE_WEIGHT * in_title).astype(np.float32)
