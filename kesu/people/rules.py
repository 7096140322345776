"""Lines of reporting, and who is there. Pure: maps of ids in, ids out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class AgentState(StrEnum):
    """就绪、通话中、话后处理、小休、离席: what a person at work says they do now."""

    ready = "ready"
    in_call = "in_call"
    after_call = "after_call"
    rest = "rest"
    away = "away"

    @property
    def takes_work(self) -> bool:
        """Whether new work may come to somebody who does this: not during a break."""
        return self not in (AgentState.rest, AgentState.away)


BREAKS = frozenset(one.value for one in AgentState if not one.takes_work)
"""小休、离席: who says one of these is at work still, with all they may decide."""


LONGEST_SHIFT = timedelta(hours=48)
"""Nobody is at work longer at a time; who was there longer ago is not looked for."""


@dataclass(frozen=True)
class Person:
    """A staff member as a plain value, at one moment.

    ``presence``: as the roster, leaves and the person say. ``deputy``: who stands in, while on
    leave only. ``on_duty``: 值班主管 now. ``skills`` and ``lapsed``: types or groups of types with
    a certificate that holds, or held once (B24). ``on_break``: takes no new work for now.
    """

    id: int
    sign_in: str
    full_name: str
    agent_no: str
    rank: str
    department: str
    flags: frozenset[str]
    supervisor: int | None
    presence: str
    active: bool
    on_duty: bool = False
    deputy: int | None = None
    skills: frozenset[str] = frozenset()
    lapsed: frozenset[str] = frozenset()
    on_break: bool = False

    @property
    def reachable(self) -> bool:
        """At work and not on leave."""
        return self.active and self.presence == "present"

    @property
    def takes_work(self) -> bool:
        """At work, and not on a break: new work finds them."""
        return self.reachable and not self.on_break

    @property
    def on_leave(self) -> bool:
        return self.presence == "leave"


People = Mapping[int, Person]


def presence(said: str, *, rostered: bool, on_shift: bool, on_leave: bool) -> str:
    """Whether a person can be reached: the roster minus leave, where there is a roster for them,
    and what they said themselves (F15). ``said``: present, away or leave.
    """
    if on_leave or said == "leave":
        return "leave"
    if rostered and not on_shift:
        return "away"
    return said


def may_handle(people: People, one: int, type_code: str) -> bool:
    """Whether a certificate holds for the type, or its group, where anybody was ever given one;
    a house without certificates asks for none (B24).
    """
    return not asks_certificate(people, type_code) or is_certified(people[one], type_code)


def asks_certificate(people: People, type_code: str) -> bool:
    """Whether anybody was ever given a certificate for the type or its group."""
    codes = _lineage(type_code)
    return any(
        not (person.skills.isdisjoint(codes) and person.lapsed.isdisjoint(codes))
        for person in people.values()
    )


def is_certified(person: Person, type_code: str) -> bool:
    """Whether a certificate of this person holds for the type or its group."""
    return not person.skills.isdisjoint(_lineage(type_code))


def _lineage(type_code: str) -> frozenset[str]:
    parts = type_code.split(".")
    return frozenset(".".join(parts[:length]) for length in range(1, len(parts) + 1))


def stand_in(people: People, one: int) -> int | None:
    """Who stands in for somebody on leave: the named deputy, theirs if they are on leave as well;
    None when nobody does (Q30).
    """
    seen = {one}
    person = people.get(one)
    while person and person.deputy is not None and person.deputy not in seen:
        seen.add(person.deputy)
        person = people.get(person.deputy)
        if person and person.active and not person.on_leave:
            return person.id
    return None


def superiors(people: People, of: int) -> list[int]:
    """The chain of superiors of one person, the nearest first, each behind their deputy while on
    leave (Q30); a loop in the data ends it.
    """
    chain: list[int] = []
    for one in _line(people, of):
        deputy = stand_in(people, one)
        chain += [who for who in (deputy, one) if who is not None and who not in (*chain, of)]
    return chain


def _line(people: People, of: int) -> list[int]:
    line: list[int] = []
    person = people.get(of)
    while person and person.supervisor is not None and person.supervisor not in (*line, of):
        line.append(person.supervisor)
        person = people.get(person.supervisor)
    return line


def direct_supervisor(people: People, of: int, *, ranks: Collection[str]) -> int | None:
    """直属主管: the nearest superior whose rank is one of ``ranks`` (B35); while they are on leave
    their deputy is (Q30).
    """
    for one in _line(people, of):
        if one in people and people[one].rank in ranks:
            deputy = stand_in(people, one)
            if deputy != of:
                return one if deputy is None else deputy
    return None


def supervisor_away(people: People, of: int, *, ranks: Collection[str]) -> bool:
    """Whether the nearest superior of one of ``ranks`` cannot be reached, deputy or not: a lead
    acts for them then. A break of theirs lends nothing to anybody.
    """
    line = [one for one in _line(people, of) if one in people and people[one].rank in ranks]
    return not line or not people[line[0]].reachable


def at_desk(
    people: People,
    department: str,
    *,
    liaison: int | None,
    backup: int | None,
    but: Collection[str],
) -> list[int]:
    """Who is told of a task for a department: its 接口人, their backup while they cannot be reached
    (B14); without either, whoever has the flag, else everyone there without a flag of ``but``.
    """
    asked = [people[one] for one in (liaison, backup) if one is not None and one in people]
    named = [one.id for one in asked if one.active]
    there = [one for one in named if people[one].reachable]
    if named:
        return (there or named)[:1]
    members = [one for one in people.values() if one.active and one.department == department]
    flagged = [one.id for one in members if "liaison" in one.flags]
    present = [one for one in flagged if people[one].reachable]
    return present or flagged or [one.id for one in members if not one.flags & set(but)]


def team(people: People, of: int) -> frozenset[int]:
    """Everyone under one person in the chain of superiors."""
    if not any(of in (one.supervisor, one.deputy) for one in people.values()):
        return frozenset()
    return frozenset(one for one in people if one != of and of in superiors(people, one))
