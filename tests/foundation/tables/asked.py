"""Asking the door of the tables what it makes of a file."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kesu.foundation.tables.reading import BadRow, Cell, Row, Unreadable, open_table

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For laws that are tried on files: how long a file takes is no part of them."""


@dataclass(frozen=True)
class Answer:
    """All of a table at once."""

    header: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    numbers: list[int]
    bad: list[BadRow]
    encoding: str
    format: str
    sheet: str


def read(path: Path, *, encoding: str = "", known_words: Collection[str] = ()) -> Answer:
    """The whole table in ``path``."""
    with open_table(path, encoding=encoding, known_words=known_words) as table:
        found = list(table.rows)
        rows = [row for row in found if isinstance(row, Row)]
        return Answer(
            header=table.header,
            rows=[row.cells for row in rows],
            numbers=[row.number for row in rows],
            bad=[row for row in found if isinstance(row, BadRow)],
            encoding=table.encoding,
            format=table.format,
            sheet=table.sheet,
        )


def read_bytes(
    folder: Path, content: bytes, name: str = "table.csv", *, known_words: Collection[str] = ()
) -> Answer:
    """The table that a file of these bytes holds."""
    path = folder / name
    path.write_bytes(content)
    return read(path, known_words=known_words)


def refusal(path: Path, encoding: str = "") -> str:
    """The code with which the file is refused; its sentence names the file."""
    with pytest.raises(Unreadable) as refused:
        read(path, encoding=encoding)
    assert path.name in refused.value.say
    return refused.value.code
