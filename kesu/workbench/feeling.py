"""The line of feeling drawn: what people noted and what was read in it, told apart. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kesu.desk.readings_values import Point

_WIDTH = 112.0
_MOST = 24
_HOT = 4


@dataclass(frozen=True)
class Dot:
    """A point in a drawing of 120 by 24; ``diamond``: its path where the feeling turned."""

    x: float
    y: float
    level: int
    by_people: bool
    hot: bool
    turn: bool
    diamond: str


@dataclass(frozen=True)
class Line:
    """``path`` joins all points; ``noted`` and ``read``: the levels of each kind, for who hears."""

    dots: list[Dot]
    path: str
    noted: list[int]
    read: list[int]


def line(points: Sequence[Point]) -> Line | None:
    """The newest points, the oldest of them first; None where there is none."""
    points = points[-_MOST:]
    if not points:
        return None
    step = _WIDTH / max(1, len(points) - 1)
    dots = [_dot(round(4 + n * step, 1), one) for n, one in enumerate(points)]
    return Line(
        dots=dots,
        path=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        noted=[one.level for one in points if one.by_people],
        read=[one.level for one in points if not one.by_people],
    )


def _dot(x: float, one: Point) -> Dot:
    y = 22 - one.level * 4
    diamond = f"M{x},{y - 4}l4,4-4,4-4-4z"
    return Dot(x, y, one.level, one.by_people, one.level >= _HOT, one.turn, diamond)
