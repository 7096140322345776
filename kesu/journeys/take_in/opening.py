"""From an open table and what the command line says to how its rows are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.shape import BadRow, Row, Table
from kesu.intake import headers, operations, queries
from kesu.intake.rules import REASON, Samples
from kesu.journeys.take_in import columns as reading
from kesu.journeys.take_in.cells import shown
from kesu.journeys.take_in.columns import Assembly, Columns
from kesu.journeys.take_in.fields import Fitting
from kesu.journeys.take_in.kind import Kind

_SAMPLE = 200
_SOME_TEXT = "…"


@dataclass(frozen=True)
class Asked:
    """What somebody said of a file: ``field=column``, ``field=value``, a name to keep it under."""

    columns: Sequence[str] = ()
    values: Sequence[str] = ()
    mapping: str = ""


def header_words(kind: str) -> list[str]:
    """By which words the header of such a file is known."""
    return [word for words in headers.words(kind).values() for word in words]


def opened(kind: Kind, table: Table, asked: Asked) -> tuple[Assembly, Iterator[Row | BadRow]]:
    """How the rows of ``table`` are read, and the rows, none lost.

    Errors: ``Refused`` naming the option, the unknown field or column, or the one that is missing.
    """
    sample = list(islice(table.rows, _SAMPLE))
    reader = kind.reader(since_1904=table.since_1904)
    samples = _samples(table, sample)
    fits = Fitting(kind.fields, reader, kind.known(), kind.unique, kind.numbers, bool(sample))
    chosen = _chosen(kind, samples, asked, fits)
    if kind.needed and kind.needed not in chosen.named:
        raise _missing(kind.needed, samples)
    assembly = Assembly(kind.fields, reader, chosen, table.header)
    _check_fixed(kind, assembly)
    return assembly, chain(sample, table.rows)


def keep(kind: Kind, name: str, chosen: Columns, *, at: datetime) -> None:
    """Keeps how columns are read under a name, for the next file of the kind. What was said beside
    a name that is known holds for this file alone.
    """
    if chosen.kept:
        return
    with transaction.atomic():
        operations.keep_mapping(
            name=name, kind=kind.name, columns=chosen.columns, values=chosen.values, at=at
        )


def _samples(table: Table, sample: Sequence[Row | BadRow]) -> dict[str, Samples]:
    rows = [[shown(cell) for cell in row.cells] for row in sample if isinstance(row, Row)]
    return {
        header: [cells[place] for cells in rows if place < len(cells) and cells[place]]
        for place, header in enumerate(table.header)
        if header != REASON
    }


def _chosen(kind: Kind, samples: dict[str, Samples], asked: Asked, fits: Fitting) -> Columns:
    headers = list(samples)
    columns = reading.asked(asked.columns, kind.fields, option="--map", headers=headers)
    values = reading.asked(asked.values, kind.fields, option="--set")
    twice = sorted(columns.keys() & values.keys())
    if twice:
        message = _("The field %(name)s is named twice.") % {"name": twice[0]}
        raise Refused([Fault("--set", message)], code="columns")
    kept = queries.mapping(asked.mapping, kind.name) if asked.mapping else None
    if columns:
        return Columns(columns, values)
    if kept is not None:
        pairs = [f"{name}={column}" for name, column in kept.columns.items()]
        option = f"--mapping {asked.mapping}"
        columns = reading.asked(pairs, kind.fields, option=option, headers=headers)
        return Columns(columns, {**kept.values, **values}, kept=True)
    return reading.guessed(kind.name, samples, fits, fixed=values)


def _missing(field: str, samples: dict[str, Samples]) -> Refused:
    message = _("No column holds %(field)s.") % {"field": field}
    expected = _("one of %(headers)s, named with --map %(field)s=COLUMN") % {
        "headers": ", ".join(samples),
        "field": field,
    }
    return Refused([Fault(field, message, expected)], code="columns")


def _check_fixed(kind: Kind, assembly: Assembly) -> None:
    """What every row shall have is right by itself."""
    fixed = assembly.fixed
    if not fixed:
        return
    try:
        kind.judge({kind.needed: _SOME_TEXT, **fixed} if kind.needed else fixed)
    except Refused as refusal:
        faults = [
            Fault(f"--set {fault.loc}", fault.message, fault.expected)
            for fault in refusal.faults
            if fault.loc in fixed
        ]
        if faults:
            raise Refused(faults, code="columns") from None
