"""A process of its own in which a workbook is opened: whatever the file does, it does there.

``python -m kesu.foundation.tables.workbook_child PARENT FILE`` prints one JSON value a line: the
sheet with the names of the ``others``, then its rows in batches, ``{"end": true}``, and which of
the others have rows: ``{"left_out": [names]}``; or ``{"error": code}``.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kesu.foundation.processes import end_with
from kesu.foundation.tables.shape import LONGEST_CELL, MOST_COLUMNS

MOST_MEMORY = 256 * 1024 * 1024
"""Bytes of address space: about 1.5 million cells."""

MOST_SECONDS = 60
"""Of computing; waiting for whoever reads does not count."""

_BATCH_ROWS, _BATCH_CHARACTERS = 500, 1 << 20
_MERGED_ROWS = 64


def main(parent: str, path: str) -> None:
    """Reads one workbook and ends. Exit status other than 0: the file was too much."""
    end_with(int(parent))
    _confine()
    try:
        with CalamineWorkbook.from_path(path) as book:
            _send_sheet(book)
    except PasswordError:
        _send({"error": "encrypted"})
    except MemoryError:
        _send({"error": "memory"})
    except (CalamineError, OSError, ValueError):
        _send({"error": "damaged"})


def _confine() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        # Refused only where a stricter limit is in force already.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _send_sheet(book: CalamineWorkbook) -> None:
    chosen = _choose(book)
    if chosen is None:
        _send({"error": "empty"})
        return
    name, sheet = chosen
    assert sheet.start is not None
    assert sheet.end is not None
    merged = [span for span in sheet.merged_cell_ranges or [] if span[0][0] < _MERGED_ROWS]
    others = [one.name for one in _sheets(book) if _is_seen(one) and one.name != name]
    first = {"sheet": name, "end": sheet.end, "left": sheet.start[1], "merged": merged[:1000]}
    _send({**first, "others": others})
    if sheet.width <= MOST_COLUMNS:
        for batch in _batches(sheet):
            _send(batch)
    _send({"end": True})
    # Each sheet is in memory whole: the one that was read makes room for the next.
    del chosen, sheet
    _send({"left_out": [other for other in others if book.get_sheet_by_name(other).height > 1]})


def _choose(book: CalamineWorkbook) -> tuple[str, CalamineSheet] | None:
    """The first sheet a person sees that has rows below a header; else any with a cell."""
    fallback = None
    for meta in sorted(_sheets(book), key=lambda sheet: not _is_seen(sheet)):
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.start is not None and sheet.height > 1:
            return meta.name, sheet
        if sheet.start is not None and fallback is None:
            fallback = meta.name, sheet
    return fallback


def _sheets(book: CalamineWorkbook) -> list[SheetMetadata]:
    return [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]


def _is_seen(sheet: SheetMetadata) -> bool:
    return bool(sheet.visible == SheetVisibleEnum.Visible)


def _batches(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Lists of ``[row from 1, cells]``; blank rows are left out, long texts are cut."""
    batch: list[Any] = []
    characters = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        kept = [_kept(cell) for cell in cells]
        if not any(cell is not None for cell in kept):
            continue
        batch.append([number, kept])
        characters += sum(len(cell) for cell in kept if isinstance(cell, str))
        if len(batch) == _BATCH_ROWS or characters > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _kept(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    return cell[: LONGEST_CELL + 1] if cell.strip() else None


def _send(value: Any) -> None:
    text = json.dumps(value, default=_encoded, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")
    sys.stdout.buffer.flush()


def _encoded(value: object) -> dict[str, object]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    assert isinstance(value, timedelta)
    return {"seconds": value.total_seconds()}


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BrokenPipeError:
        # Whoever read has gone: nothing is left to say.
        os._exit(0)
