"""How a file is read: which column holds which field, and what is the same for every row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.shape import Cell
from kesu.foundation.tables.times import LostDigits
from kesu.intake import headers, rules
from kesu.intake.rules import REASON, Samples
from kesu.journeys.take_in.cells import NOTHING, Plain, Reader, folded
from kesu.journeys.take_in.fields import Fields, Fitting, may_say_nothing


@dataclass(frozen=True)
class Columns:
    """``columns``: the header of each field that is read; ``values``: what every row has.
    ``guessed``: nobody named them; ``kept``: they stood under a name already; ``doubtful``: columns
    that are called like a field and were not taken for it.
    """

    columns: Mapping[str, str]
    values: Mapping[str, str]
    guessed: bool = False
    kept: bool = False
    doubtful: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> frozenset[str]:
        """Every field that some row may have."""
        return frozenset((*self.columns, *self.values))


def asked(
    pairs: Sequence[str], fields: Fields, *, option: str, headers: Sequence[str] | None = None
) -> dict[str, str]:
    """``field=column`` or ``field=value`` as words of the command line say it.

    Errors: ``Refused`` for an unknown field, one named twice, or a column the file does not have.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        if not sign or not name or not value:
            raise _refused(option, _("This names no field."), "field=…")
        if name not in fields:
            message = _("The field %(name)s is not known.") % {"name": name}
            raise _refused(option, message, ", ".join(fields))
        if name in found:
            raise _refused(option, _("The field %(name)s is named twice.") % {"name": name}, "")
        found[name] = value if headers is None else _column(value, headers, option)
    return found


def _column(word: str, headers: Sequence[str], option: str) -> str:
    if word in headers:
        return word
    alike = [header for header in headers if rules.plain(header) == rules.plain(word)]
    if len(alike) == 1:
        return alike[0]
    message = _("The file has no column %(name)s.") % {"name": word}
    raise _refused(option, message, ", ".join(headers))


def guessed(
    kind: str, samples: Mapping[str, Samples], fits: Fitting, *, fixed: Mapping[str, str]
) -> Columns:
    """What headers and values tell; ``fixed`` is what every row has anyway, by field."""
    words = {name: said for name, said in headers.words(kind).items() if name not in fixed}
    columns = {header: values for header, values in samples.items() if header != REASON}
    found = rules.guess(columns, words, never=headers.never(), weak=headers.weak(), fits=fits)
    return Columns(found.columns, fixed, guessed=True, doubtful=found.doubtful)


def _refused(option: str, message: str, expected: str) -> Refused:
    return Refused([Fault(option, message, expected)], code="columns")


@dataclass
class Assembly:
    """Makes the payload of a row from its cells."""

    fields: Fields
    reader: Reader
    columns: Columns
    header: Sequence[str]
    places: list[tuple[str, int]] = field(init=False)
    counted: list[int] = field(init=False)
    fixed: dict[str, Plain] = field(init=False)
    bare: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.counted = [place for place, name in enumerate(self.header) if name != REASON]
        self.places = [
            (name, self.header.index(column)) for name, column in self.columns.columns.items()
        ]
        self.bare = frozenset(
            name for name in self.columns.columns if may_say_nothing(name, self.fields)
        )
        self.fixed = {
            name: self.fields[name](self.reader, name, value)
            for name, value in self.columns.values.items()
        }

    def values(self, cells: Sequence[Cell]) -> dict[str, Plain]:
        """What the row says of each field; an empty cell says nothing, and so does a dash or 「无」
        where no words are expected.

        Errors: ``Refused`` for a cell whose digits are lost, or an amount that is none.
        """
        found = dict(self.fixed)
        for name, place in self.places:
            cell = cells[place] if place < len(cells) else None
            if name in self.bare and isinstance(cell, str) and folded(cell) in NOTHING:
                continue
            try:
                value = self.fields[name](self.reader, name, cell) if cell is not None else ""
            except LostDigits as lost:
                raise Refused([Fault(name, lost.say)]) from None
            if value not in ("", []):
                found[name] = value
        return found

    def say(self, refusal: Refused) -> str:
        """The faults of a row with the columns they stand in."""
        return "; ".join(self._say(fault) for fault in refusal.faults)

    def _say(self, fault: Fault) -> str:
        field = fault.loc if fault.loc in self.fields else fault.loc.rpartition(".")[0]
        column = self.columns.columns.get(field)
        values = {
            "where": column or fault.loc,
            "message": fault.message.rstrip(".。"),
            "expected": fault.expected,
        }
        if not fault.loc:
            return fault.message
        if column is None:
            where = _("field %(where)s: %(message)s") % values
        else:
            where = _("column %(where)s: %(message)s") % values
        return where + (_("; expected: %(expected)s") % values if fault.expected else "")


def nested(values: Mapping[str, Plain]) -> dict[str, object]:
    """``customer.phone`` as the payload has it: an object in an object."""
    raw: dict[str, object] = {}
    for name, value in values.items():
        part, dot, inner = name.partition(".")
        if dot:
            inside = raw.setdefault(part, {})
            assert isinstance(inside, dict)
            inside[inner] = value
        else:
            raw[name] = value
    return raw
