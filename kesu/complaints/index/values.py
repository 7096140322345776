"""What is put into the index and what is asked of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kesu.language.rules import fold

TABLE = "complaints_words"


class Entry(NamedTuple):
    """What is searched of one complaint. ``name``: the customer's."""

    key: int
    subject: str
    text: str
    name: str

    @property
    def parts(self) -> tuple[str, str]:
        """Subject and text; most subjects stand in the text and need not stand twice."""
        repeated = fold(self.subject) in fold(self.text)
        return "" if repeated else self.subject, self.text


class Sought(NamedTuple):
    """Each piece stands in the subject, in the text or, with ``names``, in the customer's name.

    No piece is empty, none holds NUL.
    """

    pieces: tuple[str, ...]
    names: bool


class Span(NamedTuple):
    """The keys from ``first`` up to but not including ``end``."""

    first: int
    end: int


@dataclass(frozen=True)
class Engine:
    """How one kind of database keeps the index. ``where``: a condition on ``key_column``."""

    create: tuple[str, ...]
    write: Callable[[list[Entry], Any], None]
    key_column: str
    where: Callable[[Sought], tuple[str, list[Any]]]
    newest: Callable[[Sought, Span, Any], Iterator[int]]
