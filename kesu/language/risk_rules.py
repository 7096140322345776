"""How the rules of reading are written: in TOML, with groups of words to be named in patterns."""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from kesu.language.clauses import REACH, Place
from kesu.language.finder import Finder, Found
from kesu.language.hints import hints
from kesu.language.normalise import normalise


@dataclass(frozen=True)
class Sought:
    """A pattern, and the mark that a text has which holds a word the pattern cannot be without; 0
    where no such word is known.
    """

    pattern: re.Pattern[str]
    mark: int = 0
    search: Callable[[str], object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "search", self.pattern.search)


Pattern = Sought | None


@dataclass(frozen=True)
class Frame:
    """What must stand around a word, and what must not. Each pattern looks at one side only."""

    before: Pattern = None
    after: Pattern = None
    clause: Pattern = None
    around: Pattern = None
    unless: Pattern = None

    def fits(self, at: Place, marks: int) -> bool:
        """Whether everything that is asked for stands there; ``marks`` are those of what stands
        there.
        """
        # Asked of every rule and weakener at every word: written out, for calls cost the most here.
        return not (
            (self.before and not self.before.search(at.left))
            or (self.after and not self.after.search(at.right))
            or (self.clause and not self.clause.search(at.clause))
            or (self.around and not self.around.search(at.sentence))
            or (
                self.unless
                and marks & self.unless.mark == self.unless.mark
                and self.unless.search(at.sentence)
            )
        )


@dataclass(frozen=True)
class Asking:
    """What is asked of the place of a word, and with ``whole`` of the text that it stands in."""

    id: str
    frame: Frame
    whole: Pattern = None
    needs: int = field(init=False)
    """The marks without which nothing around a word fits the frame."""

    def __post_init__(self) -> None:
        needs = 0
        for one in (self.frame.before, self.frame.after, self.frame.clause, self.frame.around):
            needs |= one.mark if one else 0
        object.__setattr__(self, "needs", needs)


@dataclass(frozen=True)
class Rule(Asking):
    """A word that tells something in its frame; ``weight`` from 0 to 1 is how much."""

    label: str = ""
    cue: tuple[str, ...] = ()
    weight: float = 0.0
    inside: tuple[str, ...] = ()
    firm: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weakener(Asking):
    """What makes a word mean less where it stands; ``factor`` from 0 to 1 is what is left."""

    factor: float = 1.0
    labels: tuple[str, ...] = ()

    def touches(self, rule: Rule) -> bool:
        """Whether it may weaken what that rule finds."""
        return self.id not in rule.firm and (not self.labels or rule.label in self.labels)


Cue: TypeAlias = tuple[int, int, tuple[Rule, ...]]
"""From where up to where a word stands that rules ask for, and these rules."""


@dataclass(frozen=True)
class Looked:
    """What stands in a text: ``cues``, every word that some rules ask for, with these rules, to be
    gone through once; the ``marks`` of the text; and the ``longer`` words that it holds, in which a
    word may mean something else.
    """

    cues: Iterable[Cue]
    marks: int
    longer: frozenset[str]
    _found: list[Found]
    _ends: list[int]
    _marks: list[int]

    def marks_near(self, start: int, end: int) -> int:
        """The marks of what stands within reach of a word: all of those that stand there, and
        maybe more.
        """
        if not self._ends:
            return self.marks
        first = bisect_left(self._ends, start - REACH)
        last = bisect_right(self._ends, end + REACH)
        marks, of = 0, self._marks
        for _, _, number in self._found[first:last]:
            marks |= of[number]
        return marks


_NARROW = 2 * REACH
"""Signs up to which all of a text is near whatever stands in it."""

_WHOLE = 5_000
"""Signs from which on what was found is not held, so that a text has its marks as a whole."""


