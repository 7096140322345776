"""What is held of one issue: its members, what they say together, who they are. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from kesu.language.radar.facts import Fact
from kesu.language.radar.reading import Reading
from kesu.language.radar.vectors import Vector, plus

_PIECES = 400
_TITLES = 8
_WORDINGS = 12
COPY = 0.6
"""Share of the fingerprint from which on one text is a copy of another."""


@dataclass(frozen=True)
class Member:
    """``who`` counts once however often they write; ``copy``: of another member's text."""

    id: str
    at: datetime
    who: str
    copy: bool


@dataclass
class Issue:
    """``total``: the sum of its members' directions. ``batch``: its name once it has one."""

    number: int
    total: Vector
    began: datetime
    members: list[Member] = field(default_factory=list)
    recent: dict[tuple[str, str], datetime] = field(default_factory=dict)
    known: dict[str, Counter[str]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    facts: Counter[Fact] = field(default_factory=Counter)
    titles: list[str] = field(default_factory=list)
    wordings: list[frozenset[int]] = field(default_factory=list)
    batch: str = ""
    warned: datetime | None = None
    declared: datetime | None = None
    entered: int = 0
    said: tuple[tuple[int, int], list[str]] = field(default=((0, 0), []))

    @property
    def size(self) -> int:
        return len(self.members)

    @property
    def people(self) -> int:
        """How many wrote; somebody not identified is one each time."""
        return len({one.who for one in self.members})

    @property
    def copies(self) -> list[Member]:
        """Members whose text is a copy of an earlier member's."""
        return [one for one in self.members if one.copy]

    @property
    def mean(self) -> Vector:
        return Vector(self.total.pieces, self.total.weights / np.float32(self.size))

    def take(self, member: Member, vector: Vector, reading: Reading) -> None:
        """One member more."""
        self.total = plus(self.total, vector, _PIECES)
        self.members.append(member)
        self.began = min(self.began, member.at)
        if not member.copy and len(self.wordings) < _WORDINGS:
            self.wordings.append(reading.fingerprint)
        if reading.title and len(self.titles) < _TITLES:
            self.titles.append(reading.title)

    def is_copy(self, reading: Reading) -> bool:
        """Whether an earlier member said nearly the same."""
        own = reading.fingerprint
        return any(len(own & one) >= COPY * max(len(own), 1) for one in self.wordings)

    def swallow(self, other: "Issue") -> None:
        """The other was of the same matter all along."""
        self.total = plus(self.total, other.total, _PIECES)
        self.members = sorted([*self.members, *other.members], key=lambda one: one.at)
        self.recent = dict(sorted((self.recent | other.recent).items(), key=lambda one: one[1]))
        self.began = min(self.began, other.began)
        self.facts += other.facts
        self.keys |= other.keys
        self._inherit(other)
        for name, values in other.known.items():
            self.known.setdefault(name, Counter()).update(values)
        self.titles = [*self.titles, *other.titles][:_TITLES]
        self.wordings = [*self.wordings, *other.wordings][:_WORDINGS]

    def _inherit(self, other: "Issue") -> None:
        """A batch that stands keeps its name; of two the one that was declared first."""
        if other.declared and (not self.declared or other.declared < self.declared):
            self.batch, self.declared = other.batch, other.declared
        self.batch = self.batch or other.batch
        self.warned = self.warned or other.warned
