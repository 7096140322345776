"""What is held of one issue: its members, what they say together, who they are. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import numpy as np

from kesu.language.radar.facts import Fact
from kesu.language.radar.reading import Reading
from kesu.language.radar.vectors import Vector, plus

_Thing = TypeVar("_Thing")
_PIECES = 400
_TITLES = 8
_WORDINGS = 12
COPY = 0.6
"""Share of the fingerprint from which on one text is a copy of another."""


@dataclass(frozen=True, slots=True)
class Member:
    """``who`` counts once however often they write; ``copy``: of another member's text."""

    id: str
    at: datetime
    who: str
    copy: bool


@dataclass(slots=True)
class Issue:
    """``total``: the sum of its members' directions. ``batch``: its name once it has one."""

    number: int
    total: Vector
    began: datetime
    members: list[Member] = field(default_factory=list)
    recent: dict[tuple[str, int], datetime] = field(default_factory=dict)
    known: dict[str, dict[str, int]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    facts: dict[Fact, int] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    wordings: tuple[bytes, ...] = ()
    batch: str = ""
    warned: datetime | None = None
    declared: datetime | None = None
    entered: int = 0
    said: tuple[tuple[int, int], list[str]] | None = None

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
        self.total = plus(self.total, vector, _PIECES) if self.members else _small(vector)
        self.members.append(member)
        self.began = min(self.began, member.at)
        if not member.copy and len(self.wordings) < _WORDINGS:
            self.wordings += (reading.fingerprint,)
        if reading.title and len(self.titles) < _TITLES:
            self.titles += (reading.title,)

    def is_copy(self, reading: Reading) -> bool:
        """Whether an earlier member said nearly the same."""
        own = _signs(reading.fingerprint)
        return any(len(own & _signs(one)) >= COPY * max(len(own), 1) for one in self.wordings)

    def learn(self, known: Mapping[str, str], facts: Iterable[Fact]) -> None:
        """What is known of one member more."""
        for name, value in known.items():
            _add(self.known.setdefault(name, {}), {value: 1})
        _add(self.facts, dict.fromkeys(facts, 1))

    def swallow(self, other: "Issue") -> None:
        """The other was of the same matter all along."""
        self.total = plus(self.total, other.total, _PIECES)
        self.members = sorted([*self.members, *other.members], key=lambda one: one.at)
        self.recent = dict(sorted((self.recent | other.recent).items(), key=lambda one: one[1]))
        self.began = min(self.began, other.began)
        _add(self.facts, other.facts)
        self.keys += other.keys
        self._inherit(other)
        for name, values in other.known.items():
            _add(self.known.setdefault(name, {}), values)
        self.titles = (self.titles + other.titles)[:_TITLES]
        self.wordings = (self.wordings + other.wordings)[:_WORDINGS]

    def _inherit(self, other: "Issue") -> None:
        """A batch that stands keeps its name; of two the one that was declared first."""
        if other.declared and (not self.declared or other.declared < self.declared):
            self.batch, self.declared = other.batch, other.declared
        self.batch = self.batch or other.batch
        self.warned = self.warned or other.warned


def _small(vector: Vector) -> Vector:
    """Most issues stay of one: what is held of them is held in few bytes."""
    return Vector(vector.pieces, vector.weights.astype(np.float16))


def _signs(fingerprint: bytes) -> frozenset[int]:
    return frozenset(memoryview(fingerprint).cast("I"))


def _add(counts: dict[_Thing, int], more: Mapping[_Thing, int]) -> None:
    for thing, often in more.items():
        counts[thing] = counts.get(thing, 0) + often
