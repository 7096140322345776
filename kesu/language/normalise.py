"""One way of reading for every way of writing: 投*诉, 投 诉 and ＴＯＵ訴 alike. Pure.

Width, case, Traditional and Simplified, hidden and separating signs are folded away by one table
(``characters.tsv``, made by ``tools/characters.py``). Ends of sentences stay: what is said in one
sentence does not reach into the next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

_LONG = 400
"""Signs from which on many are looked up at once."""


def normalise(text: str) -> str:
    """``text`` as it is read. Idempotent; costs no more than its length."""
    return text.translate(table()) if len(text) < _LONG else _quick()(text)


def readings(texts: Sequence[str]) -> list["Reading"]:
    """Many texts as they are read, all at once."""
    read = normalise(_BREAK.join(texts)).split(_BREAK)
    if len(read) != len(texts):
        return [Reading(text) for text in texts]
    return [Reading(text, known) for text, known in zip(texts, read, strict=True)]


_BREAK = "\ufdd0"
"""A sign that no text has, for it is none, and that is read as it stands."""


@cache
def _quick() -> Callable[[str], str]:
    from kesu.language.lookup import reader  # noqa: PLC0415 - numpy, needed for long texts only

    return reader(table())


@cache
def _placer() -> Callable[[str], Sequence[int]]:
    from kesu.language.lookup import placer  # noqa: PLC0415 - needed where something was found

    return placer(table())


@cache
def table() -> Mapping[int, str]:
    """What each character is read as; who is not in it is read as it stands."""
    content = (files("kesu.language") / "characters.tsv").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in content.split("\n") if line)
    return {int(number, 16): read for number, _, read in rows}


@dataclass(frozen=True)
class Reading:
    """A text with how it is read; places in the one lead back to the other."""

    source: str
    known: str | None = field(default=None, repr=False, compare=False)
    """How it is read, where that is known already."""

    @cached_property
    def text(self) -> str:
        """As it is read."""
        return normalise(self.source) if self.known is None else self.known

    @cached_property
    def _places(self) -> Sequence[int]:
        return _placer()(self.source)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where up to where in the source a piece of the read text stands; ``start < end``."""
        return self._places[start], self._places[end - 1] + 1
