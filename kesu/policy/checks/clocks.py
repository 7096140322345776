"""Whether every clock has its time: the house's own, those of law, and closing."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from kesu.policy import codes
from kesu.policy.checks.people import repeated
from kesu.policy.checks.saying import strangers, unknown
from kesu.policy.checks.types import condition_of
from kesu.policy.faults import Finding, Path
from kesu.policy.schema import ANY, URGENT, Pack, nearest
from kesu.policy.schema.closing import PAUSABLE, WAITING
from kesu.policy.schema.statutory import Profile


def clock_names(pack: Pack) -> Iterator[Finding]:
    """Every clock is one of the house."""
    for name in pack.clocks:
        if name.partition(":")[0] not in [clock.value for clock in codes.ClockName]:
            yield unknown(("clocks", name), name, codes.ClockName)


def first_callbacks(pack: Pack) -> Iterator[Finding]:
    """Every type has a first call-back."""
    path = ("clocks", codes.ClockName.first_callback.value)
    table = pack.clocks.get(codes.ClockName.first_callback, {})
    for code in pack.type_codes:
        above = code.rpartition(".")[0]
        if nearest(table, code) is None and above not in pack.type_codes:
            zh, en = f"{code}: 没有首次回电时效", f"{code}: no first call-back time"
            yield Finding(path, zh, en)
    if URGENT not in table:
        yield Finding(path, "缺少 urgent（紧急）的时效", "no time for urgent complaints")


def keys(pack: Pack) -> Iterator[Finding]:
    """Times are given for types that there are, or departments."""
    types = (ANY, *(group.code for group in pack.groups), *pack.type_codes)
    departments = [entry.code for entry in pack.departments]
    for name, table in pack.clocks.items():
        extra = departments if name == codes.ClockName.consult else [URGENT]
        yield from strangers(("clocks", name), table, (*extra, *types))
    yield from strangers(("by_mandate", "limits"), pack.by_mandate.limits, types)
    yield from strangers(("follow_up", "days"), pack.follow_up.days, types)
    yield from strangers(("first_tier", "types"), pack.first_tier.types, types)
    for index, code in enumerate(pack.resolve.types):
        if code not in types:
            yield unknown(("resolve", "types", index), code, types)


def days(pack: Pack) -> Iterator[Finding]:
    """Days of follow-up rise."""
    for key, days in pack.follow_up.days.items():
        if list(days) != sorted({day for day in days if day >= 0}):
            zh, en = "天数须从小到大、不重复、不为负", "days must rise and not be negative"
            yield Finding(("follow_up", "days", key), zh, en)


def statutory(pack: Pack) -> Iterator[Finding]:
    """Profiles of law have periods that do not overlap, and steps that there are."""
    for index, profile in enumerate(pack.statutory):
        path: Path = ("statutory", index)
        for place, condition in enumerate(profile.when):
            yield from condition_of((*path, "when", place), condition)
        for place, period in enumerate(profile.periods):
            yield from repeated((*path, "periods", place, "clocks"), period.clocks)
        yield from _overlaps((*path, "periods"), profile)
    known = [profile.code for profile in pack.statutory]
    for place, code in enumerate(pack.profiles):
        if code not in known:
            yield unknown(("profiles", place), code, known)


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


def closing(pack: Pack) -> Iterator[Finding]:
    """Closing times are those of types that there are."""
    types = (ANY, URGENT, *(group.code for group in pack.groups), *pack.type_codes)
    closing = pack.closing
    yield from strangers(("closing", "use"), closing.use, types)
    for key, profile in closing.use.items():
        if profile not in closing.profiles:
            yield unknown(("closing", "use", key), profile, closing.profiles)


def pauses(pack: Pack) -> Iterator[Finding]:
    """Only what may wait waits (Q12)."""
    seen: set[tuple[str, codes.State]] = set()
    for index, pause in enumerate(pack.pauses):
        path: Path = ("pauses", index)
        known = [clock.value for clock in codes.ClockName]
        if pause.clock.partition(":")[0] not in known:
            yield unknown((*path, "clock"), pause.clock, PAUSABLE)
        elif pause.clock not in PAUSABLE:
            listed = ", ".join(PAUSABLE)
            zh = f"{pause.clock}: 这一时效不得暂停；可暂停：{listed}"
            en = f"{pause.clock}: this clock never waits; those that may: {listed}"
            yield Finding((*path, "clock"), zh, en)
        if pause.while_ not in WAITING:
            yield unknown((*path, "while"), pause.while_, WAITING)
        if (pause.clock, pause.while_) in seen:
            yield Finding(path, "同一暂停写了两次", "this pause is given twice")
        seen.add((pause.clock, pause.while_))


def quiet(pack: Pack) -> Iterator[Finding]:
    """Quiet hours begin and end at different times."""
    hours = pack.quiet_hours
    if hours.on and hours.start == hours.end:
        yield Finding(("quiet_hours", "end"), "起止时刻相同", "it ends when it starts")
