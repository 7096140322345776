"""Lists taken out of the house by a test."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from kesu.desk.exports.ask import Ask
from kesu.journeys.export_made import export
from kesu.people.queries import everyone
from kesu.people.rules import Person


def ask(reader: Person | None, **more: Any) -> Ask:
    return Ask(reader, everyone(), **more)


def taken(what: str, asked: Ask, *fields: str, format_: str = "jsonl") -> list[Any]:
    """The rows of an export as objects."""
    data = raw(what, asked, *fields, format_=format_)
    return [json.loads(line) for line in data.decode().splitlines()]


def raw(what: str, asked: Ask, *fields: str, format_: str = "jsonl") -> bytes:
    now = datetime(2026, 2, 20, tzinfo=UTC)
    return b"".join(export(what, asked, format_=format_, fields=fields, now=now).pieces)


def numbers(asked: Ask) -> list[str]:
    return [row["no"] for row in taken("complaints", asked, "no")]


def flat(data: bytes) -> list[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
