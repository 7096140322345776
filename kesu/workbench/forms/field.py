"""One field of a form, and what may be chosen in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Choice = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """Choices under one title."""

    title: str
    choices: tuple[Choice, ...]


Choices = Mapping[str, Sequence[Choice] | Sequence[Group]]
NUMBERS = frozenset({"consult", "promise", "report", "opinion", "task", "draft"})
"""Fields that name a row by its number."""
_CODED = frozenset({"radio", "select"})


@dataclass(frozen=True)
class Field:
    """One field of a form. ``columns``: of a repeated row. ``when``: the field that must have one
    of the values for this one to be asked, as ``name=value,value``.
    """

    name: str
    label: str
    widget: str
    required: bool
    value: Any = None
    choices: tuple[Choice, ...] = ()
    groups: tuple[Group, ...] = ()
    help: str = ""
    error: str = ""
    expected: str = ""
    missing: bool = False
    lines: int = 3
    columns: tuple["Field", ...] = ()
    when: str = ""

    @property
    def bare(self) -> bool:
        """Whether it holds nothing of one case: no words, no number of a row, no fault."""
        empty = self.value is None or isinstance(self.value, bool)
        coded = self.widget in _CODED and isinstance(self.value, str)
        return (empty or coded) and not self.error and self.name not in NUMBERS
