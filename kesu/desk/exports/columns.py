"""Columns as data: a code for programs, a header for people, and where the value comes from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.writing import Cell

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. ``value`` has the codes of the contract; ``words`` says them to people."""

    code: str
    header: Any
    value: Callable[[Row], Cell]
    words: Callable[[Row], Cell] | None = None

    def said(self, row: Row) -> Cell:
        """The value as people read it."""
        return (self.words or self.value)(row)


def column(code: str, header: Any, said: Callable[[Any], str] | None = None) -> Column[Any]:
    """A column of the same name as the value in its row; ``said`` turns its code into a word."""
    value = attrgetter(code)
    return Column(code, header, value, (lambda row: said(value(row))) if said else None)


def chosen(columns: Sequence[Column[Row]], fields: Sequence[str]) -> tuple[Column[Row], ...]:
    """The columns of those codes, in that order; all where none is named.

    Errors: ``Refused`` with a fault for each code that is not known or named twice.
    """
    known = {column.code: column for column in columns}
    faults = [_fault(code, known) for code in fields if code not in known]
    faults += [
        Fault("fields", _("%(value)s is given twice.") % {"value": code})
        for code in dict.fromkeys(fields)
        if fields.count(code) > 1
    ]
    if faults:
        raise Refused(faults)
    return tuple(known[code] for code in fields) or tuple(columns)


def _fault(code: str, known: dict[str, Column[Row]]) -> Fault:
    return Fault("fields", _("%(value)s is not known.") % {"value": code[:40]}, ", ".join(known))


def yes_no(value: bool) -> str:
    return _("Yes") if value else _("No")
