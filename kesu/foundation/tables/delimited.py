"""Reading CSV and its kin: what is wrong with one row costs that row and no other."""

import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kesu.foundation.tables.encodings import UNKNOWN, Finding
from kesu.foundation.tables.formulas import unguard
from kesu.foundation.tables.headers import LOOK_AT, choose_header, word
from kesu.foundation.tables.lines import Lines, LongLine, open_lines
from kesu.foundation.tables.reasons import (
    lone_quote,
    long_cell,
    long_header,
    long_line,
    no_table,
    not_text,
    too_many_cells,
    too_wide,
    unreadable_text,
)
from kesu.foundation.tables.shape import LONGEST_CELL, MOST_COLUMNS, BadRow, Row, Table

DELIMITERS = ",\t;|"
ONE_COLUMN = "\x1f"
_SAMPLE_LINES = 60
_MOST_ABSORBED = 200


@dataclass(frozen=True)
class _Layout:
    delimiter: str
    header: tuple[str, ...]
    header_row: int
    rest: int


@contextmanager
def open_delimited(path: Path, found: Finding, known_words: Collection[str]) -> Iterator[Table]:
    """A table of comma, tab, semicolon or bar. Errors: ``Unreadable`` where no header is found."""
    with open_lines(path, found) as lines:
        sample = _sample(path, lines)
        layout = _layout(path, sample, known_words)
        lines.give_back(sample[layout.rest :])
        yield Table(
            header=layout.header,
            header_row=layout.header_row,
            format="tsv" if layout.delimiter == "\t" else "csv",
            encoding=found.name,
            sheet="",
            total=None,
            size=path.stat().st_size,
            rows=_Rows(lines, layout.delimiter, len(layout.header), found).walk(),
            place=lines.place,
        )


def _sample(path: Path, lines: Lines) -> list[str]:
    try:
        for _line in lines:
            if len(lines.taken) == _SAMPLE_LINES:
                break
    except LongLine:
        long = lines.taken.pop()
        if not lines.taken:
            raise long_header(path, long) from None
        lines.give_back([long])
    return list(lines.taken)


def _layout(path: Path, sample: list[str], known_words: Collection[str]) -> _Layout:
    known = {word(known_word) for known_word in known_words}
    delimiter = _delimiter(sample, known)
    records = _records(sample, delimiter)
    header = choose_header([cells for cells, *_lines in records[:LOOK_AT]], known_words)
    if header is None:
        raise no_table(path)
    if any(UNKNOWN in name or "\0" in name for name in header.names):
        raise not_text(path)
    if len(header.names) > MOST_COLUMNS:
        raise too_wide(path, len(header.names))
    start, end = records[header.last][1:]
    return _Layout(delimiter, tuple(map(unguard, header.names)), start, end)


def _delimiter(sample: list[str], known: set[str]) -> str:
    """What parts the cells; ``ONE_COLUMN`` where a name stands alone above texts of any shape."""
    fitness = {sign: _fitness(sample, sign, known) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: fitness[sign])
    hits, share, _width = fitness[best]
    first = next((line for line in sample if line.strip()), "")
    alone = not hits and share < 0.5 and not any(sign in first for sign in DELIMITERS)
    return ONE_COLUMN if alone else best


def _fitness(sample: list[str], delimiter: str, known: set[str]) -> tuple[int, float, int]:
    """How well a delimiter explains the text: known words, rows of one width, that width."""
    widths, hits = [], 0
    for cells, _start, _end in _records(sample, delimiter):
        widths.append(len(cells))
        if len(widths) <= LOOK_AT:
            hits = max(hits, len({word(cell) for cell in cells} & known - {""}))
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if usual < 2:
        return hits if hits > 1 else 0, 0.0, 0
    return hits if hits > 1 else 0, round(widths.count(usual) / len(widths), 1), usual


