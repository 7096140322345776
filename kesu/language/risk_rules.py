"""How the rules of reading are written: in TOML, with groups of words to be named in patterns."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import daachorse

from kesu.language.clauses import Place
from kesu.language.normalise import normalise

Pattern = re.Pattern[str] | None


@dataclass(frozen=True)
class Frame:
    """What must stand around a word, and what must not. Each pattern looks at one side only."""

    before: Pattern = None
    after: Pattern = None
    clause: Pattern = None
    around: Pattern = None
    unless: Pattern = None

    def fits(self, at: Place) -> bool:
        """Whether everything that is asked for stands there."""
        # Asked of every rule and weakener at every word: written out, for calls cost the most here.
        return not (
            (self.before and not self.before.search(at.left))
            or (self.after and not self.after.search(at.right))
            or (self.clause and not self.clause.search(at.clause))
            or (self.around and not self.around.search(at.sentence))
            or (self.unless and self.unless.search(at.sentence))
        )


@dataclass(frozen=True)
class Rule:
    """A word that tells something in its frame; ``weight`` from 0 to 1 is how much."""

    id: str
    label: str
    cue: tuple[str, ...]
    weight: float
    frame: Frame
    inside: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()
    whole: Pattern = None

    def is_about(self, read: str) -> bool:
        """Whether it asks nothing of the text as a whole, or the text answers."""
        return _stands(self.whole, read)


@dataclass(frozen=True)
class Weakener:
    """What makes a word mean less where it stands; ``factor`` from 0 to 1 is what is left."""

    id: str
    factor: float
    frame: Frame
    labels: tuple[str, ...] = ()
    whole: Pattern = None

    def touches(self, rule: Rule) -> bool:
        """Whether it may weaken what that rule finds."""
        return self.id not in rule.firm and (not self.labels or rule.label in self.labels)

    def is_about(self, read: str) -> bool:
        """Whether it asks nothing of the text as a whole, or the text answers."""
        return _stands(self.whole, read)


@dataclass(frozen=True)
class Rules:
    """Rules made ready to be tried in one pass over a text."""

    rules: tuple[Rule, ...]
    weakeners: tuple[Weakener, ...] = ()
    _finder: Any = field(init=False, repr=False, compare=False)
    _of: list[tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _weaker: dict[str, tuple[Weakener, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for cue in dict.fromkeys(map(normalise, rule.cue)):
                told.setdefault(cue, []).append(rule)
        found = daachorse.CharwiseDoubleArrayAhoCorasick(list(told))
        object.__setattr__(self, "_finder", found)
        object.__setattr__(self, "_of", [tuple(rules) for rules in told.values()])
        weaker = {
            rule.id: tuple(one for one in self.weakeners if one.touches(rule))
            for rule in self.rules
        }
        object.__setattr__(self, "_weaker", weaker)

    def weaker(self, rule: Rule) -> tuple[Weakener, ...]:
        """What may weaken the findings of a rule."""
        return self._weaker[rule.id]

    def cues(self, read: str) -> Iterable[tuple[int, int, tuple[Rule, ...]]]:
        """Every word that some rules ask for, and these rules."""
        for start, end, number in self._finder.find_overlapping(read):
            yield start, end, self._of[number]


@cache
def shipped(name: str) -> Rules:
    """The rules that come with Kesu: ``risk.toml``, ``stage.toml``."""
    return of_toml((files("kesu.language") / name).read_text(encoding="utf-8"))


def of_toml(content: str) -> Rules:
    """The rules written there. Errors: ``ValueError`` naming the rule; they are part of Kesu."""
    told = tomllib.loads(content)
    groups = {name: _any(words) for name, words in told.get("group", {}).items()}
    words: dict[str, list[str]] = told.get("group", {})
    rules = tuple(_rule(entry, groups, words) for entry in told["rule"])
    weakeners = tuple(
        Weakener(
            id=entry["id"],
            factor=entry["factor"],
            frame=_frame(entry, groups),
            labels=tuple(entry.get("labels", ())),
            whole=_whole(entry, groups),
        )
        for entry in told.get("weak", [])
    )
    return Rules(rules, weakeners)


def _rule(entry: dict[str, Any], groups: dict[str, str], words: dict[str, list[str]]) -> Rule:
    cue = [one for said in entry["cue"] for one in (words[said[1:]] if said[0] == "@" else [said])]
    return Rule(
        id=entry["id"],
        label=entry["id"].partition(".")[0],
        cue=tuple(cue),
        weight=entry["weight"],
        frame=_frame(entry, groups),
        inside=tuple(entry.get("inside", ())),
        firm=tuple(entry.get("firm", ())),
        whole=_whole(entry, groups),
    )


def _frame(entry: dict[str, Any], groups: dict[str, str]) -> Frame:
    made = {
        side: _pattern(entry["id"], entry[side], groups)
        for side in ("before", "after", "clause", "around", "unless")
        if side in entry
    }
    return Frame(**made)


def _whole(entry: dict[str, Any], groups: dict[str, str]) -> Pattern:
    return _pattern(entry["id"], entry["whole"], groups) if "whole" in entry else None


def _pattern(owner: str, written: str, groups: dict[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(re.sub(r"<(\w+)>", lambda name: groups[name[1]], written))
    except (KeyError, re.error) as fault:
        raise ValueError(f"{owner}: {written}: {fault}") from fault


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def _stands(pattern: Pattern, text: str) -> bool:
    return pattern is None or pattern.search(text) is not None
