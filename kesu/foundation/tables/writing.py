"""Tables written out as people open them: CSV, XLSX and JSONL, row by row in constant memory."""

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

from xlsxwriter import Workbook
from xlsxwriter.format import Format as Look
from xlsxwriter.worksheet import Worksheet

from kesu.foundation.tables.formulas import guard, runs

Format = Literal["csv", "xlsx", "jsonl"]
FORMATS: tuple[str, ...] = get_args(Format)
MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
Cell = None | bool | int | str | datetime | date | tuple[str, ...] | dict[str, Any]
"""A tuple is a list in JSONL and its words with ``LISTED`` between them elsewhere; an object is
itself in JSONL and its JSON elsewhere.
"""

LISTED = "; "
MOST_TEXT = 32_767
"""What Excel keeps in one cell, counted as it counts: UTF-16 units."""
MOST_ROWS = 1_048_576
"""What Excel keeps in one sheet, the header included."""

_CHUNK = 64 * 1024
_LONGEST_EXACT = 10**15
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SAMPLE = 100
_WIDTHS = (8, 60)
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


def write_rows(
    format: Format,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    zone: tzinfo = UTC,
    title: str = "Kesu",
    cut: str = "…",
    most_rows: int = MOST_ROWS,
) -> Iterator[bytes]:
    """The bytes of a table, piece by piece, while ``rows`` are read.

    CSV is UTF-8 with a mark, CRLF, every text quoted; what a spreadsheet would run is guarded (see
    ``formulas``). XLSX has text as text and times as dates; text over ``MOST_TEXT`` ends in
    ``cut``, rows over ``most_rows`` go on in another sheet, characters that XML forbids become
    U+FFFD; its bytes come when the last row is read, from a file in the temporary directory.
    JSONL is one object a line, ``header`` its keys, nothing left out. Times are told in ``zone``:
    ``2026-03-09 14:05:00`` and, in JSONL, with their offset.
    """
    if format == "csv":
        return _csv(header, rows, zone)
    if format == "jsonl":
        return _jsonl(header, rows, zone)
    return _xlsx(header, rows, _Sheets(zone, title, cut, most_rows))


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]], zone: tzinfo) -> Iterator[bytes]:
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow([guard(name) for name in header])
    yield _taken(out)
    for row in rows:
        writer.writerow([_in_csv(cell, zone) for cell in row])
        if out.tell() >= _CHUNK:
            yield _taken(out)
    yield _taken(out)


def _taken(out: StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8", "replace")


def _in_csv(cell: Cell, zone: tzinfo) -> str | int | None:
    if isinstance(cell, str):
        return guard(cell)
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int):
        return cell
    if isinstance(cell, tuple | dict):
        return guard(_flat(cell))
    return str(_local(cell, zone))


def _flat(cell: str | tuple[str, ...] | dict[str, Any]) -> str:
    """One text for what a sheet has no form for."""
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False) if cell else ""
    return LISTED.join(cell) if isinstance(cell, tuple) else cell


def _local(cell: date, zone: tzinfo) -> date:
    """A day as it is; a time on the wall in ``zone``, to the second."""
    if not isinstance(cell, datetime):
        return cell
    return cell.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _jsonl(header: Sequence[str], rows: Iterable[Sequence[Cell]], zone: tzinfo) -> Iterator[bytes]:
    kept: list[str] = []
    size = 0
    for row in rows:
        values = {name: _in_json(cell, zone) for name, cell in zip(header, row, strict=True)}
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        kept.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield _lines(kept)
            kept, size = [], 0
    yield _lines(kept)


def _lines(kept: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in kept).encode("utf-8", "replace")


def _in_json(cell: Cell, zone: tzinfo) -> Any:
    if isinstance(cell, datetime):
        return cell.astimezone(zone).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], sheets: "_Sheets"
) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="kesu-xlsx-") as place:
        file = Path(place) / "table.xlsx"
        sheets.write(file, header, rows)
        with file.open("rb") as made:
            while piece := made.read(_CHUNK):
                yield piece


