"""Lines of reporting. Pure: maps of ids in, ids out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A staff member as a plain value."""

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

    @property
    def reachable(self) -> bool:
        """At work and not on leave."""
        return self.active and self.presence == "present"


People = Mapping[int, Person]


def superiors(people: People, of: int) -> list[int]:
    """The chain of superiors of one person, the nearest first; a loop in the data ends it."""
    chain: list[int] = []
    person = people.get(of)
    while person and person.supervisor is not None and person.supervisor not in (*chain, of):
        chain.append(person.supervisor)
        person = people.get(person.supervisor)
    return chain


def direct_supervisor(people: People, of: int, *, ranks: Collection[str]) -> int | None:
    """直属主管: the nearest superior whose rank is one of ``ranks`` (B35)."""
    chain = superiors(people, of)
    return next((one for one in chain if one in people and people[one].rank in ranks), None)


def team(people: People, of: int) -> frozenset[int]:
    """Everyone under one person in the chain of superiors."""
    return frozenset(one for one in people if one != of and of in superiors(people, one))
