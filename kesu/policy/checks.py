"""What makes the parts of a pack fit together; each check yields what does not."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from kesu.policy import agreements, codes, letters, redress
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import ANY, URGENT, NoticeKind, Pack, nearest
from kesu.policy.schema.closing import PAUSABLE, WAITING
from kesu.policy.schema.conditions import FIELDS, Condition
from kesu.policy.schema.statutory import Profile
from kesu.policy.schema.types import GroupRow, TypeRow, lineage

_LISTS = ("ranks", "departments", "tiers", "handlers", "groups", "types", "statutory")
WORDS: dict[str, tuple[str, ...]] = {
    "states": tuple(codes.State),
    "agent_states": tuple(codes.State),
    "grades": tuple(codes.Grade.__members__),
    "flags": tuple(codes.Flag),
    "channels": tuple(codes.Channel),
    "sources": tuple(codes.Source),
    "special_roles": tuple(codes.SpecialRole),
    "notify": tuple(codes.Notify),
    "notices": tuple(NoticeKind),
    "clocks": tuple(codes.ClockName),
    "outcomes": tuple(codes.Outcome),
    "dispositions": tuple(codes.DispositionKind),
    "verdicts": tuple(codes.Verdict),
    "parties": tuple(codes.Party),
    "remedies": tuple(codes.Remedy),
}
"""The kinds of ``[texts.<kind>]`` and the codes each may name."""


_NUMBERS = ("same_issue_today", "level")
_TEXTS = ("text", "merchant", "product", "campaign", "authority")
_VALUES: dict[str, tuple[str | bool, ...]] = {
    "mandated_deadline": (True, False),
    "channel": tuple(codes.Channel),
    "source": tuple(codes.Source),
    "special_role": tuple(codes.SpecialRole),
}


def findings(pack: Pack) -> list[Finding]:
    """Everything that does not fit, in the order of the file."""
    found = [finding for check in _CHECKS for finding in check(pack)]
    return found or [finding for check in _THEN for finding in check(pack)]


def _unknown(path: Path, code: str, known: Iterable[str]) -> Finding:
    listed = ", ".join(known)
    return Finding(path, f"{code}: 未知的代码；可用：{listed}", f"{code}: unknown; known: {listed}")


def _unique(pack: Pack) -> Iterator[Finding]:
    for name in _LISTS:
        yield from _repeated((name,), getattr(pack, name))
    yield from _repeated(("urgent", "reasons"), pack.urgent.reasons)


def _repeated(path: Path, entries: Iterable[Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.code in seen:
            place = (*path, index, "code")
            yield Finding(place, f"{entry.code}: 代码重复", f"{entry.code}: code given twice")
        seen.add(entry.code)


def _complete(pack: Pack) -> Iterator[Finding]:
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


def _levels(pack: Pack) -> Iterator[Finding]:
    levels = {entry.code: entry.level for entry in pack.ranks}
    for index, entry in enumerate(pack.ranks):
        below = list(codes.Rank)[: codes.rank_level(entry.code) - 1]
        if any(levels.get(rank, 0) >= entry.level for rank in below):
            zh = f"{entry.code}: 级别须高于 {below[-1]}"
            en = f"{entry.code}: the level must be above that of {below[-1]}"
            yield Finding(("ranks", index, "level"), zh, en)


def _ladder(pack: Pack) -> Iterator[Finding]:
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


def _departments(pack: Pack) -> Iterator[Finding]:
    known = [entry.code for entry in pack.departments]
    for index, handler in enumerate(pack.handlers):
        if handler.department and handler.department not in known:
            yield _unknown(("handlers", index, "department"), handler.department, known)
    for index, tier in enumerate(pack.tiers):
        for place, department in enumerate(tier.with_departments):
            if department not in known:
                yield _unknown(("tiers", index, "with_departments", place), department, known)


def _parents(pack: Pack) -> Iterator[Finding]:
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


def _stated(pack: Pack) -> Iterator[Finding]:
    rows: dict[str, GroupRow | TypeRow] = {row.code: row for row in pack.groups}
    rows |= {row.code: row for row in pack.types}
    for index, row in enumerate(pack.types):
        chain = [rows[code] for code in lineage(row.code) if code in rows]
        for key in ("grade", "handler"):
            if all(getattr(link, key) is None for link in chain):
                zh = f"{row.code}: 本级与上级都没有写 {key}"
                en = f"{row.code}: neither it nor its parents state {key}"
                yield Finding(("types", index, key), zh, en)


def _special_types(pack: Pack) -> Iterator[Finding]:
    if codes.UNSORTED not in pack.type_codes:
        zh, en = (
            f"缺少类型 {codes.UNSORTED}（未分类）",
            f"type {codes.UNSORTED} (unsorted) is missing",
        )
        yield Finding(("types",), zh, en)
    if pack.convert.to not in pack.type_codes:
        yield _unknown(("convert", "to"), pack.convert.to, pack.type_codes)
    member = pack.important_member
    if member.type not in pack.type_codes:
        yield _unknown(("important_member", "type"), member.type, pack.type_codes)


def _clock_names(pack: Pack) -> Iterator[Finding]:
    for name in pack.clocks:
        if name.partition(":")[0] not in [clock.value for clock in codes.ClockName]:
            yield _unknown(("clocks", name), name, codes.ClockName)


def _first_callbacks(pack: Pack) -> Iterator[Finding]:
    path = ("clocks", codes.ClockName.first_callback.value)
    table = pack.clocks.get(codes.ClockName.first_callback, {})
    for code in pack.type_codes:
        above = code.rpartition(".")[0]
        if nearest(table, code) is None and above not in pack.type_codes:
            zh, en = f"{code}: 没有首次回电时效", f"{code}: no first call-back time"
            yield Finding(path, zh, en)
    if URGENT not in table:
        yield Finding(path, "缺少 urgent（紧急）的时效", "no time for urgent complaints")


def _keys(pack: Pack) -> Iterator[Finding]:
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    departments = [entry.code for entry in pack.departments]
    for name, table in pack.clocks.items():
        extra = departments if name == codes.ClockName.consult else [URGENT]
        yield from _strangers(("clocks", name), table, (*extra, *types))
    yield from _strangers(("by_mandate", "limits"), pack.by_mandate.limits, types)
    yield from _strangers(("follow_up", "days"), pack.follow_up.days, types)
    yield from _strangers(("first_tier", "types"), pack.first_tier.types, types)
    for index, code in enumerate(pack.resolve.types):
        if code not in types:
            yield _unknown(("resolve", "types", index), code, types)


def _strangers(path: Path, table: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    for key in table:
        if key not in known:
            yield _unknown((*path, key), key, known)


def _mandates(pack: Pack) -> Iterator[Finding]:
    kinds = [kind.value for kind in codes.Remedy]
    for kind, limits in pack.mandates.items():
        if kind not in kinds:
            yield _unknown(("mandates", kind), kind, kinds)
        given = [(rank, limits.get(rank, 0)) for rank in codes.Rank]
        for (low, less), (high, more) in pairwise(given):
            if more < less:
                zh, en = f"{high} 的额度低于 {low}", f"{high} may give less than {low}"
                yield Finding(("mandates", kind, high.value), zh, en)


def _days(pack: Pack) -> Iterator[Finding]:
    for key, days in pack.follow_up.days.items():
        if list(days) != sorted({day for day in days if day >= 0}):
            zh, en = "天数须从小到大、不重复、不为负", "days must rise and not be negative"
            yield Finding(("follow_up", "days", key), zh, en)


def _conditions(pack: Pack) -> Iterator[Finding]:
    for index, reason in enumerate(pack.urgent.reasons):
        for key in ("when", "advised_when"):
            for place, condition in enumerate(getattr(reason, key)):
                path: Path = ("urgent", "reasons", index, key, place)
                yield from _condition(path, condition)


def _condition(path: Path, condition: Condition) -> Iterator[Finding]:
    if condition.field not in FIELDS:
        yield _unknown((*path, "field"), condition.field, FIELDS)
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
            yield _unknown((*path, key), str(value), map(str, known))
        elif known is None and isinstance(value, int) != numbers:
            yield _unfit((*path, key), condition.field)


def _unfit(path: Path, field: str) -> Finding:
    return Finding(path, f"{field} 不能这样问", f"{field} cannot be asked like this")


def _impacts(pack: Pack) -> Iterator[Finding]:
    first = pack.first_tier
    yield from _repeated(("first_tier", "impacts"), first.impacts)
    known = [entry.code for entry in first.impacts]
    grades = list(codes.Grade.__members__)
    for index, entry in enumerate(first.impacts):
        for place, condition in enumerate(entry.when):
            yield from _condition(("first_tier", "impacts", index, "when", place), condition)
    yield from _strangers(("first_tier", "matrix"), first.matrix, grades)
    for grade, row in first.matrix.items():
        path: Path = ("first_tier", "matrix", grade)
        yield from _strangers(path, row, known)
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


def _plans(pack: Pack) -> Iterator[Finding]:
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from _strangers(("plans",), pack.plans, types)
    for code in pack.type_codes:
        missing = [name for name in pack.plan(code).missing if not _said_above(pack, code, name)]
        if missing:
            words = ", ".join(missing)
            zh, en = f"{code}: 预案缺少 {words}", f"{code}: its plan lacks {words}"
            yield Finding(("plans",), zh, en)


def _duties(pack: Pack) -> Iterator[Finding]:
    """Where duties are written down, no type is without a department that answers for it (B12)."""
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from _strangers(("duties",), pack.duties, types)
    known = [entry.code for entry in pack.departments]
    for key, row in pack.duties.items():
        named = (row.responsible, *row.consulted, *row.informed)
        for one in named:
            if one is not None and one not in known:
                yield _unknown(("duties", key), one, known)
    lacking = [code for code in pack.type_codes if pack.responsible(code) is None]
    if pack.duties and lacking:
        words = ", ".join(lacking)
        zh, en = f"没有负责部门的类型：{words}", f"types no department answers for: {words}"
        yield Finding(("duties",), zh, en)


def _said_above(pack: Pack, code: str, name: str) -> bool:
    """The parent lacks the same part: one fault is told once."""
    above = code.rpartition(".")[0]
    return above in pack.type_codes and name in pack.plan(above).missing


def _budgets(pack: Pack) -> Iterator[Finding]:
    kinds = [kind.value for kind in codes.Remedy]
    yield from _strangers(("budgets",), pack.budgets, kinds)
    for kind, limits in pack.budgets.items():
        for rank, limit in limits.items():
            if limit < pack.mandate(rank, kind):
                path: Path = ("budgets", kind, rank.value)
                zh, en = "月度额度低于单件额度", "less a month than for one case"
                yield Finding(path, zh, en)


def _statutory(pack: Pack) -> Iterator[Finding]:
    for index, profile in enumerate(pack.statutory):
        path: Path = ("statutory", index)
        for place, condition in enumerate(profile.when):
            yield from _condition((*path, "when", place), condition)
        for place, period in enumerate(profile.periods):
            yield from _repeated((*path, "periods", place, "clocks"), period.clocks)
        yield from _overlaps((*path, "periods"), profile)
    known = [profile.code for profile in pack.statutory]
    for place, code in enumerate(pack.profiles):
        if code not in known:
            yield _unknown(("profiles", place), code, known)


def _overlaps(path: Path, profile: Profile) -> Iterator[Finding]:
    def starts(place: int) -> date:
        return profile.periods[place].effective_from or date.min

    order = sorted(range(len(profile.periods)), key=starts)
    for early, late in pairwise(order):
        until = profile.periods[early].effective_to or date.max
        if starts(late) <= until:
            zh = f"{profile.code}: 与另一段生效日期重叠"
            en = f"{profile.code}: its dates overlap with those of another period"
            yield Finding((*path, late), zh, en)


def _closing(pack: Pack) -> Iterator[Finding]:
    types = (ANY, URGENT, *(group.code for group in pack.groups), *pack.type_codes)
    closing = pack.closing
    yield from _strangers(("closing", "use"), closing.use, types)
    for key, profile in closing.use.items():
        if profile not in closing.profiles:
            yield _unknown(("closing", "use", key), profile, closing.profiles)


def _pauses(pack: Pack) -> Iterator[Finding]:
    seen: set[tuple[str, codes.State]] = set()
    for index, pause in enumerate(pack.pauses):
        path: Path = ("pauses", index)
        known = [clock.value for clock in codes.ClockName]
        if pause.clock.partition(":")[0] not in known:
            yield _unknown((*path, "clock"), pause.clock, PAUSABLE)
        elif pause.clock not in PAUSABLE:
            listed = ", ".join(PAUSABLE)
            zh = f"{pause.clock}: 这一时效不得暂停；可暂停：{listed}"
            en = f"{pause.clock}: this clock never waits; those that may: {listed}"
            yield Finding((*path, "clock"), zh, en)
        if pause.while_ not in WAITING:
            yield _unknown((*path, "while"), pause.while_, WAITING)
        if (pause.clock, pause.while_) in seen:
            yield Finding(path, "同一暂停写了两次", "this pause is given twice")
        seen.add((pause.clock, pause.while_))


def _guides(pack: Pack) -> Iterator[Finding]:
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from _repeated(("guides", "interviews"), pack.guides.interviews)
    if pack.promises.broken not in pack.type_codes:
        yield _unknown(("promises", "broken"), pack.promises.broken, pack.type_codes)
    yield from _strangers(("guides", "follow_up"), pack.guides.follow_up, types)
    for index, interview in enumerate(pack.guides.interviews):
        path: Path = ("guides", "interviews", index)
        for place, code in enumerate(interview.types):
            if code not in types:
                yield _unknown((*path, "types", place), code, types)
        for place, condition in enumerate(interview.when):
            yield from _condition((*path, "when", place), condition)


def _lessons(pack: Pack) -> Iterator[Finding]:
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    yield from _strangers(("conduct", "kinds"), pack.conduct.kinds, types)
    for key, kind in pack.conduct.kinds.items():
        if not 1 <= len(kind.strip()) <= codes.LONGEST_KIND:
            most = codes.LONGEST_KIND
            zh, en = f"须为 1 至 {most} 个字", f"expected 1 to {most} characters"
            yield Finding(("conduct", "kinds", key), zh, en)
    lowest = pack.case_reviews.from_tier
    if lowest is not None and lowest not in pack.ladder:
        yield _unknown(("case_reviews", "from_tier"), lowest, pack.ladder)


def _order(pack: Pack) -> Iterator[Finding]:
    if len(set(pack.queue.order)) < len(pack.queue.order):
        yield Finding(
            ("queue", "order"), "同一排序项出现两次", "a part of the order is given twice"
        )


def _quiet(pack: Pack) -> Iterator[Finding]:
    hours = pack.quiet_hours
    if hours.on and hours.start == hours.end:
        yield Finding(("quiet_hours", "end"), "起止时刻相同", "it ends when it starts")


def _texts(pack: Pack) -> Iterator[Finding]:
    for kind, words in pack.texts.words.items():
        if kind not in WORDS:
            yield _unknown(("texts", kind), kind, (*WORDS, "mail", "drafts"))
            continue
        yield from _strangers(("texts", kind), words, WORDS[kind])


_CHECKS = (
    _unique,
    _complete,
    _levels,
    _ladder,
    _departments,
    _parents,
    _stated,
    _special_types,
    _clock_names,
    _conditions,
)
_THEN = (
    _first_callbacks,
    _keys,
    _mandates,
    _budgets,
    redress.findings,
    _impacts,
    _plans,
    _duties,
    _statutory,
    _closing,
    _pauses,
    _lessons,
    _guides,
    _days,
    _order,
    _quiet,
    agreements.findings,
    _texts,
    letters.findings,
)
