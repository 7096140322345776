"""Shares that say of how many they are, and how far they can be trusted. Pure."""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054
"""Of a 95 % interval."""


@dataclass(frozen=True)
class Share:
    """``n`` of ``of``, with Wilson's 95 % interval; None where there is nothing to share."""

    n: int
    of: int

    @property
    def value(self) -> float | None:
        return self.n / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """From 0 to 1, the lower end first."""
        if not self.of:
            return None
        share, size = self.n / self.of, self.of
        middle = share + _Z * _Z / (2 * size)
        spread = _Z * sqrt(share * (1 - share) / size + _Z * _Z / (4 * size * size))
        below = 1 + _Z * _Z / size
        return max(0.0, (middle - spread) / below), min(1.0, (middle + spread) / below)
