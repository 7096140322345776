"""What threatens in a text, read clause by clause (A18, A33): who, whether, when and in earnest.

A word alone says little: 法院 may be a street, 报警 a device, 投诉 what another has done or the
writer will not do. Each finding names the rule, the words and what weakened it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from math import prod
from typing import NamedTuple

from kesu.language.again import LONG, once
from kesu.language.clauses import REACH, place
from kesu.language.risk_rules import Cue, Looked, Pattern, Rule, Rules, Weakener, shipped

LABELS = (
    "media",
    "regulator",
    "lawsuit",
    "self_harm",
    "group_action",
    "safety",
    "police",
    "refund_demand",
    "quit",
    "professional_claimant",
)
LIVE = 0.5
"""From here on a risk is said to be there."""

MEANT = "meant"
"""Nothing weakens the words."""

_EACH = 3
"""Findings of one rule that are kept; more of the same tell nothing new."""


class Finding(NamedTuple):
    """A rule that spoke: for which label and how much, on which words of the read text.

    ``because`` names what weakened it, the strongest first, else ``meant``.
    """

    rule: str
    label: str
    weight: float
    start: int
    end: int
    because: tuple[str, ...] = (MEANT,)


def find(read: str, rules: Rules | None = None) -> list[Finding]:
    """Every finding in a text as it is read, in order of place, at most a few of each rule."""
    rules = rules or shipped("risk.toml")
    looked = rules.look(read)
    about = _About(read, looked.marks)
    if len(read) <= LONG:
        found = _spoken(read, rules, looked, about, looked.cues)
        kept = found if len(found) <= _EACH else _Kept(found)
    else:
        kept = _find_again(read, rules, looked, about)
    return sorted(kept, key=lambda one: (one.start, one.rule))


def _find_again(read: str, rules: Rules, looked: Looked, about: "_About") -> "_Kept":
    """What a long text says; what it says again is not judged anew."""
    kept = _Kept()

    def judge(start: int, end: int, asked: tuple[Rule, ...]) -> list[Finding]:
        left = tuple(rule for rule in asked if kept.wants(rule.id, rule.weight, start))
        return _spoken(read, rules, looked, about, [(start, end, left)])

    judged = once(read, REACH, judge)
    for start, end, asked in looked.cues:
        for one in judged(start, end, asked):
            if kept.wants(one.rule, one.weight, start):
                kept.add(one._replace(start=start, end=end))
    return kept


def _spoken(
    read: str, rules: Rules, looked: Looked, about: "_About", cues: Iterable[Cue]
) -> list[Finding]:
    found = []
    for start, end, asked in cues:
        marks = looked.marks_near(start, end)
        left = [rule for rule in asked if marks & rule.needs == rule.needs]
        if looked.longer:
            left = [rule for rule in left if not _is_part_of(read, rule, looked.longer, start, end)]
        if not left or _splits_number(read, start, end):
            continue
        at = place(read, start, end)
        for rule in left:
            if rule.frame.fits(at, marks) and about(rule.whole):
                weaker = [
                    one
                    for one in rules.weaker(rule)
                    if marks & one.needs == one.needs
                    and one.frame.fits(at, marks)
                    and about(one.whole)
                ]
                found.append(_finding(rule, weaker, start, end))
    return found


class _Kept:
    """Of each rule the strongest few; of equal ones the earlier."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        self._of: dict[str, list[Finding]] = {}
        self._least: dict[str, tuple[float, int]] = {}
        for one in found:
            self.add(one)

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(self._of.values())

    def wants(self, rule: str, weight: float, start: int) -> bool:
        """Whether a finding of that weight there would be kept."""
        return rule not in self._least or (weight, -start) >= self._least[rule]

    def add(self, one: Finding) -> None:
        found = self._of.setdefault(one.rule, [])
        found.append(one)
        if len(found) > _EACH:
            found.remove(min(found, key=_strength))
        if len(found) == _EACH:
            self._least[one.rule] = min(map(_strength, found))


def _strength(one: Finding) -> tuple[float, int]:
    return one.weight, -one.start


class _About:
    """What is asked of a text as a whole, each question once."""

    def __init__(self, read: str, marks: int) -> None:
        self.read, self.marks = read, marks
        self.told: dict[int, bool] = {}

    def __call__(self, asked: Pattern) -> bool:
        if asked is None:
            return True
        if id(asked) not in self.told:
            there = self.marks & asked.mark == asked.mark
            self.told[id(asked)] = there and asked.search(self.read) is not None
        return self.told[id(asked)]


def weigh(findings: Iterable[Finding]) -> dict[str, float]:
    """How much each label is there, 0 to 1: as much as the strongest word for it."""
    told = dict.fromkeys(LABELS, 0.0)
    for one in findings:
        if one.weight > told[one.label]:
            told[one.label] = one.weight
    return told


def total(risks: Mapping[str, float], emotion: int) -> int:
    """One number for a text, 0 to 100; a live threat to oneself or others leads."""
    calm = 1.0
    for label, heavy in HEAVY.items():
        calm *= 1 - heavy * risks[label]
    return min(100, round(100 * (1 - calm * (1 - _HEAT * emotion))))


HEAVY = {
    "self_harm": 0.95,
    "media": 0.6,
    "group_action": 0.55,
    "safety": 0.55,
    "regulator": 0.5,
    "lawsuit": 0.5,
    "police": 0.5,
    "professional_claimant": 0.3,
    "refund_demand": 0.15,
    "quit": 0.15,
}
"""How heavy each label is when it is surely there."""

_HEAT = 0.06


def _finding(rule: Rule, weaker: list[Weakener], start: int, end: int) -> Finding:
    if not weaker:
        return Finding(rule.id, rule.label, rule.weight, start, end)
    weaker.sort(key=lambda one: one.factor)
    weight = rule.weight * prod(one.factor for one in weaker)
    because = tuple(one.id for one in weaker)
    return Finding(rule.id, rule.label, round(weight, 4), start, end, because)


def _is_part_of(read: str, rule: Rule, there: frozenset[str], start: int, end: int) -> bool:
    """Whether one of the rule's longer words stands there; a find within these bounds covers it."""
    for longer in rule.inside:
        if (
            longer in there
            and read.find(longer, max(0, end - len(longer)), start + len(longer)) >= 0
        ):
            return True
    return False


def _splits_number(read: str, start: int, end: int) -> bool:
    """Whether the piece is the middle of a longer number: 315 in 12315."""
    return (read[start].isdigit() and read[start - 1 : start].isdigit()) or (
        read[end - 1].isdigit() and read[end : end + 1].isdigit()
    )
