"""What the readings of a case come to: how it feels now, whom it threatens, what is offered. Pure.

Everything here advises; a person decides, and a person's word counts before what was read (law 8).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UPSET = 4
"""From this emotion on feelings come first (A31, C06)."""
LIVE = 50
"""From here on a risk is said to be there, of 100."""
GRAVE = 70
"""From here on it is put to a person that the case is urgent."""
BANNER = 50
"""From here on what a case threatens stands above it (A04)."""
DANGEROUS = ("self_harm", "safety", "media", "regulator")
"""The risks that nobody may overlook."""
_TURN = 2
_HOLDS = timedelta(minutes=30)
"""So long a person's word holds against what is read of the same talk."""


class Dimension(StrEnum):
    """What a case may cost: money, the eye of the authorities, the public (A04)."""

    finance = "finance"
    government = "government"
    public = "public"


@dataclass(frozen=True)
class Felt:
    """An emotion, 0 to 5; ``said``: by a person, else read."""

    at: datetime
    level: int
    said: bool


def feeling(points: Iterable[Felt]) -> Felt | None:
    """How the customer feels as far as is known: the newest point; a person's word holds for half
    an hour against what is read.
    """
    points = sorted(points, key=lambda one: (one.at, one.said))
    if not points:
        return None
    newest = points[-1]
    held = [one for one in points if one.said and one.at >= newest.at - _HOLDS]
    return held[-1] if held else newest


@dataclass(frozen=True)
class Turn:
    """The feeling turned: from one level to another, at the point of that place in the line."""

    place: int
    before: int
    after: int


def turns(points: Sequence[Felt]) -> list[Turn]:
    """Where the emotion jumps by two or more from one point to the next (A30)."""
    found = []
    for place in range(1, len(points)):
        before, after = points[place - 1].level, points[place].level
        if abs(after - before) >= _TURN:
            found.append(Turn(place, before, after))
    return found


@dataclass(frozen=True)
class Known:
    """What is on record beside the words. ``amount``: the most that is asked for, in 分."""

    source: str = ""
    special_role: str = ""
    mandated: bool = False
    exposed: bool = False
    batch: bool = False
    amount: int = 0


@dataclass(frozen=True)
class Because:
    """One reason of a score: a risk that was read or a fact on record, and how much of 100."""

    code: str
    weight: int


@dataclass(frozen=True)
class Score:
    """One dimension, 0 to 100, with its reasons, the heaviest first."""

    dimension: Dimension
    value: int
    because: tuple[Because, ...]


_OF_RISKS: dict[Dimension, dict[str, float]] = {
    Dimension.finance: {
        "lawsuit": 0.8,
        "professional_claimant": 0.7,
        "refund_demand": 0.4,
        "safety": 0.4,
        "group_action": 0.4,
    },
    Dimension.government: {"regulator": 0.9, "police": 0.6, "safety": 0.5, "group_action": 0.3},
    Dimension.public: {"media": 0.9, "group_action": 0.7, "safety": 0.5, "self_harm": 0.5},
}
_OFFICIAL = frozenset({"regulator", "government", "consumer_council"})
_LARGE = ((1_000_000, 80), (100_000, 50), (20_000, 25))
"""Sums in 分 and what they weigh."""


def dimensions(risks: Mapping[str, int], known: Known) -> list[Score]:
    """The three dimensions, the highest first (A04). ``risks``: the most that was read of each,
    0 to 100. More risk or one more fact never lowers a score.
    """
    scores = [_score(one, risks, known) for one in Dimension]
    return sorted(scores, key=lambda one: -one.value)


def _score(dimension: Dimension, risks: Mapping[str, int], known: Known) -> Score:
    found = {
        label: round(risks.get(label, 0) * share) for label, share in _OF_RISKS[dimension].items()
    }
    found |= _of_record(dimension, known)
    because = tuple(
        Because(code, weight)
        for code, weight in sorted(found.items(), key=lambda one: (-one[1], one[0]))
        if weight
    )
    calm = 1.0
    for one in because:
        calm *= 1 - one.weight / 100
    return Score(dimension, min(100, round(100 * (1 - calm))), because)


def _of_record(dimension: Dimension, known: Known) -> dict[str, int]:
    if dimension is Dimension.finance:
        return {"amount": next((weight for sum_, weight in _LARGE if known.amount >= sum_), 0)}
    if dimension is Dimension.government:
        return {
            "from_authority": 90 if known.source in ("regulator", "court") else 0,
            "mandated": 80 if known.mandated else 0,
            "official": 70 if known.special_role in _OFFICIAL else 0,
        }
    return {
        "from_media": 90 if known.source == "media" else 0,
        "exposed": 90 if known.exposed else 0,
        "press": 70 if known.special_role == "media" else 0,
        "batch": 50 if known.batch else 0,
    }


def most(risks: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The most that was read of each risk."""
    found: dict[str, int] = {}
    for one in risks:
        for label, value in one.items():
            found[label] = max(found.get(label, 0), value)
    return found


def dangers(risks: Mapping[str, int]) -> list[str]:
    """The dangerous risks that are surely there, the gravest first."""
    return [label for label in DANGEROUS if risks.get(label, 0) >= GRAVE]
