"""The radar: each complaint finds its issue as it comes in; issues grow together. Pure (E37)."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from kesu.language.radar import likeness
from kesu.language.radar.early import FROM, Watch
from kesu.language.radar.events import Common, Event, Kind
from kesu.language.radar.facts import facts_in
from kesu.language.radar.index import Index
from kesu.language.radar.issue import Issue, Member
from kesu.language.radar.knowledge import SKETCH, Knowledge
from kesu.language.radar.reading import Reading, read
from kesu.language.radar.rules import WEEK, Rule
from kesu.language.radar.telling import Telling
from kesu.language.radar.vectors import Vector, direction, heaviest
from kesu.language.radar.words import common, label

HELD = 100_000
"""Complaints that are remembered; beyond that the issue that was silent longest is forgotten."""

_ASKED = 28
_LOOKED_AT = 10
_OFTEN = 8
"""Issues up to this size look for others to grow together with at every member, larger ones at
every fourth."""


class Radar:
    """``issues``: those remembered, the longest silent first; ``last``: the one heard of last."""

    def __init__(self, rule: Rule, held: int = HELD) -> None:
        self.rule, self.held = rule, held
        self.issues: OrderedDict[int, Issue] = OrderedDict()
        self.past: list[Issue] = []
        self.last: Issue | None = None
        self._knowledge, self._watch = Knowledge(), Watch()
        self._index = Index(held * _ASKED)
        self._part_of: dict[int, int] = {}
        self._keys: dict[str, int] = {}
        self._made = self._batches = self._size = 0

    def hear(self, telling: Telling) -> list[Event]:
        """One complaint more, in time order; what there is to say about it."""
        reading = read(telling.text)
        knowledge = self._knowledge
        weights = reading.often * knowledge.rarity(reading.pieces)
        vector = direction(reading.pieces, weights, SKETCH)
        knowledge.listen(reading)
        issue = self._find(telling, vector)
        if issue is None:
            issue = self._new(telling, reading)
        self.last = issue
        self._take(issue, telling, vector, reading)
        return self._say(issue, telling, self._grow(issue))

    def batches(self) -> list[Issue]:
        """Every issue of more than one member, with a name, in the order they began."""
        found = [*self.past, *(one for one in self.issues.values() if one.size > 1)]
        found.sort(key=lambda one: (one.began, one.number))
        for one in found:
            self._name(one)
        return found

    def _find(self, telling: Telling, vector: Vector) -> Issue | None:
        """The issue it is of: by its key, else the most alike that agrees on what happened."""
        held = self._living(self._keys.get(telling.key, -1)) if telling.key else None
        if held is not None:
            return self.issues[held]
        found = [one for one in self._near(vector) if likeness.same_type(telling.type, one)]
        ranked: list[tuple[float, Issue]] = []
        for one in found:
            same = likeness.same_thing(telling.known, one)
            over = likeness.alike(vector, one) - likeness.asked(one.size, same_thing=bool(same))
            if same is not False and over >= 0:
                ranked.append((over, one))
        ranked.sort(key=lambda pair: -pair[0])
        return next(
            (one for _, one in ranked if likeness.agree(vector, one, self._knowledge, one.size)),
            None,
        )

    def _near(self, vector: Vector, but: int = -1) -> list[Issue]:
        """The issues that share the rarest pieces with it."""
        found = self._index.near(heaviest(vector, _ASKED), self._living)
        found.pop(but, None)
        best = sorted(found, key=lambda number: (-found[number], number))[:_LOOKED_AT]
        return [self.issues[number] for number in best]

    def _living(self, number: int) -> int | None:
        while number in self._part_of:
            number = self._part_of[number]
        return number if number in self.issues else None

    def _new(self, telling: Telling, reading: Reading) -> Issue:
        number, self._made = self._made, self._made + 1
        self._knowledge.met(reading.pieces)
        nothing = Vector(reading.pieces[:0], reading.often[:0])
        issue = self.issues[number] = Issue(number, nothing, telling.received)
        return issue

    def _take(self, issue: Issue, telling: Telling, vector: Vector, reading: Reading) -> None:
        who = telling.customer or f"\0{telling.id}"
        member = Member(telling.id, telling.received, who, issue.is_copy(reading))
        if issue.size:
            fresh = ~_among(vector, issue.total)
            self._knowledge.met(vector.pieces[fresh])
        before = issue.total
        issue.take(member, vector, reading)
        self._enter(issue, vector, before)
        self._note(issue, telling, who)

    def _note(self, issue: Issue, telling: Telling, who: str) -> None:
        known = telling.known | ({"type": telling.type} if telling.type else {})
        issue.learn(known, facts_in(telling.text))
        if telling.key:
            self._keys[telling.key] = issue.number
            issue.keys += () if telling.key in issue.keys else (telling.key,)
        self.rule.note(issue, who, telling.received)
        self._watch.note(issue, telling.received)
        self._remember(issue)

    def _remember(self, issue: Issue) -> None:
        self.issues.move_to_end(issue.number)
        self._size += 1
        while self._size > self.held and len(self.issues) > 1:
            self._forget(self.issues.popitem(last=False)[1])

    def _forget(self, issue: Issue) -> None:
        self._size -= issue.size
        for key in issue.keys:
            del self._keys[key]
        if issue.batch:
            self.past.append(issue)

    def _enter(self, issue: Issue, vector: Vector, before: Vector) -> None:
        """Puts into the index what the issue is found by from now on."""
        now = heaviest(issue.total, _ASKED).pieces
        if issue.size == 1 or issue.entered < self._index.at - self._index.size // 2:
            new = now
            issue.entered = self._index.at
        else:
            own = heaviest(vector, _ASKED).pieces
            risen = np.setdiff1d(now, heaviest(before, _ASKED).pieces)
            new = np.union1d(risen, np.setdiff1d(own, before.pieces))
        self._index.enter(new.tolist(), issue.number)

    def _grow(self, issue: Issue) -> list[Issue]:
        """The issues that turn out to be of the same matter, taken into this one."""
        swallowed: list[Issue] = []
        if issue.size > 1 and (issue.size <= _OFTEN or issue.size % 4 == 0):
            while (other := self._twin(issue)) is not None:
                self._join(issue, other)
                swallowed.append(other)
        return swallowed

    def _twin(self, issue: Issue) -> Issue | None:
        mean = issue.mean
        for one in self._near(mean, but=issue.number):
            pairs = issue.size * one.size
            if not _fit(issue, one) or likeness.alike(mean, one) < likeness.asked(pairs):
                continue
            if likeness.agree(_one_long(mean), one, self._knowledge, pairs):
                return one
        return None

    def _join(self, issue: Issue, other: Issue) -> None:
        before = issue.total
        both = np.intersect1d(issue.total.pieces, other.total.pieces)
        self._knowledge.met(both, -1)
        del self.issues[other.number]
        self._part_of[other.number] = issue.number
        for key in other.keys:
            self._keys[key] = issue.number
        issue.swallow(other)
        self._enter(issue, other.total, before)

    def _say(self, issue: Issue, telling: Telling, swallowed: Sequence[Issue]) -> list[Event]:
        """What there is to say now that this one came in."""
        at = telling.received
        if issue.declared:
            came = [one.id for other in swallowed for one in other.members]
            return [self._event(Kind.joined, issue, at, [telling.id, *came], issue.people)]
        if self.rule.cases(issue, at) > self.rule.over:
            return self._declare(issue, at)
        return self._warn(issue, at) if self.rule.early and not issue.warned else []

    def _declare(self, issue: Issue, at: datetime) -> list[Event]:
        """Those who count make the batch; members of earlier days join it at once."""
        issue.declared = at
        counted = self.rule.counted(issue, at)
        inside: list[Member] = []
        outside: list[Member] = []
        for one in issue.members:
            counts = (one.who, self.rule.day(one.at)) in counted
            (inside if counts else outside).append(one)
        people = len({one.who for one in inside})
        events = [self._event(Kind.declared, issue, at, [one.id for one in inside], people)]
        if outside:
            earlier = [one.id for one in outside]
            events.append(self._event(Kind.joined, issue, at, earlier, issue.people))
        return events

    def _warn(self, issue: Issue, at: datetime) -> list[Event]:
        within = {who for who, _day in issue.recent}
        if len(within) < FROM:
            return []
        chance = self._watch.chance(issue, self.rule, at)
        if not self._watch.is_hardly_chance(issue):
            return []
        issue.warned = at
        named = [one.id for one in issue.members if one.at > at - WEEK]
        event = self._event(Kind.early_warning, issue, at, named, len(within))
        unlikely = Common("chance", members=len(named), people=len(within), chance=chance)
        return [replace(event, because=[*event.because, unlikely])]

    def _event(
        self, kind: Kind, issue: Issue, at: datetime, members: Sequence[str], people: int
    ) -> Event:
        self._name(issue)
        return Event(at, issue.batch, kind, members, people, label(issue), common(issue))

    def _name(self, issue: Issue) -> None:
        if not issue.batch:
            self._batches += 1
            issue.batch = f"B{self._batches}"


def _one_long(vector: Vector) -> Vector:
    return direction(vector.pieces, vector.weights, len(vector.pieces))


def _among(vector: Vector, other: Vector) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    return np.isin(vector.pieces, other.pieces, assume_unique=True)


def _fit(issue: Issue, other: Issue) -> bool:
    """Whether nothing known of the two speaks against their being one."""
    for name in ("type", "campaign", "product", "merchant", "place"):
        one, two = issue.known.get(name), other.known.get(name)
        if one and two:
            if not one.keys() & two.keys():
                return False
            if name in ("campaign", "product", "merchant"):
                return True
    return True
