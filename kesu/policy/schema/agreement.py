"""和解协议: the clauses a house has approved, and what no agreement may ever say (F12)."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from kesu.policy.schema.base import Part, Text, Words

AgreementKind = Literal["compensation", "indemnity"]
PLACES = ("company", "customer", "no", "amount")
"""What may stand in braces; a line whose place has no value is left out."""
_SENTENCE = re.compile(r"[。；;！!？?\n]+|\.\s")
_FILLING = re.compile(r"[\s,，、:：·\"'“”‘’「」『』()（）《》<>*_-]+")
_PLACE = re.compile(r"\{(\w*)\}")


class Clause(Part):
    """One clause; ``kind`` ``any`` fits both. ``always``: chosen unless somebody takes it out."""

    code: Words
    kind: AgreementKind | Literal["any"] = "any"
    always: bool = False
    text: Text


class Blocked(Part):
    """Words that may not follow each other within one sentence, each with others in its place
    behind a ``|``. ``but``: what is read over first, so that a right may be confirmed.
    """

    words: tuple[Words, ...] = Field(min_length=1)
    but: tuple[Words, ...] = ()
    reason: Text

    def found_in(self, text: str) -> str | None:
        """The first sentence that says it, or None."""
        for sentence in _SENTENCE.split(text):
            if self._says(_bare(sentence)):
                return sentence.strip()
        return None

    def _says(self, sentence: str) -> bool:
        for one in self.but:
            sentence = sentence.replace(_bare(one), "\n")
        start = 0
        for word in self.words:
            ends = [
                sentence.find(_bare(other), start) + len(_bare(other))
                for other in word.split("|")
                if sentence.find(_bare(other), start) >= 0
            ]
            if not ends:
                return False
            start = min(ends)
        return True


class Agreement(Part):
    """``title`` and ``opening`` by kind: goodwill admits nothing, liability does."""

    company: Text | None = None
    title: dict[AgreementKind, Text] = Field(default_factory=dict)
    opening: dict[AgreementKind, Text] = Field(default_factory=dict)
    closing: Text | None = None
    clauses: tuple[Clause, ...] = ()
    blocked: tuple[Blocked, ...] = ()

    def fitting(self, kind: str) -> tuple[Clause, ...]:
        """The clauses of that kind of agreement."""
        return tuple(one for one in self.clauses if one.kind in ("any", kind))

    def forbidden(self, text: str) -> tuple[str, Blocked] | None:
        """The first sentence that may not stand, and the entry that says why."""
        for one in self.blocked:
            sentence = one.found_in(text)
            if sentence is not None:
                return sentence, one
        return None

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every text with its place in the file."""
        for kind, text in self.title.items():
            yield from _each(("title", kind), text)
        for kind, text in self.opening.items():
            yield from _each(("opening", kind), text)
        for place, clause in enumerate(self.clauses):
            yield from _each(("clauses", place, "text"), clause.text)
        if self.closing is not None:
            yield from _each(("closing",), self.closing)


def places_in(text: str) -> list[str]:
    """The names that stand in braces."""
    return _PLACE.findall(text)


def _each(path: tuple[str | int, ...], text: Text) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for language, words in text.model_dump(by_alias=True, exclude_none=True).items():
        yield (*path, language), words


def _bare(text: str) -> str:
    return _FILLING.sub("", unicodedata.normalize("NFKC", text)).casefold()
