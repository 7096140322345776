"""The lists there are, and how one of them is opened."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.complaints import permissions
from kesu.desk.exports import cases, customers, gifts, notices, records, work
from kesu.desk.exports.ask import Ask
from kesu.desk.exports.columns import Column, chosen
from kesu.desk.exports.keys import Keys
from kesu.desk.faults import NotYours
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.writing import Cell
from kesu.remedies.rules import Ledger


class Reading(Protocol):
    """Takes a list down, then reads batches of its keys as frozen values, masked."""

    def listed(self) -> Keys[Any]: ...
    def rows(self, batch: Sequence[Any], /) -> Sequence[Any]: ...


@dataclass(frozen=True)
class List:
    """A list by name: its title, its columns, and what reads it."""

    title: Any
    columns: tuple[Column[Any], ...]
    reading: Callable[[Ask], Reading]


LISTS: dict[str, List] = {
    "complaints": List(gettext_lazy("List of complaints"), cases.COLUMNS, cases.Reading),
    "journal": List(gettext_lazy("Journal"), records.COLUMNS, records.Reading),
    "customers": List(gettext_lazy("List of customers"), customers.COLUMNS, customers.Reading),
    "clocks": List(gettext_lazy("List of clocks"), work.CLOCKS, work.clocks),
    "promises": List(gettext_lazy("List of promises"), work.PROMISES, work.promises),
    "consults": List(gettext_lazy("List of tasks of departments"), work.CONSULTS, work.consults),
    "compensation": List(
        gettext_lazy("List of goodwill"), gifts.COLUMNS, gifts.of(Ledger.compensation)
    ),
    "indemnity": List(gettext_lazy("List of liability"), gifts.COLUMNS, gifts.of(Ledger.indemnity)),
    "notices": List(gettext_lazy("List of notices"), notices.COLUMNS, notices.Reading),
}


@dataclass(frozen=True)
class Opened:
    """A list taken down and not yet read. ``header`` is for people, ``codes`` for programs."""

    name: str
    title: str
    columns: tuple[Column[Any], ...]
    keys: Keys[Any]
    reading: Reading
    language: str | None

    @property
    def codes(self) -> list[str]:
        return [column.code for column in self.columns]

    @property
    def header(self) -> list[str]:
        return [str(column.header) for column in self.columns]

    def rows(self, *, in_words: bool) -> Iterator[list[Cell]]:
        """The cells, batch by batch, with words for people or codes for programs."""
        for batch in self.keys.batches():
            # Whoever takes the rows may speak another language between two of them.
            with translation.override(self.language):
                found = [self._cells(row, in_words=in_words) for row in self.reading.rows(batch)]
            yield from found

    def _cells(self, row: Any, *, in_words: bool) -> list[Cell]:
        if in_words:
            return [column.said(row) for column in self.columns]
        return [column.value(row) for column in self.columns]


def open_list(name: str, ask: Ask, fields: Sequence[str] = ()) -> Opened:
    """The list of that name, with the columns of ``fields`` in their order, all where none is
    named.

    Errors: ``Refused`` naming what is known; ``NotYours`` for who may export nothing at all.
    """
    if name not in LISTS:
        fault = Fault("what", _("%(value)s is not known.") % {"value": name[:40]}, ", ".join(LISTS))
        raise Refused([fault])
    if ask.reader is not None and not permissions.may_export_something(ask.reader):
        raise NotYours
    kind = LISTS[name]
    columns = chosen(kind.columns, fields)
    reading = kind.reading(ask)
    language = translation.get_language()
    return Opened(name, str(kind.title), columns, reading.listed(), reading, language)
