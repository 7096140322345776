"""Whether types have what they need, and conditions ask what can be asked."""

from collections.abc import Iterator
from itertools import pairwise

from kesu.policy import codes
from kesu.policy.checks.people import repeated
from kesu.policy.checks.saying import strangers, unknown
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import Pack
from kesu.policy.schema.conditions import FIELDS, Condition
from kesu.policy.schema.types import GroupRow, TypeRow, lineage

_NUMBERS = ("same_issue_today", "level")
_TEXTS = ("text", "merchant", "product", "campaign", "authority")
_VALUES: dict[str, tuple[str | bool, ...]] = {
    "mandated_deadline": (True, False),
    "channel": tuple(codes.Channel),
    "source": tuple(codes.Source),
    "special_role": tuple(codes.SpecialRole),
}


def parents(pack: Pack) -> Iterator[Finding]:
    """Every type stands below one that there is."""
    groups = [group.code for group in pack.groups]
    known = {*groups, *pack.type_codes}
    for index, row in enumerate(pack.types):
        above = row.code.rpartition(".")[0]
        if above and above not in known:
            zh, en = (
                f"{row.code}: 上级 {above} 不存在",
                f"{row.code}: its parent {above} is missing",
            )
            yield Finding(("types", index, "code"), zh, en)
        if row.code in groups:
            zh, en = f"{row.code}: 已是类别的代码", f"{row.code}: already the code of a group"
            yield Finding(("types", index, "code"), zh, en)


def stated(pack: Pack) -> Iterator[Finding]:
    """Every type has a grade and a handler, of its own or from above."""
    rows: dict[str, GroupRow | TypeRow] = {row.code: row for row in pack.groups}
    rows |= {row.code: row for row in pack.types}
    for index, row in enumerate(pack.types):
        chain = [rows[code] for code in lineage(row.code) if code in rows]
        for key in ("grade", "handler"):
            if all(getattr(link, key) is None for link in chain):
                zh = f"{row.code}: 本级与上级都没有写 {key}"
                en = f"{row.code}: neither it nor its parents state {key}"
                yield Finding(("types", index, key), zh, en)


def special_types(pack: Pack) -> Iterator[Finding]:
    """Types that rules speak of are there."""
    if codes.UNSORTED not in pack.type_codes:
        zh, en = (
            f"缺少类型 {codes.UNSORTED}（未分类）",
            f"type {codes.UNSORTED} (unsorted) is missing",
        )
        yield Finding(("types",), zh, en)
    if pack.convert.to not in pack.type_codes:
        yield unknown(("convert", "to"), pack.convert.to, pack.type_codes)
    member = pack.important_member
    if member.type not in pack.type_codes:
        yield unknown(("important_member", "type"), member.type, pack.type_codes)


def conditions(pack: Pack) -> Iterator[Finding]:
    """What makes urgent can be asked."""
    for index, reason in enumerate(pack.urgent.reasons):
        for key in ("when", "advised_when"):
            for place, condition in enumerate(getattr(reason, key)):
                path: Path = ("urgent", "reasons", index, key, place)
                yield from condition_of(path, condition)


def condition_of(path: Path, condition: Condition) -> Iterator[Finding]:
    """What of one condition cannot be asked."""
    if condition.field not in FIELDS:
        yield unknown((*path, "field"), condition.field, FIELDS)
        return
    numbers, texts = condition.field in _NUMBERS, condition.field in _TEXTS
    if condition.over is not None and not numbers:
        yield _unfit((*path, "over"), condition.field)
    if condition.matches is not None and not texts:
        yield _unfit((*path, "matches"), condition.field)
    key = "is" if condition.in_ is None else "in"
    given = (condition.is_,) if condition.in_ is None else condition.in_
    for value in (one for one in given if one is not None):
        known = _VALUES.get(condition.field)
        if known is not None and value not in known:
            yield unknown((*path, key), str(value), map(str, known))
        elif known is None and isinstance(value, int) != numbers:
            yield _unfit((*path, key), condition.field)


def _unfit(path: Path, field: str) -> Finding:
    return Finding(path, f"{field} 不能这样问", f"{field} cannot be asked like this")


def impacts(pack: Pack) -> Iterator[Finding]:
    """The matrix of impact rises, and asks what can be asked (A06)."""
    first = pack.first_tier
    yield from repeated(("first_tier", "impacts"), first.impacts)
    known = [entry.code for entry in first.impacts]
    grades = list(codes.Grade.__members__)
    for index, entry in enumerate(first.impacts):
        for place, condition in enumerate(entry.when):
            yield from condition_of(("first_tier", "impacts", index, "when", place), condition)
    yield from strangers(("first_tier", "matrix"), first.matrix, grades)
    for grade, row in first.matrix.items():
        path: Path = ("first_tier", "matrix", grade)
        yield from strangers(path, row, known)
        missing = ", ".join(code for code in known if code not in row)
        if missing:
            yield Finding(path, f"缺少: {missing}", f"missing: {missing}")
        yield from _rises(pack, path, [row[code] for code in known if code in row])
    missing = ", ".join(grade for grade in grades if first.matrix and grade not in first.matrix)
    if missing:
        yield Finding(("first_tier", "matrix"), f"缺少: {missing}", f"missing: {missing}")


def _rises(pack: Pack, path: Path, tiers: list[codes.Tier]) -> Iterator[Finding]:
    for low, high in pairwise(tiers):
        if pack.ladder.index(high) < pack.ladder.index(low):
            zh = f"影响更大，层级反而更低 ({low} → {high})"
            yield Finding(path, zh, f"a wider impact on a lower tier ({low} → {high})")
            return
