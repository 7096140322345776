"""``kesu policy``: which rules ship and what one of them says. Needs no database."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kesu.console import words

if TYPE_CHECKING:
    from kesu.policy.schema import Branch, Elapsed, EndOfDay, Pack
    from kesu.policy.schema.statutory import Period, StatutoryClock

Line = tuple[str, ...]


def list_packs() -> int:
    """One line a pack that ships: name, version, start, title. Exit status 0."""
    from kesu.policy import loading

    for name in loading.builtin_names():
        pack = loading.builtin(name)
        print(f"{name}\t{pack.version}\t{pack.valid_from}\t{pack.title.say(_language())}")
    return 0


def show(name: str) -> int:
    """A pack in words, with every code of the domain, on standard output.

    ``name`` is a built-in pack or a file. Exit status 0; 2 when it cannot be used, with every
    fault on standard error.
    """
    from kesu.policy import loading
    from kesu.policy.faults import UnusablePack

    try:
        pack = loading.load(name)
    except UnusablePack as unusable:
        words.say(zh=unusable.say("zh-hans"), en=unusable.say("en"))
        return words.UNUSABLE
    print("\n".join(_page(pack)))
    return 0


def _language() -> str:
    return "en" if words.in_english() else "zh-hans"


def _page(pack: "Pack") -> Iterator[str]:
    yield f"{pack.label}  {pack.title.say(_language())}"
    yield f"{words.choose(zh='时区', en='zone')} {pack.zone}"
    yield f"{words.choose(zh='自', en='from')} {pack.valid_from}"
    for part in (
        _staffing,
        _types,
        _clocks,
        _statutory,
        _closing,
        _urgent,
        _deciding,
        _working,
        _codes,
    ):
        yield from part(pack)


def _section(zh: str, en: str, lines: Iterable[Line]) -> Iterator[str]:
    yield ""
    yield f"## {words.choose(zh=zh, en=en)}"
    for line in lines:
        yield "  ".join(part for part in line if part)


def _staffing(pack: "Pack") -> Iterator[str]:
    said = _language()
    ranks = ((e.code.value, e.tier.value, e.name.say(said)) for e in pack.ranks)
    tiers = ((e.code.value, e.rank.value, e.name.say(said)) for e in pack.tiers)
    departments = ((e.code, e.name.say(said)) for e in pack.departments)
    handlers = ((e.code.value, e.min_rank.value, e.name.say(said)) for e in pack.handlers)
    yield from _section("职级", "ranks", ranks)
    yield from _section("处理层级", "tiers", tiers)
    yield from _section("部门", "departments", departments)
    yield from _section("处理人规则", "handler rules", handlers)


def _types(pack: "Pack") -> Iterator[str]:
    yield from _section("类型", "types", _branches(pack, pack.types_tree(), ""))


def _branches(pack: "Pack", branches: Iterable["Branch"], indent: str) -> Iterator[Line]:
    for branch in branches:
        yield (f"{indent}{branch.code}", branch.name.say(_language()), _rules(pack, branch))
        yield from _branches(pack, branch.branches, indent + "  ")


def _rules(pack: "Pack", branch: "Branch") -> str:
    if not branch.complete:
        return ""
    entry = pack.type(branch.code)
    due = pack.clock("first_callback", branch.code)
    parts = [entry.grade.name, entry.handler.value, _counted(due)]
    parts += [f"needs={need.value}" for need in entry.needs]
    parts += [f"notify={told.value}" for told in entry.notify]
    return "[" + ", ".join(parts) + "]"


def _counted(rule: "EndOfDay | Elapsed | None") -> str:
    if rule is None:
        return "-"
    if rule.rule == "elapsed":
        hours, minutes = divmod(rule.seconds // 60, 60)
        return f"+{hours} h" if hours and not minutes else f"+{hours * 60 + minutes} min"
    if rule.after_workdays:
        return f"T+{rule.after_workdays}"
    return words.choose(zh="当天", en="same day")


def _clocks(pack: "Pack") -> Iterator[str]:
    lines = (
        (name, *(f"{key}={_counted(rule)}" for key, rule in table.items()))
        for name, table in pack.clocks.items()
    )
    yield from _section("时效", "clocks", lines)


def _statutory(pack: "Pack") -> Iterator[str]:
    lines = (
        (profile.code, profile.name.say(_language()), _dates(period), *map(_step, period.clocks))
        for profile in pack.statutory
        for period in profile.periods
    )
    yield from _section("法定时限", "statutory", lines)


def _dates(period: "Period") -> str:
    first, last = period.effective_from, period.effective_to
    return f"[{first or ''}..{last or ''}]" if first or last else ""


def _step(clock: "StatutoryClock") -> str:
    due = clock.due
    if due.rule == "calendar_days":
        said = words.choose(zh=f"{due.days}天", en=f"{due.days} days")
    elif due.rule == "weekdays":
        said = words.choose(
            zh=f"{due.after_weekdays}个周一至周五", en=f"{due.after_weekdays} weekdays"
        )
    else:
        said = _counted(due)
    marked = f" ({clock.check.say(_language())})" if clock.check else ""
    return f"{clock.code}={said}{marked}"


def _closing(pack: "Pack") -> Iterator[str]:
    profiles = (f"{name}={_counted(rule)}" for name, rule in pack.closing.profiles.items())
    use = (f"{key}={profile}" for key, profile in pack.closing.use.items())
    pauses = (f"{one.clock}/{one.while_.value}" for one in pack.pauses)
    lines = [("profiles", *profiles), ("use", *use), ("pauses", *pauses)]
    yield from _section("结案时限与暂停", "closing and pauses", lines)


def _urgent(pack: "Pack") -> Iterator[str]:
    rule = pack.urgent
    lines: list[Line] = [(e.code.value, e.name.say(_language())) for e in rule.reasons]
    lines.append((rule.handler.value, f">= {rule.min_rank.value}", f"ack {rule.ack_minutes} min"))
    yield from _section("紧急", "urgent", lines)


def _deciding(pack: "Pack") -> Iterator[str]:
    lines: list[Line] = [
        ("approval", f">= {pack.approval.min_rank.value}", "not", *pack.approval.excluded),
        ("by_mandate", f"strict={str(pack.by_mandate.strict).lower()}", *_limits(pack)),
        ("resolve", *pack.resolve.types),
    ]
    for kind, limits in pack.mandates.items():
        given = (f"{rank.value}=¥{_yuan(limit)}" for rank, limit in limits.items())
        lines.append((f"mandate {kind}", *given))
    yield from _section("审批与额度", "approval and mandates", lines)


def _limits(pack: "Pack") -> Iterator[str]:
    for key, limit in pack.by_mandate.limits.items():
        yield f"{key}=¥{_yuan(limit)}"


def _yuan(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02}"


def _working(pack: "Pack") -> Iterator[str]:
    days = (f"{key}=D+{','.join(map(str, days))}" for key, days in pack.follow_up.days.items())
    hours, tries = pack.quiet_hours, pack.contact_attempts
    lines: list[Line] = [
        ("queue", *pack.queue.order),
        ("follow_up", *days),
        ("quiet_hours", f"{hours.start:%H:%M}-{hours.end:%H:%M}" if hours.on else "off"),
        ("contact_attempts", f"{tries.attempts} / {tries.apart_minutes} min"),
        ("cooling", f"{pack.cooling.quiet_days} d"),
        ("batch", f"> {pack.batch.over}"),
        ("convert", pack.convert.to, f"child_within_days={pack.convert.child_within_days}"),
    ]
    yield from _section("规则", "rules", lines)


def _codes(pack: "Pack") -> Iterator[str]:
    from kesu.policy import codes

    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("states", codes.State),
        ("ranks", codes.Rank),
        ("tiers", codes.Tier),
        ("flags", codes.Flag),
        ("departments", (entry.code for entry in pack.departments)),
        ("grades", codes.Grade.__members__),
        ("urgent", codes.Urgency),
        ("channels", codes.Channel),
        ("sources", codes.Source),
        ("special_role", codes.SpecialRole),
        ("level", (str(level) for level in range(codes.HIGHEST_LEVEL + 1))),
        ("types", pack.type_codes),
        ("handler", codes.HandlerRule),
        ("notify", codes.Notify),
        ("clocks", (_clock_code(clock) for clock in codes.ClockName)),
        ("clock_states", codes.ClockState),
        ("outcomes", codes.Outcome),
        ("disposition", codes.DispositionKind),
        ("verdict", codes.Verdict),
        ("parties", codes.Party),
        ("remedies", codes.Remedy),
    )
    yield from _section("代码", "codes", ((f"{kind}:", *listed) for kind, listed in kinds))


def _clock_code(clock: str) -> str:
    return f"{clock}:<profile>" if clock == "statutory" else str(clock)
