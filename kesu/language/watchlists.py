"""Watch lists as they are written: in TOML, each fault named by its place."""

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

from kesu.foundation.word_groups import WORD_GROUPS
from kesu.language import plain
from kesu.language.normalise import normalise
from kesu.language.watch import Negation, WatchList, Word

LEVELS = (1, 2, 3)


class NoList(ValueError):  # noqa: N818 - what the content is
    """A watch list that cannot be used: in which entry, which field, and what was expected."""


@cache
def shipped() -> WatchList:
    """The list that comes with Kesu; a company edits a copy."""
    content = (files("kesu.language") / "watch.toml").read_text(encoding="utf-8")
    return of_toml(content)


def of_toml(content: str) -> WatchList:
    """The list that is written in TOML. Errors: ``NoList``, with every fault on a line."""
    try:
        told = plain.loads(content, "word")
    except tomllib.TOMLDecodeError as fault:
        raise NoList(str(fault)) from fault
    faults: list[str] = []
    words = tuple(
        _word(place, entry, faults) for place, entry in enumerate(told.get("word", []), 1)
    )
    negation = Negation(
        **{
            name: _texts(f"negation.{name}", told.get("negation", {}).get(name, []), faults)
            for name in ("before", "but", "link")
        }
    )
    often = Counter(word.term for word in words)
    faults += [f"{term}: given twice" for term in sorted(often) if often[term] > 1]
    if faults:
        raise NoList("\n".join(faults))
    return WatchList(words, negation)


_KNOWN = {"term", "group", "level", "variants", "near", "not_near", "inside"}


def _word(place: int, entry: Any, faults: list[str]) -> Word:
    at = f"word {place}"
    if not isinstance(entry, dict):
        faults.append(f"{at}: expected a table")
        return Word("", "", 1)
    term, group, level = entry.get("term"), entry.get("group"), entry.get("level")
    if not isinstance(term, str) or not normalise(term):
        faults.append(f"{at}: term: expected a word")
    if group not in WORD_GROUPS:
        faults.append(f"{at}: group: expected one of {', '.join(WORD_GROUPS)}")
    if level not in LEVELS or isinstance(level, bool):
        faults.append(f"{at}: level: expected 1, 2 or 3")
    faults += [f"{at}: {name}: unknown" for name in sorted(entry.keys() - _KNOWN)]
    lists = {
        name: _texts(f"{at}: {name}", entry[name], faults)
        for name in ("variants", "near", "not_near", "inside")
        if name in entry
    }
    return Word(str(term), str(group), level if isinstance(level, int) else 1, **lists)


def _texts(place: str, value: Any, faults: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) and normalise(one) for one in value):
        return tuple(value)
    faults.append(f"{place}: expected a list of words")
    return ()
