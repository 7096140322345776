"""How many people complain about one issue. Pure (E37, Q5)."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID


class Voice(NamedTuple):
    """One complaint as it counts. ``known``: the customer has a member number or a telephone
    number, by which lodging finds them again; ``email``: the blind index of an address, or "".
    """

    customer: UUID
    known: bool
    email: str


def people_in(voices: Iterable[Voice]) -> int:
    """How many they are when one person's repeats count once, in whatever order they come.

    A name alone identifies nobody. Whoever is not identified counts once for each complaint; who
    is known by nothing but an address is whoever has that address.
    """
    voices = list(voices)
    known = [one for one in voices if one.known]
    told = {one.email for one in known if one.email}
    others = {
        one.email or str(one.customer)
        for one in voices
        if not one.known and not (one.email and one.email in told)
    }
    return len({one.customer for one in known}) + len(others)
