"""Who may take a complaint over, with what they have on their desk already."""

from dataclasses import dataclass

from kesu.people.rules import People
from kesu.policy.codes import Flag, rank_level
from kesu.routing.queries import loads

_HANDLES_NOTHING = frozenset({Flag.admin, Flag.auditor, Flag.liaison})


@dataclass(frozen=True)
class Taker:
    """``word``: what names the person in a form, the full name unless two are called that."""

    word: str
    name: str
    rank: str
    load: int
    present: bool


def takers(*, people: People) -> list[Taker]:
    """Who handles complaints, by rank and name; one query."""
    there = [one for one in people.values() if one.active and not one.flags & _HANDLES_NOTHING]
    called = [one.full_name for one in people.values() if one.active]
    owned = loads()
    found = [
        Taker(
            word=one.full_name if called.count(one.full_name) == 1 else one.sign_in,
            name=one.full_name,
            rank=one.rank,
            load=owned.get(one.id, 0),
            present=one.takes_work,
        )
        for one in there
    ]
    return sorted(found, key=lambda one: (rank_level(one.rank), one.name, one.word))
