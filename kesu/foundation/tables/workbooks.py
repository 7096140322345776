"""Reading XLSX, XLS and ODS: checked, opened by a child process, read as its rows come."""

import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

from kesu.foundation.tables.archives import (
    check_archive,
    counts_from_1904,
    damaged,
    encrypted,
    part_of_sheet,
    rows_without_result,
)
from kesu.foundation.tables.headers import LOOK_AT, MOST_LEVELS, Header, Span, choose_header
from kesu.foundation.tables.kinds import OLE, Kind, mismatch
from kesu.foundation.tables.reasons import (
    long_cell,
    no_result,
    no_table,
    too_large,
    too_many_cells,
    too_wide,
)
from kesu.foundation.tables.shape import (
    LONGEST_CELL,
    MOST_COLUMNS,
    BadRow,
    Cell,
    Row,
    Table,
    Unreadable,
)

_CHILD = "kesu.foundation.tables.workbook_child"
Numbered = tuple[int, list[Cell]]
"""A row of the sheet, from 1, and its cells from the first used column on."""


@contextmanager
def open_workbook(path: Path, kind: Kind, known_words: Collection[str]) -> Iterator[Table]:
    """The first sheet with rows. Errors: ``Unreadable``; while rows come, only for what the child
    process cannot finish.
    """
    parts = check_workbook(path, kind)
    with _child(path) as output:
        sheet = _first(path, output)
        left_out: list[str] = []
        rows = _numbered(path, output, sheet["others"], left_out)
        sample = list(islice(rows, LOOK_AT + MOST_LEVELS))
        header = _header(path, sample, sheet, known_words)
        part = part_of_sheet(path, sheet["sheet"]) if kind == "xlsx" else ""
        unfinished = rows_without_result(path, part) if parts.get(part) else frozenset()
        reader = _Rows(sheet, sample[header.last][0], len(header.names), unfinished)
        yield Table(
            header=header.names,
            header_row=reader.header_row,
            format="xlsx" if kind == "xlsx" else "xls" if kind == "xls" else "ods",
            encoding="",
            sheet=sheet["sheet"],
            total=reader.total,
            size=path.stat().st_size,
            rows=reader.walk(chain(sample[header.last + 1 :], rows)),
            since_1904=kind == "xlsx" and counts_from_1904(path),
            left_out=left_out,
            place=lambda: reader.at / max(reader.total, 1),
        )


def check_workbook(path: Path, kind: Kind) -> dict[str, bool]:
    """The parts of a ZIP, and which have formulas.

    Errors: ``Unreadable`` where the file is hostile, damaged, encrypted or not of its kind.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head == OLE:
        _check_compound(path, kind)
        return {}
    names = check_archive(path)
    found = (
        "xlsx"
        if "xl/workbook.xml" in names
        else "xlsb"
        if "xl/workbook.bin" in names
        else "ods"
        if "content.xml" in names
        else "docx"
        if "word/document.xml" in names
        else "zip"
    )
    if found != kind:
        raise mismatch(path, found.upper())
    return names


def _check_compound(path: Path, kind: Kind) -> None:
    """A compound file is an XLS if it has a workbook inside, and encrypted if it says so."""
    content = path.read_bytes()
    streams = ("EncryptedPackage", "EncryptionInfo", "WordDocument", "Workbook", "Book")
    found = {name for name in streams if name.encode("utf-16-le") in content}
    if found & {"EncryptedPackage", "EncryptionInfo"}:
        raise encrypted(path)
    if not found:
        raise damaged(path)
    if not found & {"Workbook", "Book"}:
        raise mismatch(path, "DOC")
    if kind != "xls":
        raise mismatch(path, "XLS")


@contextmanager
def _child(path: Path) -> Iterator[IO[bytes]]:
    command = [sys.executable, "-m", _CHILD, str(os.getpid()), str(path.resolve())]
    with subprocess.Popen(  # noqa: S603 - our own module, and the path is no option
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        finally:
            process.kill()


def _first(path: Path, output: IO[bytes]) -> dict[str, Any]:
    sheet: dict[str, Any] = _value(path, output)
    width = sheet["end"][1] - sheet["left"] + 1
    if width > MOST_COLUMNS:
        raise too_wide(path, width)
    return sheet


def _value(path: Path, output: IO[bytes]) -> Any:
    line = output.readline()
    if not line.endswith(b"\n"):
        raise too_large(path)
    value = json.loads(line, object_hook=_decoded)
    if isinstance(value, dict) and "error" in value:
        code = value["error"]
        if code == "empty":
            raise no_table(path)
        raise {"encrypted": encrypted, "memory": too_large}.get(code, damaged)(path)
    return value


def _decoded(value: dict[str, Any]) -> Any:
    if "datetime" in value:
        return datetime.fromisoformat(value["datetime"])
    if "date" in value:
        return date.fromisoformat(value["date"])
    if "time" in value:
        return time.fromisoformat(value["time"])
    return timedelta(seconds=value["seconds"]) if "seconds" in value else value


def _numbered(
    path: Path, output: IO[bytes], others: list[str], left_out: list[str]
) -> Iterator[Numbered]:
    """The rows; after the last one ``left_out`` names the other sheets that have some."""
    while isinstance(batch := _value(path, output), list):
        yield from ((number, cells) for number, cells in batch)
    try:
        left_out += _value(path, output)["left_out"]
    except Unreadable:
        # What the sheet did not need was too much to look at: any of them may have rows.
        left_out += others


def _header(
    path: Path, sample: list[Numbered], sheet: dict[str, Any], known_words: Collection[str]
) -> Header:
    places = {number - 1: index for index, (number, _cells) in enumerate(sample)}
    left = sheet["left"]
    merged: list[Span] = [
        ((places[top], first - left), (places[bottom], last - left))
        for (top, first), (bottom, last) in sheet["merged"]
        if top in places and bottom in places and first >= left
    ]
    header = choose_header(
        [cells for _number, cells in sample], known_words, merged, left=left, whole=True
    )
    if header is None:
        raise no_table(path)
    return header


class _Rows:
    """The rows of one sheet; ``at`` is how far it is read, of ``total``."""

    def __init__(
        self, sheet: dict[str, Any], header_row: int, width: int, unfinished: frozenset[int]
    ) -> None:
        self.header_row = header_row
        self.total: int = sheet["end"][0] + 1 - header_row
        self.at = 0
        self._width = width
        self._unfinished = unfinished

    def walk(self, rows: Iterator[Numbered]) -> Iterator[Row | BadRow]:
        for number, cells in rows:
            self.at = number - self.header_row
            if reason := self._reason(number, cells):
                yield BadRow(number, reason, tuple(_shown(cell) for cell in cells))
            else:
                own = cells[: self._width]
                yield Row(number, tuple(own + [None] * (self._width - len(own))))
        self.at = self.total

    def _reason(self, number: int, cells: list[Cell]) -> str:
        if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
            return long_cell()
        if number in self._unfinished:
            return no_result()
        if any(cell is not None for cell in cells[self._width :]):
            return too_many_cells(len(cells), self._width)
        return ""


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)[:LONGEST_CELL]
