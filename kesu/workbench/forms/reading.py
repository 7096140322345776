"""What a person typed, as the plain values a payload is read from."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from kesu.journeys.payload import MOST_CENTS
from kesu.workbench import words
from kesu.workbench.forms.field import NUMBERS, Field


def read(fields: Iterable[Field], typed: QueryDict) -> dict[str, Any]:
    """What was typed, as the plain values a payload is read from; empty fields are left out."""
    raw: dict[str, Any] = {}
    for field in fields:
        value = _typed(field, typed)
        if value is not None:
            _put(raw, field.name.split("."), value)
    return raw


def _put(raw: dict[str, Any], path: list[str], value: Any) -> None:
    for step in path[:-1]:
        raw = raw.setdefault(step, {})
    raw[path[-1]] = value


def _typed(field: Field, typed: QueryDict) -> Any:
    if field.widget == "rows":
        return _rows(field, typed) or None
    if field.widget == "checkbox" and field.choices:
        return typed.getlist(field.name) or None
    text = typed.get(field.name, "").replace("\r\n", "\n")
    if not text.strip():
        return None
    if field.widget == "lines":
        return [line.strip() for line in text.split("\n") if line.strip()]
    return _value(field, text.strip())


def _value(field: Field, text: str) -> Any:
    match field.widget:
        case "number":
            return _whole(text)
        case "money":
            return cents(text)
        case "datetime":
            return _moment(text)
        case "select" | "radio" if text in ("true", "false") and field.choices == _yes_no():
            return text == "true"
        case "checkbox":
            return text == "true"
        case "select" if field.name in NUMBERS:
            return _whole(text)
        case _:
            return text


def _yes_no() -> tuple[tuple[str, str], ...]:
    return tuple(words.yes_no())


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text


def cents(text: str) -> int | str:
    """Yuan as a person writes them, in 分; what is no amount stays text and is refused."""
    try:
        cents = Decimal(text.replace(",", "").replace("，", "")) * 100
        if cents != cents.to_integral_value():
            return text
        # One beyond the bounds is refused as well as a number of a million digits.
        return int(min(max(cents, Decimal(-1)), Decimal(MOST_CENTS + 1)))
    except (ArithmeticError, ValueError):
        return text


def _moment(text: str) -> str:
    """A time without offset is in the reader's zone. It is handed on in UTC: long ago a zone was
    off by odd seconds, which no ISO reader takes.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.get_current_timezone())
    return moment.astimezone(UTC).isoformat()


def _rows(field: Field, typed: QueryDict) -> list[dict[str, Any]]:
    columns = {column.name: column for column in field.columns}
    return [
        {name: _value(columns[name], text) for name, text in row.items()}
        for row in typed_rows(field, typed)
    ]


def typed_rows(field: Field, typed: QueryDict) -> list[dict[str, str]]:
    """The rows that were filled, as they were typed."""
    found = (_row(field, place, typed) for place in _places(field, typed))
    return [row for row in found if any(_said(column, row) for column in field.columns)]


def _places(field: Field, typed: QueryDict) -> list[int]:
    """The numbers of the rows, in their order."""
    numbered = (key.split("-") for key in typed)
    named = (parts[1] for parts in numbered if len(parts) == 3 and parts[0] == field.name)
    return sorted({int(one) for one in named if one.isascii() and one.isdigit() and len(one) < 5})


def _row(field: Field, place: int, typed: QueryDict) -> dict[str, str]:
    names = [column.name for column in field.columns]
    said = {name: typed.get(f"{field.name}-{place}-{name}", "").strip() for name in names}
    return {name: text for name, text in said.items() if text}


def _said(column: Field, row: Mapping[str, Any]) -> bool:
    """A row counts as filled by what was typed, not by what was preselected."""
    return column.name in row and column.widget not in ("select", "radio")
