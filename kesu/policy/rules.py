"""Reading a text with the policy's own words. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kesu.policy.codes import UNSORTED
from kesu.policy.schema import Pack

_ENOUGH = 0.6
_WORDS = re.compile(r"[\W_]+|[或与和及等]")
_TOO_COMMON = frozenset({"原因", "问题", "其他", "服务", "填写", "投诉", "客户", "过长", "较长"})


@dataclass(frozen=True)
class Suggestion:
    """A type for a text and the words of its name that stand there."""

    code: str
    words: tuple[str, ...]


def suggest_type(pack: Pack, text: str) -> Suggestion:
    """The type whose name the text says most of; ``0`` when it says too little of any (A18).

    Of two names said equally well the longer one, then the deeper, then the first of the file.
    """
    best, score = Suggestion(UNSORTED, ()), (_ENOUGH, 0, 0)
    folded = text.casefold()
    for code, pairs in _names(pack):
        said = tuple(pair for pair in pairs if pair in folded)
        mine = (len(said) / len(pairs), len(said), code.count("."))
        if mine > score:
            best, score = Suggestion(code, said), mine
    return best


def _names(pack: Pack) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return _read(
        pack.label, tuple((code, pack.type(code).name.zh_hans) for code in pack.type_codes)
    )


@lru_cache(maxsize=16)
def _read(
    _label: str, names: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    read = ((code, tuple(dict.fromkeys(_pairs(name)))) for code, name in names)
    return tuple((code, pairs) for code, pairs in read if pairs)


def _pairs(name: str) -> Iterator[str]:
    for word in _WORDS.split(name.casefold()):
        yield from (a + b for a, b in pairwise(word) if a + b not in _TOO_COMMON)
