"""How likely a case is to go higher, from plain factors that anybody can count (A33). Pure.

The weights are a careful guess written down, not learned: a company that wants its own reads the
factors beside what became of its cases. More of any factor never makes it less likely.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp

_START = -3.0
"""What is left where no factor speaks: about one case in twenty."""
FACTORS: dict[str, tuple[float, int]] = {
    "emotion": (0.45, 5),
    "stage": (0.4, 4),
    "risk": (0.025, 100),
    "unhappy_talks": (0.5, 4),
    "urges": (0.4, 5),
    "breaches": (0.7, 3),
    "broken_promises": (0.6, 3),
    "refused": (0.6, 3),
}
"""Each factor with the weight of one and up to how many count."""


@dataclass(frozen=True)
class Factor:
    """One factor as it stands, and by how many points of the hundred it raises the answer."""

    name: str
    value: int
    points: int


@dataclass(frozen=True)
class Escalation:
    """``percent`` 0 to 100; ``factors`` that speak, the heaviest first."""

    percent: int
    factors: tuple[Factor, ...]

    @property
    def likely(self) -> bool:
        """Whether it is more likely than not."""
        return self.percent >= 50


def escalation(factors: Mapping[str, int]) -> Escalation:
    """From the factors that are known; one that is not named counts nothing. Errors: ``KeyError``
    for a factor that is none.
    """
    given = {name: max(0, min(value, FACTORS[name][1])) for name, value in factors.items()}
    weights = {name: FACTORS[name][0] * value for name, value in given.items()}
    whole = _share(weights.values())
    found = [
        Factor(name, factors[name], round(100 * (whole - _share(_without(weights, name)))))
        for name, weight in weights.items()
        if weight
    ]
    found.sort(key=lambda one: (-one.points, one.name))
    return Escalation(round(100 * whole), tuple(found))


def _without(weights: Mapping[str, float], name: str) -> list[float]:
    return [weight for other, weight in weights.items() if other != name]


def _share(weights: Iterable[float]) -> float:
    return 1 / (1 + exp(-(_START + sum(weights))))
