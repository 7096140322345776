"""Early warning: as many at once are hardly chance, however many issues are looked at. Pure.

How often an issue comes by itself is taken from its own past, and as far as that is short from
what issues do in general. Each issue of the week is one question asked of chance; Benjamini and
Hochberg keep the share of wrong answers among the warnings under ``FALSE``.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp

from kesu.language.radar.issue import Issue
from kesu.language.radar.rules import WEEK, Rule

FALSE = 0.05
FROM = 4
"""People, the least that can be a warning."""

_DAY = timedelta(days=1)
_PRIOR_CASES, _PRIOR_DAYS = 1.0, 30.0
"""What issues do in general before any was seen: once a month again."""


def tail(count: int, expected: float) -> float:
    """How likely chance brings at least ``count`` where ``expected`` come on average (Poisson)."""
    if count <= 0:
        return 1.0
    term = below = exp(-expected)
    for number in range(1, count):
        term *= expected / number
        below += term
    return max(0.0, 1.0 - below) or term * expected / count


@dataclass
class Watch:
    """The issues of the last week and how likely each is by chance."""

    issues: int = 0
    again: int = 0
    _began: float = 0.0
    _seen: deque[tuple[datetime, int]] = field(default_factory=deque)
    _open: dict[int, int] = field(default_factory=dict)
    _chances: dict[int, float] = field(default_factory=dict)

    def note(self, issue: Issue, at: datetime) -> None:
        """One more of this issue came in."""
        if issue.size == 1:
            self.issues += 1
            self._began += at.timestamp()
        else:
            self.again += 1
        self._seen.append((at, issue.number))
        self._open[issue.number] = self._open.get(issue.number, 0) + 1
        while self._seen[0][0] <= at - WEEK:
            self._forget(self._seen.popleft()[1])

    def chance(self, issue: Issue, rule: Rule, at: datetime) -> float:
        """How likely as many people within a day, or within a week, come by chance; the first of
        them is taken for granted, and the better of two looks is held against chance.
        """
        week = {who for who, _day in issue.recent}
        today = rule.day(at)
        day = {who for who, seen in issue.recent if seen == today}
        each = self._a_day(issue, at)
        looks = (tail(len(day) - 1, each), tail(len(week) - 1, each * WEEK.days))
        found = min(1.0, len(looks) * min(looks))
        self._chances[issue.number] = found
        return found

    def is_hardly_chance(self, issue: Issue) -> bool:
        """Whether its chance is among those that the false discovery rate lets stand."""
        own, looked = self._chances[issue.number], max(1, len(self._open))
        line = sorted(self._chances.values())
        return any(
            own <= chance <= FALSE * place / looked for place, chance in enumerate(line, start=1)
        )

    def _a_day(self, issue: Issue, at: datetime) -> float:
        """How many a day this issue brings by itself: before the week, with the general rate as
        if one had been seen at it.
        """
        days = max(0.0, (self.issues * at.timestamp() - self._began) / _DAY.total_seconds())
        general = (self.again + _PRIOR_CASES) / (days + _PRIOR_DAYS)
        before = max(0.0, (at - WEEK - issue.began) / _DAY)
        cases = sum(1 for one in issue.members if one.at <= at - WEEK)
        return (cases + 1) / (before + 1 / general)

    def _forget(self, number: int) -> None:
        self._open[number] -= 1
        if not self._open[number]:
            del self._open[number]
            self._chances.pop(number, None)
