"""What may be chosen: types with their consequence, colleagues, departments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kesu.deadlines.rules import ElapsedRule, EndOfDayRule, due_by
from kesu.desk.values import CaseView
from kesu.language.initials import initials
from kesu.people.queries import departments
from kesu.people.rules import People
from kesu.policy.codes import UNSORTED, ClockName, rank_level
from kesu.policy.schema import Branch, EndOfDay, Pack
from kesu.routing.rules import all_fit_for, may_own
from kesu.workdays import queries as workdays
from kesu.workdays.rules import Calendar


@dataclass(frozen=True)
class TypeChoice:
    """A type with what follows from choosing it now; ``workdays`` is None for a span of hours.
    ``sounds``: the first letters of how its name is read.
    """

    code: str
    name: str
    grade: str
    due: datetime | None
    workdays: int | None
    handler: str
    needs: tuple[str, ...]
    caution: str
    words: str
    asks: tuple[str, ...] = ()
    sounds: str = ""


@dataclass(frozen=True)
class TypeGroup:
    title: str
    types: tuple[TypeChoice, ...]


@dataclass(frozen=True)
class Colleague:
    """Somebody who can be named in a form."""

    id: int
    name: str
    rank: str
    department: str
    agent_no: str
    present: bool


def types(*, pack: Pack, now: datetime, language: str) -> list[TypeGroup]:
    """Every type that can be chosen, by group, under the policy in force ``now``."""
    days = workdays.calendar()
    return [
        TypeGroup(branch.name.say(language), tuple(_choices(pack, branch, days, now, language)))
        for branch in pack.types_tree()
        if branch.code != UNSORTED
    ]


def _choices(
    pack: Pack, branch: Branch, days: Calendar, now: datetime, language: str
) -> Iterator[TypeChoice]:
    if branch.complete:
        yield _choice(pack, branch, days, now, language)
    for below in branch.branches:
        yield from _choices(pack, below, days, now, language)


def _choice(pack: Pack, branch: Branch, days: Calendar, now: datetime, language: str) -> TypeChoice:
    entry = pack.type(branch.code)
    rule = pack.clock(ClockName.first_callback, branch.code)
    due = None
    if rule is not None:
        plain = (
            EndOfDayRule(rule.after_workdays)
            if isinstance(rule, EndOfDay)
            else ElapsedRule(rule.seconds)
        )
        due = due_by(plain, started=now, calendar=days, zone=pack.tz).due
    handler = pack.handler_entry(entry.handler)
    parent = entry.parent or ""
    above = pack.type(parent).name.say(language) if pack.has_type(parent) else ""
    return TypeChoice(
        code=branch.code,
        name=branch.name.say(language),
        grade=entry.grade.name,
        due=due,
        workdays=rule.after_workdays if isinstance(rule, EndOfDay) else None,
        handler=handler.name.say(language),
        needs=tuple(need.value for need in entry.needs),
        caution=entry.caution.say(language) if entry.caution else "",
        words=above,
        asks=tuple(ask.value for ask in entry.asks),
        sounds=initials(entry.name.say("zh-hans")),
    )


def colleagues(people: People) -> list[Colleague]:
    """Everybody at work, the highest rank first."""
    at_work = [one for one in people.values() if one.active]
    at_work.sort(key=lambda one: (-rank_level(one.rank), one.full_name))
    return [
        Colleague(one.id, one.full_name, one.rank, one.department, one.agent_no, one.takes_work)
        for one in at_work
    ]


def takers(people: People, case: CaseView) -> frozenset[int]:
    """Who may become the owner of the case, the present one left out."""
    accused = case.accused.id if case.accused else None
    fit = all_fit_for(people, case.type)
    return frozenset(
        one.id
        for one in people.values()
        if one.id != case.owner.id
        and may_own(one, urgent=case.urgent, accused=accused, certified=one.id in fit) is None
    )


def department_names(*, pack: Pack, language: str) -> list[tuple[str, str]]:
    """Code and name of every department, as the policy calls it."""
    return [(code, pack.department_name(code, language)) for code in departments()]
