"""When a chat is worth a look, and as what it is shown. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_OF_AGENTS = frozenset({"inducement", "abuse"})
"""What a colleague may not write to a customer. All other words are theirs to use: who explains
where one can complain threatens nobody.
"""
_WORTH_LOOKING = 2
LONGEST_SENTENCE = 300
_ENDS = "。！？；!?;\n"


@dataclass(frozen=True)
class Seen:
    """A message that is worth a look: ``level`` of its gravest word, ``said`` the sentence, and
    ``reasons`` ``[{term, group, level, surface, start, end}]`` with places in ``said``.
    """

    level: int
    said: str
    groups: frozenset[str]
    reasons: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Prior:
    """A signal that a conversation has already."""

    key: str
    open: bool
    groups: frozenset[str]


def seen(text: str, hits: Iterable[Mapping[str, Any]], *, by_agent: bool) -> Seen | None:
    """What a message shows, or None: a word that is meant and grave enough, said by the side of
    whom it counts (A18). ``hits`` as ``Hit.as_values`` makes them.
    """
    live = [hit for hit in hits if not hit["negated"] and _counts(hit, by_agent=by_agent)]
    if not live:
        return None
    gravest = max(live, key=lambda hit: (hit["level"], -hit["start"]))
    first, last = _sentence(text, gravest["start"], gravest["end"])
    inside = [hit for hit in live if first <= hit["start"] and hit["end"] <= last]
    return Seen(
        level=gravest["level"],
        said=text[first:last],
        groups=frozenset(hit["group"] for hit in live),
        reasons=tuple(_reason(hit, first) for hit in inside),
    )


def _counts(hit: Mapping[str, Any], *, by_agent: bool) -> bool:
    if by_agent:
        return str(hit["group"]) in _OF_AGENTS
    return hit["group"] != "inducement" and int(hit["level"]) >= _WORTH_LOOKING


def _reason(hit: Mapping[str, Any], first: int) -> dict[str, Any]:
    kept = {name: hit[name] for name in ("term", "group", "level", "surface")}
    return {**kept, "start": hit["start"] - first, "end": hit["end"] - first}


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence round a place, with its mark, no longer than ``LONGEST_SENTENCE`` on a side."""
    first = max((text.rfind(mark, 0, start) for mark in _ENDS), default=-1) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, end)) >= 0]
    last = min(ends) + 1 if ends else len(text)
    first, last = max(first, start - LONGEST_SENTENCE), min(last, end + LONGEST_SENTENCE)
    while first < start and text[first].isspace():
        first += 1
    return first, last


def graver(one: Seen, other: Seen | None) -> Seen:
    """Of what two messages show what is shown for both: the graver one's words, the groups of both;
    of two alike the later one's.
    """
    if other is None:
        return one
    chosen = one if one.level > other.level else other
    groups = one.groups | other.groups
    return Seen(chosen.level, chosen.said, groups, chosen.reasons)


def key_of(
    conversation: str, id_: str, priors: Sequence[Prior], groups: Collection[str]
) -> str | None:
    """Under which key a conversation's finding is shown: that of its open signal, else a first one,
    else a further one for a kind of words that none had. None: all of it was shown and settled.
    """
    if not priors:
        return f"chat:{conversation}"
    waiting = [one.key for one in priors if one.open]
    if waiting:
        return waiting[0]
    known = frozenset().union(*(one.groups for one in priors))
    fresh = sorted(set(groups) - known)
    return f"chat-again:{id_}:{fresh[0]}" if fresh else None
