"""How probable it is that a case escalates (A33), from plain factors. Pure, monotone in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True)
class Factor:
    """What one factor added: its ``name``, its ``value`` and how many ``points`` that gave."""

    name: str
    value: float
    points: float


_POINTS = {
    "emotion": (0.45, 5),
    "contacts_without_result": (0.4, 5),
    "broken_promises": (0.7, 3),
    "breached_clocks": (0.6, 3),
    "risk_words": (0.028, 100),
    "customer_level": (0.2, 4),
    "repeat_complaints": (0.4, 4),
    "days_open": (0.05, 30),
}
"""For each factor: points a step, and from which value on more of it adds no more."""

FACTORS = tuple(_POINTS)
_NOTHING = -3.5
"""Where a case stands of which nothing is known: about 3 in 100."""


def escalation(factors: Mapping[str, float]) -> tuple[int, tuple[Factor, ...]]:
    """Per cent, and what each factor added, the most telling first; those left out count nothing.

    ``emotion`` 0 to 5 as last read, ``contacts_without_result`` and the like as counts,
    ``risk_words`` the risk of the texts 0 to 100, ``customer_level`` 0 to 4, ``days_open`` in
    days. More of any factor never lowers the result. Errors: ``ValueError`` for an unknown
    factor or one below 0.
    """
    for name, value in factors.items():
        if name not in _POINTS or not value >= 0:
            raise ValueError(f"{name}: {value}: expected one of {', '.join(FACTORS)}, from 0")
    told = [Factor(name, value, _points(name, value)) for name, value in factors.items()]
    height = _NOTHING + sum(one.points for one in told)
    reasons = sorted((one for one in told if one.points), key=lambda one: -one.points)
    return round(100 / (1 + exp(-height))), tuple(reasons)


def _points(name: str, value: float) -> float:
    step, most = _POINTS[name]
    return step * min(value, most)