class _Sheets:
    """One workbook being written; rows leave the memory as the next one comes."""

    def __init__(self, zone: tzinfo, title: str, cut: str, most_rows: int) -> None:
        self._zone, self._cut, self._most = zone, cut, most_rows
        self._title = re.sub(r"[\[\]:*?/\\]", " ", title)[:24].strip("' ") or "Kesu"

    def write(self, file: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        given = iter(rows)
        sample = list(islice(given, _SAMPLE))
        self._widths = _widths(header, sample, self._zone)
        options = {"constant_memory": True, "tmpdir": str(file.parent)}
        with Workbook(str(file), options) as book:
            self._bold = book.add_format({"bold": True, "bg_color": "#F2F4F7"})
            self._day = book.add_format({"num_format": _DAY})
            self._moment = book.add_format({"num_format": _MOMENT})
            self._plain = book.add_format({"quote_prefix": True})
            self._fill(book, header, chain(sample, given))

    def _fill(self, book: Workbook, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        sheet, line = self._new(book, header, 1), 0
        for row in rows:
            line += 1
            if line == self._most:
                sheet, line = self._new(book, header, len(book.worksheets()) + 1), 1
            for column, cell in enumerate(row):
                self._put(sheet, line, column, cell)

    def _new(self, book: Workbook, header: Sequence[str], number: int) -> Worksheet:
        sheet = book.add_worksheet(self._title if number == 1 else f"{self._title} {number}")
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            self._text(sheet, 0, column, name, self._bold)
        return sheet

    def _put(self, sheet: Worksheet, line: int, column: int, cell: Cell) -> None:
        if cell is None or cell == ():
            return
        if isinstance(cell, str | tuple | dict):
            self._text(sheet, line, column, _flat(cell))
        elif isinstance(cell, bool):
            sheet.write_boolean(line, column, cell)
        elif isinstance(cell, int):
            self._number(sheet, line, column, cell)
        else:
            self._when(sheet, line, column, cell)

    def _text(
        self, sheet: Worksheet, line: int, column: int, text: str, look: Look | None = None
    ) -> None:
        """Never a formula, also not after somebody edits the cell and leaves it."""
        look = look or (self._plain if runs(text) else None)
        sheet.write_string(line, column, self._fitting(_FORBIDDEN.sub("\ufffd", text)), look)

    def _fitting(self, text: str) -> str:
        if len(text) * 2 <= MOST_TEXT or _units(text) <= MOST_TEXT:
            return text
        room = (MOST_TEXT - _units(self._cut)) * 2
        return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + self._cut

    def _number(self, sheet: Worksheet, line: int, column: int, number: int) -> None:
        """As text where a spreadsheet would forget its last figures."""
        if abs(number) < _LONGEST_EXACT:
            sheet.write_number(line, column, number)
        else:
            sheet.write_string(line, column, str(number))

    def _when(self, sheet: Worksheet, line: int, column: int, cell: date) -> None:
        """As a date, as text before the first one Excel knows."""
        local = _local(cell, self._zone)
        look = self._moment if isinstance(cell, datetime) else self._day
        write: Callable[..., Any] = sheet.write_datetime
        if local.year < 1900:
            sheet.write_string(line, column, str(local))
        else:
            write(line, column, local, look)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _widths(header: Sequence[str], sample: Sequence[Sequence[Cell]], zone: tzinfo) -> list[int]:
    """What fits the first rows, in the widths of a digit; Chinese takes two."""
    table = [header, *sample]
    least, most = _WIDTHS
    return [
        max(least, min(most, 2 + max(_width(row[column], zone) for row in table)))
        for column in range(len(header))
    ]


def _width(cell: Cell, zone: tzinfo) -> int:
    shown = _in_csv(cell, zone)
    line = str("" if shown is None else shown).partition("\n")[0][: _WIDTHS[1]]
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)
