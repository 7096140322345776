"""Reading JSONL: one object a line, its objects flattened with dots, its lists joined."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kesu.foundation.tables.encodings import Finding
from kesu.foundation.tables.kinds import mismatch
from kesu.foundation.tables.lines import Lines, LongLine, open_lines
from kesu.foundation.tables.reasons import long_cell, long_line, too_wide, unreadable_text
from kesu.foundation.tables.shape import (
    LONGEST_CELL,
    MOST_COLUMNS,
    BadRow,
    Cell,
    Row,
    Table,
)

LOOK_AT = 1_000
"""Rows whose keys are the header."""

_NO_NAME = re.compile("[\0\ud800-\udfff]")
_JOINED = "; "
_DEEPEST = 20
Flat = dict[str, Cell]


@contextmanager
def open_jsonl(path: Path, found: Finding) -> Iterator[Table]:
    """A table of one object a line. Errors: ``Unreadable`` where the first row is none."""
    with open_lines(path, found) as lines:
        objects = _objects(lines, suspect=not found.clean or found.nul)
        first = list(islice(objects, LOOK_AT))
        header = tuple(
            dict.fromkeys(key for _n, flat in first if isinstance(flat, dict) for key in flat)
        )
        if not header:
            raise mismatch(path, _("no line with a JSON object"))
        if len(header) > MOST_COLUMNS:
            raise too_wide(path, len(header))
        yield Table(
            header=header,
            header_row=0,
            format="jsonl",
            encoding=found.name,
            sheet="",
            total=None,
            size=path.stat().st_size,
            rows=_rows(chain(first, objects), header),
            place=lines.place,
        )


def _rows(
    objects: Iterator[tuple[int, Flat | BadRow]], header: tuple[str, ...]
) -> Iterator[Row | BadRow]:
    for number, flat in objects:
        if isinstance(flat, BadRow):
            yield flat
        else:
            yield Row(number, tuple([flat.get(name) for name in header]))


def _objects(lines: Lines, *, suspect: bool) -> Iterator[tuple[int, Flat | BadRow]]:
    while True:
        lines.taken.clear()
        try:
            line = next(lines)
        except StopIteration:
            return
        except LongLine:
            yield lines.number, BadRow(lines.number, long_line(), (lines.taken[0][:1000],))
            continue
        if line.strip():
            reason = unreadable_text([line]) if suspect else ""
            answer = reason or _object(line)
            if isinstance(answer, str):
                answer_row = BadRow(lines.number, answer, (line.rstrip("\r\n"),))
                yield lines.number, answer_row
            else:
                yield lines.number, answer


def _object(line: str) -> Flat | str:
    """The flat object, or the reason why there is none."""
    try:
        value = json.loads(line)
        if not isinstance(value, dict):
            return _("The line is no JSON object. Expected: {…} on one line.")
        flat = dict(_flat(value, "", 0))
    except (ValueError, RecursionError):
        return _("The line is no JSON object. Expected: {…} on one line.")
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in flat.values()):
        return long_cell()
    if any(_NO_NAME.search(name) for name in flat):
        return _("A name in the line is no text. Expected: names without NUL or half a character.")
    return flat


def _flat(value: dict[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, Cell]]:
    if depth > _DEEPEST:
        raise ValueError(depth)
    for key, item in value.items():
        name = f"{prefix}{key}"
        if isinstance(item, dict):
            yield from _flat(item, f"{name}.", depth + 1)
        else:
            yield name, _cell(item)


def _cell(item: Any) -> Cell:
    if isinstance(item, list):
        return _JOINED.join(_listed(one) for one in item) or None
    answer: Cell = None if item == "" else item
    return answer


def _listed(one: Any) -> str:
    return one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
