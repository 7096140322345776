"""Whether a complaint is of an issue: by what is known, else by its words. Pure.

Three things must agree: the whole, what happened by itself, and, the more a complaint speaks of a
place, the place. The same place with another matter agrees on nothing that happened, the same
matter elsewhere on no place.
"""

from collections.abc import Mapping

import numpy as np

from kesu.language.radar.issue import Issue
from kesu.language.radar.knowledge import Knowledge
from kesu.language.radar.reading import Weights
from kesu.language.radar.vectors import Vector, shared

_ALONE, _MANY = 0.25, 0.13
"""Mean likeness to the members that is asked: by an issue of one, and of very many."""

_MATTER_ALONE, _MATTER_MANY = 0.08, 0.15
"""The same of what happened alone; here it is the direction that is compared, which grows surer."""

_PLACE_FREE, _PLACE_SLOPE, _PLACE_MOST = 0.1, 1.5, 0.5
"""Of how much of a complaint may name places before they are compared, how much more agreement
each further part asks, and the most that is asked.
"""

_KNOWN = 0.1
"""By so much less does when the thing that is known is the same."""

_THINGS = ("campaign", "product", "merchant")


def alike(one: Vector, issue: Issue) -> float:
    """The mean likeness to the members."""
    return float(shared(one, issue.total)[1].sum()) / issue.size


def agree(one: Vector, issue: Issue, knowledge: Knowledge, members: int) -> bool:
    """Whether they agree on what happened, and on where as far as ``one`` says it. ``members``:
    how many members, or pairs of members, stand behind the comparison.
    """
    pieces, products = shared(one, issue.total)
    if not len(pieces):
        return False
    happened = np.square(knowledge.matter(pieces))
    own, whole = knowledge.matter(one.pieces), knowledge.matter(issue.total.pieces)
    needed = _MATTER_MANY + (_MATTER_ALONE - _MATTER_MANY) / members
    if _cosine(float(products @ happened), one.weights * own, issue.total.weights * whole) < needed:
        return False
    where = one.weights * (1 - own)
    asked_of_place = min(_PLACE_MOST, _PLACE_SLOPE * (float(where @ where) - _PLACE_FREE))
    if asked_of_place <= 0:
        return True
    there = np.square(1 - knowledge.matter(pieces))
    return (
        _cosine(float(products @ there), where, issue.total.weights * (1 - whole)) >= asked_of_place
    )


def _cosine(product: float, one: Weights, other: Weights) -> float:
    long = float(np.sqrt((one @ one) * (other @ other)))
    return product / long if long else 0.0


def asked(members: int, *, same_thing: bool = False) -> float:
    """The likeness that an issue with so many members, or pairs of members, asks."""
    return _MANY + (_ALONE - _MANY) / members - (_KNOWN if same_thing else 0)


def same_thing(known: Mapping[str, str], issue: Issue) -> bool | None:
    """Whether what is known of both is the same; None when nothing is known of both.

    What stands first decides: one product is one thing wherever it was bought.
    """
    for name in (*_THINGS, "place"):
        if name in known and issue.known.get(name):
            return known[name] in issue.known[name]
    return None


def same_type(code: str, issue: Issue) -> bool:
    """Whether the types do not speak against it."""
    types = issue.known.get("type")
    return not code or not types or code in types
