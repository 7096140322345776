"""A batch in words: what tells the issue apart, and what its members have in common. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kesu.language.normalise import Reading as Written
from kesu.language.radar.events import Common
from kesu.language.radar.issue import Issue
from kesu.language.radar.reading import numbers_at
from kesu.language.radar.vectors import heaviest

_TELLING = 24
_WORDS = 4
_LONGEST = 16
_OF_TITLES = 0.4
_SHARE = 0.5


def label(issue: Issue) -> str:
    """The words that tell it apart, the weightiest first."""
    return "、".join(_words(issue)) or (issue.titles[0] if issue.titles else "")


def _words(issue: Issue) -> list[str]:
    """As ``words``; of an issue that grew little they are what they were."""
    stage = (issue.size.bit_length(), len(issue.titles))
    if issue.said is None or issue.said[0] != stage:
        issue.said = (stage, words(issue))
    return issue.said[1]


def words(issue: Issue) -> list[str]:
    """At most four, as members write them in their opening sentences."""
    top = heaviest(issue.total, _TELLING)
    weigh = dict(zip(top.pieces.tolist(), top.weights.tolist(), strict=True))
    openings = [Written(title) for title in issue.titles]
    pairs = [numbers_at(one.text) for one in openings]
    often = Counter(number for found in pairs for number in {number for _at, number in found})
    needed = min(len(openings), max(2, round(_OF_TITLES * len(openings))))
    telling = {number: weight for number, weight in weigh.items() if often[number] >= needed}
    weights: dict[str, float] = {}
    for opening, found in zip(openings, pairs, strict=True):
        for start, end, weight in _runs(found, telling):
            first, last = opening.span(start, end)
            word = opening.source[first:last]
            weights[word] = weights.get(word, 0.0) + weight
    return _apart(sorted(weights, key=lambda word: -weights[word]))


def _runs(
    pairs: Sequence[tuple[int, int]], weigh: Mapping[int, float]
) -> list[tuple[int, int, float]]:
    """Stretches whose every pair of signs is among the weighty ones, with their weight."""
    found: list[tuple[int, int, float]] = []
    for at, number in pairs:
        if number not in weigh:
            continue
        start, end, weight = found[-1] if found else (-1, -1, 0.0)
        if at == end - 1 and end - start < _LONGEST:
            found[-1] = (start, at + 2, weight + weigh[number])
        else:
            found.append((at, at + 2, weigh[number]))
    return found


def _apart(ranked: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for word in ranked:
        if not any(word in one or one in word for one in kept):
            kept.append(word)
        if len(kept) == _WORDS:
            break
    return kept


def common(issue: Issue) -> list[Common]:
    """The words, what is known of most members, loose facts of most, and copies by whom."""
    found = [Common("words", tuple(_words(issue)), issue.size)]
    for name, values in issue.known.items():
        found += _mostly(name, values, issue.size)
    for fact, often in sorted(issue.facts.items(), key=lambda one: -one[1])[:6]:
        if often >= max(2, _SHARE * issue.size):
            found.append(Common(fact.kind, (fact.value,), often))
    copies = issue.copies
    if copies:
        found.append(Common("copies", (), len(copies), len({one.who for one in copies})))
    return found


def _mostly(name: str, values: Mapping[str, int], size: int) -> list[Common]:
    value, often = max(values.items(), key=lambda one: one[1])
    return [Common(name, (value,), often)] if often >= _SHARE * size else []