def _records(sample: list[str], delimiter: str) -> list[tuple[list[str], int, int]]:
    """Records with the number of their first line (from 1) and of their last."""
    reader = csv.reader(iter(sample), delimiter=delimiter)
    records: list[tuple[list[str], int, int]] = []
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return records
        except csv.Error:
            cells = []
        if any(cell.strip() for cell in cells):
            records.append((cells, start, reader.line_num))
        start = reader.line_num + 1


class _Rows:
    """The rows below the header. One object walks one file once."""

    def __init__(self, lines: Lines, delimiter: str, width: int, found: Finding) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._suspect = not found.clean or found.nul

    def walk(self) -> Iterator[Row | BadRow]:
        lines, width = self._lines, self._width
        taken = lines.taken
        blank = f' \t\r\n\u3000"{self._delimiter}'
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        while True:
            taken.clear()
            start = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except LongLine:
                yield self._broken(start, long_line())
                continue
            except csv.Error as error:
                yield self._broken(start, self._reason(error))
                continue
            if len(cells) == width and len(taken) == 1 and "'" not in taken[0]:
                if self._suspect and (reason := unreadable_text(taken)):
                    yield BadRow(start, reason, tuple(cells))
                elif taken[0].strip(blank):
                    yield Row(start, tuple([cell or None for cell in cells]))
            else:
                yield from self._unusual(start, cells)

    def _unusual(self, start: int, cells: list[str]) -> Iterator[Row | BadRow]:
        """Rows of several lines, of another width, or with an apostrophe."""
        width = self._width
        if not any(cell.strip() for cell in cells):
            return
        if len(cells) != width and len(self._lines.taken) > 1 and self._restart() is not None:
            yield self._broken(start, lone_quote())
            return
        if self._suspect and (reason := unreadable_text(self._lines.taken)):
            yield BadRow(start, reason, tuple(cells))
        elif any(cell.strip() for cell in cells[width:]):
            yield BadRow(start, too_many_cells(len(cells), width), tuple(cells[:MOST_COLUMNS]))
        else:
            full = [unguard(cell) or None for cell in cells[:width]]
            yield Row(start, tuple(full + [None] * (width - len(full))))

    def _reason(self, error: csv.Error) -> str:
        if "field larger" in str(error) and len(self._lines.taken) == 1:
            return long_cell()
        return lone_quote()

    def _broken(self, start: int, reason: str) -> BadRow:
        """Reports the lines taken, and what follows up to the next whole row, as one bad row."""
        lines = self._lines
        restart = self._restart()
        if restart is None:
            self._absorb()
            broken = list(lines.taken)
        else:
            broken = lines.taken[:restart]
            lines.give_back(lines.taken[restart:])
        return BadRow(start, reason, self._cells("".join(broken)))

    def _restart(self) -> int | None:
        """Where in the lines taken the next row begins, if it does."""
        taken = self._lines.taken
        return next((at for at in range(1, len(taken)) if self._begins(taken[at])), None)

    def _absorb(self) -> None:
        lines = self._lines
        while len(lines.taken) < _MOST_ABSORBED:
            try:
                line = next(lines)
            except StopIteration:
                return
            except LongLine:
                continue
            if self._begins(line):
                lines.give_back([lines.taken.pop()])
                return

    def _begins(self, line: str) -> bool:
        """The line is a whole row by itself, or opens one that has its first cells."""
        if '"' not in line:
            return line.count(self._delimiter) + 1 == self._width and bool(line.strip())
        try:
            cells = next(csv.reader([line], delimiter=self._delimiter, strict=True), [])
        except csv.Error as error:
            return "unexpected end" in str(error) and line.count(self._delimiter) > 0
        return len(cells) == self._width

    def _cells(self, text: str) -> tuple[str, ...]:
        text = text.rstrip("\r\n ")[:LONGEST_CELL].replace(UNKNOWN, "\ufffd")
        return tuple(text.split(self._delimiter, self._width - 1))
