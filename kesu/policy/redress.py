"""What makes the tables of compensation and of the law's awards fit the rest of a pack."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from kesu.policy import codes
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import ANY, Pack
from kesu.policy.schema.redress import Award, CompensationRow

_LEVELS = tuple(str(level) for level in range(codes.HIGHEST_LEVEL + 1))


def findings(pack: Pack) -> Iterator[Finding]:
    """What does not fit in ``[[compensation]]`` and ``[[awards]]``."""
    yield from _twice("compensation", pack.compensation)
    yield from _twice("awards", pack.awards)
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    said: dict[str, str] = {}
    for index, row in enumerate(pack.compensation):
        path: Path = ("compensation", index)
        yield from _strangers((*path, "types"), row.types, types)
        yield from _strangers((*path, "level"), row.level, _LEVELS)
        yield from _said_already(path, row, said)
        if row.least > row.most:
            yield Finding((*path, "least"), "下限高于上限", "the least is more than the most")
    for index, award in enumerate(pack.awards):
        yield from _overlaps(("awards", index, "periods"), award)


def _twice(name: str, entries: Iterable[Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.code in seen:
            zh, en = f"{entry.code}: 代码重复", f"{entry.code}: code given twice"
            yield Finding((name, index, "code"), zh, en)
        seen.add(entry.code)


def _strangers(path: Path, named: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    listed = ", ".join(known)
    for code in named:
        if code not in known:
            zh, en = f"{code}: 未知的代码；可用：{listed}", f"{code}: unknown; known: {listed}"
            yield Finding((*path, code), zh, en)


def _said_already(path: Path, row: CompensationRow, said: dict[str, str]) -> Iterator[Finding]:
    for code in row.types:
        if code in said:
            zh, en = f"{code}: 已由 {said[code]} 规定", f"{code}: {said[code]} says so already"
            yield Finding((*path, "types"), zh, en)
        said.setdefault(code, row.code)


def _overlaps(path: Path, award: Award) -> Iterator[Finding]:
    rows = sorted(award.periods, key=lambda one: one.effective_from or date.min)
    for early, late in pairwise(rows):
        if (late.effective_from or date.min) <= (early.effective_to or date.max):
            zh = f"{award.code}: 与另一段生效日期重叠"
            yield Finding(path, zh, f"{award.code}: its dates overlap with those of another period")
