"""Loose facts in a text that complaints of one cause have in common: lot, agent, names. Pure."""

import re
from typing import NamedTuple

_REACH = 2000
_FACTS = (
    (
        "lot",
        re.compile(
            r"(?:批号|批次号?|生产批号|lot(?:\s*no\.?)?)\s*(?:是|为|[:：#])?\s*"
            r"([a-z]{0,4}-?\d[a-z0-9-]{3,19})",
            re.IGNORECASE | re.ASCII,
        ),
    ),
    (
        "agent",
        re.compile(r"(?:工号|客服编号|客服)\s*(?:是|为|[:：#])?\s*([a-z]{0,3}\d{2,8})", re.I),
    ),
    ("campaign", re.compile(r"((?<![^\W_])[^\W_]{2,10}?(?:活动|大促|促销|团购|秒杀))")),
    ("quoted", re.compile(r"[“「『《\"]([^“”「」『』《》\"\n]{2,30})[”」』》\"]")),
)


class Fact(NamedTuple):
    """``kind`` is lot, agent, campaign or quoted; ``value`` as it was written."""

    kind: str
    value: str


def facts_in(text: str) -> set[Fact]:
    """The facts in a text, each once; of a very long text those in its beginning."""
    told = text[:_REACH]
    return {
        Fact(kind, found.group(1).strip())
        for kind, pattern in _FACTS
        for found in pattern.finditer(told)
    }
