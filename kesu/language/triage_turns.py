"""Where the mood of somebody turned in the course of a case (A30). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

TURN = 2
"""By how many degrees an emotion must change between two messages to be a turn."""


@dataclass(frozen=True)
class Turn:
    """A change of mood: when, from and to which degree, the text that showed it, and what stood
    before it: the message after which the mood was another.
    """

    at: datetime
    before: int
    after: int
    text: str
    said_before: str

    @property
    def up(self) -> bool:
        """Whether it became hotter."""
        return self.after > self.before


def turning_points(points: Iterable[tuple[datetime, int, str]]) -> list[Turn]:
    """The turns among ``(at, emotion, text)`` of one person, in order of time.

    A change of two degrees or more counts, up or down, from one message to the next.
    """
    ordered = sorted(points, key=lambda point: point[0])
    return [
        Turn(at, before, after, text, said)
        for (_, before, said), (at, after, text) in pairwise(ordered)
        if abs(after - before) >= TURN
    ]
