"""Whether ranks, tiers and departments make a ladder that holds."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from kesu.policy import codes
from kesu.policy.checks.saying import unknown
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import Pack

_LISTS = ("ranks", "departments", "tiers", "handlers", "groups", "types", "statutory")


def unique(pack: Pack) -> Iterator[Finding]:
    """No code of a list stands twice."""
    for name in _LISTS:
        yield from repeated((name,), getattr(pack, name))
    yield from repeated(("urgent", "reasons"), pack.urgent.reasons)


def repeated(path: Path, entries: Iterable[Any]) -> Iterator[Finding]:
    """One for each entry whose code came before."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.code in seen:
            place = (*path, index, "code")
            yield Finding(place, f"{entry.code}: 代码重复", f"{entry.code}: code given twice")
        seen.add(entry.code)


def complete(pack: Pack) -> Iterator[Finding]:
    """What the house asks for by its code is there."""
    wanted: tuple[tuple[Path, Iterable[Any], Iterable[str]], ...] = (
        (("ranks",), pack.ranks, codes.Rank),
        (("tiers",), pack.tiers, codes.Tier),
        (("handlers",), pack.handlers, codes.HandlerRule),
        (("urgent", "reasons"), pack.urgent.reasons, codes.Urgency),
    )
    for path, entries, all_codes in wanted:
        given = {entry.code for entry in entries}
        missing = ", ".join(code for code in all_codes if code not in given)
        if missing:
            yield Finding(path, f"缺少: {missing}", f"missing: {missing}")


def levels(pack: Pack) -> Iterator[Finding]:
    """A higher rank has a higher level."""
    levels = {entry.code: entry.level for entry in pack.ranks}
    for index, entry in enumerate(pack.ranks):
        below = list(codes.Rank)[: codes.rank_level(entry.code) - 1]
        if any(levels.get(rank, 0) >= entry.level for rank in below):
            zh = f"{entry.code}: 级别须高于 {below[-1]}"
            en = f"{entry.code}: the level must be above that of {below[-1]}"
            yield Finding(("ranks", index, "level"), zh, en)


def ladder(pack: Pack) -> Iterator[Finding]:
    """The tiers rise, and so do the ranks that stand on them."""
    order = list(codes.Tier)
    for index, (low, high) in enumerate(pairwise(pack.tiers), 1):
        if order.index(high.code) < order.index(low.code):
            zh = f"{high.code}: 层级须由低到高 ({' '.join(order)})"
            en = f"{high.code}: the ladder must rise ({' '.join(order)})"
            yield Finding(("tiers", index, "code"), zh, en)
        if codes.rank_level(high.rank) < codes.rank_level(low.rank):
            zh = f"{high.rank}: {high.code} 级的职级低于 {low.code} 级，升级会绕回"
            en = f"{high.rank}: tier {high.code} ranks below tier {low.code}; the ladder turns back"
            yield Finding(("tiers", index, "rank"), zh, en)


def departments(pack: Pack) -> Iterator[Finding]:
    """Handlers and tiers name departments that there are."""
    known = [entry.code for entry in pack.departments]
    for index, handler in enumerate(pack.handlers):
        if handler.department and handler.department not in known:
            yield unknown(("handlers", index, "department"), handler.department, known)
    for index, tier in enumerate(pack.tiers):
        for place, department in enumerate(tier.with_departments):
            if department not in known:
                yield unknown(("tiers", index, "with_departments", place), department, known)