@dataclass(frozen=True)
class Rules:
    """Rules made ready to be tried in one pass over a text. ``hints``: words with the marks that
    they give a text.
    """

    rules: tuple[Rule, ...]
    weakeners: tuple[Weakener, ...] = ()
    hints: Mapping[str, int] = field(default_factory=dict)
    _find: Finder = field(init=False, repr=False, compare=False)
    _of: list[tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _marks: list[int] = field(init=False, repr=False, compare=False)
    _longer: dict[int, str] = field(init=False, repr=False, compare=False)
    _weaker: dict[str, tuple[Weakener, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        asked: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for cue in dict.fromkeys(map(normalise, rule.cue)):
                asked.setdefault(cue, []).append(rule)
        longer = dict.fromkeys(word for rule in self.rules for word in rule.inside)
        words = list(dict.fromkeys([*asked, *longer, *self.hints]))
        object.__setattr__(self, "_find", Finder(words))
        object.__setattr__(self, "_of", [tuple(rules) for rules in asked.values()])
        object.__setattr__(self, "_marks", [self.hints.get(word, 0) for word in words])
        places = {place: word for place, word in enumerate(words) if word in longer}
        object.__setattr__(self, "_longer", places)
        weaker = {
            rule.id: tuple(one for one in self.weakeners if one.touches(rule))
            for rule in self.rules
        }
        object.__setattr__(self, "_weaker", weaker)

    def weaker(self, rule: Rule) -> tuple[Weakener, ...]:
        """What may weaken the findings of a rule."""
        return self._weaker[rule.id]

    def look(self, read: str) -> Looked:
        """What stands in a text that is asked for."""
        if len(read) >= _WHOLE:
            there = {number for _, _, number in self._find(read)}
            return self._looked(self._cues(self._find(read)), there, [], [])
        found, of, told = self._find.all(read), self._of, len(self._of)
        cues = [(start, end, of[number]) for start, end, number in found if number < told]
        ends = [end for _, end, _ in found] if len(read) > _NARROW else []
        return self._looked(cues, {number for _, _, number in found}, found, ends)

    def _cues(self, found: Iterable[Found]) -> Iterator[Cue]:
        of, told = self._of, len(self._of)
        return ((start, end, of[number]) for start, end, number in found if number < told)

    def _looked(
        self, cues: Iterable[Cue], there: set[int], found: list[Found], ends: list[int]
    ) -> Looked:
        marks = 0
        for number in there:
            marks |= self._marks[number]
        longer = self._longer.keys() & there
        said = frozenset(self._longer[number] for number in longer)
        return Looked(cues, marks, said, found, ends, self._marks)


@cache
def shipped(name: str) -> Rules:
    """The rules that come with Kesu: ``risk.toml``, ``stage.toml``."""
    return of_toml((files("kesu.language") / name).read_text(encoding="utf-8"))


def of_toml(content: str) -> Rules:
    """The rules written there. Errors: ``ValueError`` naming the rule; they are part of Kesu."""
    made = _Maker(tomllib.loads(content))
    return Rules(made.rules(), made.weakeners(), made.hints)


class _Maker:
    """Rules as they are made of what is written; each pattern gets a mark of its own."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        self.words: dict[str, list[str]] = told.get("group", {})
        self.groups = {name: _any(words) for name, words in self.words.items()}
        self.known: dict[str, Sought] = {}
        self.hints: dict[str, int] = {}

    def rules(self) -> tuple[Rule, ...]:
        return tuple(
            Rule(
                id=entry["id"],
                label=entry["id"].partition(".")[0],
                cue=self._cue(entry["cue"]),
                weight=entry["weight"],
                frame=self._frame(entry),
                inside=tuple(entry.get("inside", ())),
                firm=tuple(entry.get("firm", ())),
                whole=self._sought(entry, "whole"),
            )
            for entry in self.told["rule"]
        )

    def weakeners(self) -> tuple[Weakener, ...]:
        return tuple(
            Weakener(
                id=entry["id"],
                factor=entry["factor"],
                frame=self._frame(entry),
                labels=tuple(entry.get("labels", ())),
                whole=self._sought(entry, "whole"),
            )
            for entry in self.told.get("weak", [])
        )

    def _cue(self, cue: Sequence[str]) -> tuple[str, ...]:
        return tuple(
            one for said in cue for one in (self.words[said[1:]] if said[0] == "@" else [said])
        )

    def _frame(self, entry: Mapping[str, Any]) -> Frame:
        sides = ("before", "after", "clause", "around", "unless")
        return Frame(*(self._sought(entry, side) for side in sides))

    def _sought(self, entry: Mapping[str, Any], side: str) -> Pattern:
        if side not in entry:
            return None
        written = entry[side]
        if written not in self.known:
            self.known[written] = self._marked(_pattern(entry["id"], written, self.groups))
        return self.known[written]

    def _marked(self, pattern: re.Pattern[str]) -> Sought:
        words = hints(pattern)
        mark = 1 << len(self.known) if words else 0
        for word in words:
            self.hints[word] = self.hints.get(word, 0) | mark
        return Sought(pattern, mark)


def _pattern(owner: str, written: str, groups: dict[str, str]) -> re.Pattern[str]:
    try:
        return re.compile(re.sub(r"<(\w+)>", lambda name: groups[name[1]], written))
    except (KeyError, re.error) as fault:
        raise ValueError(f"{owner}: {written}: {fault}") from fault


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
