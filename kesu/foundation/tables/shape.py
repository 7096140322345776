"""What a table read from a file looks like, and how a file is refused."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""One cell as the file has it; None where there is nothing. Times carry no zone unless they say."""

Format = Literal["csv", "tsv", "xlsx", "xls", "ods", "jsonl"]

LONGEST_CELL = 131_072
"""Characters of one cell; Excel's own limit is 32,767."""

MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class Row:
    """A row that could be read. ``cells`` is as long as the header.

    ``number`` is what the person sees: the row of the spreadsheet, the line of a text file.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class BadRow:
    """A row that could not be read: why, as a sentence, and its cells as far as they are known."""

    number: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass
class Table:
    """An open table. ``rows`` can be walked once, while the file is open.

    ``header`` names every column once. ``header_row`` is the row of its lowest names, 0 where the
    format has none. ``encoding`` is empty but for text; ``sheet`` is empty but for workbooks.
    ``total`` is the number of rows below the header if the file tells it (blank ones included).
    ``since_1904`` says that this workbook counts days from 1904: pass it on to ``read_time``.
    ``left_out`` names, once the rows are walked, other sheets of the workbook that have rows.
    """

    header: tuple[str, ...]
    header_row: int
    format: Format
    encoding: str
    sheet: str
    total: int | None
    size: int
    rows: Iterator[Row | BadRow]
    since_1904: bool = False
    left_out: Sequence[str] = ()
    place: Callable[[], float] = field(default=lambda: 0.0, repr=False)

    def position(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return min(max(self.place(), 0.0), 1.0)


class Unreadable(Exception):  # noqa: N818 - an answer to the sender, not an error of ours
    """A file that cannot be read as a table. ``code`` is stable, ``say`` is for the person.

    Codes: ``missing``, ``empty``, ``ending``, ``content``, ``encrypted``, ``damaged``, ``bomb``,
    ``entities``, ``too_large``, ``columns``, ``encoding``.
    """

    def __init__(self, code: str, say: str) -> None:
        self.code = code
        self.say = say
        super().__init__(say)
