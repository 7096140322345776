"""Forms made from payloads: which fields a verb asks, and what a person typed as plain values."""

import re
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from kesu.foundation.faults import Fault
from kesu.journeys.payload import MOST_CENTS
from kesu.workbench import words

Choice = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """Choices under one title."""

    title: str
    choices: tuple[Choice, ...]


Choices = Mapping[str, Sequence[Choice] | Sequence[Group]]
_SMALL = 4
_NUMBERS = frozenset({"consult", "promise", "report", "opinion", "task", "draft"})
"""Fields that name a row by its number."""
_CODED = frozenset({"radio", "select"})
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[:.\d]*(?:[+-]\d\d:\d\d|Z)?", re.ASCII)
_LONG = 2000


@dataclass(frozen=True)
class Field:
    """One field of a form. ``columns``: of a repeated row. ``when``: the field that must have one
    of the values for this one to be asked, as ``name=value,value``.
    """

    name: str
    label: str
    widget: str
    required: bool
    value: Any = None
    choices: tuple[Choice, ...] = ()
    groups: tuple[Group, ...] = ()
    help: str = ""
    error: str = ""
    expected: str = ""
    missing: bool = False
    lines: int = 3
    columns: tuple["Field", ...] = ()
    when: str = ""

    @property
    def bare(self) -> bool:
        """Whether it holds nothing of one case: no words, no number of a row, no fault."""
        empty = self.value is None or isinstance(self.value, bool)
        coded = self.widget in _CODED and isinstance(self.value, str)
        return (empty or coded) and not self.error and self.name not in _NUMBERS


def fields_of(
    model: type[BaseModel],
    *,
    choices: Choices | None = None,
    leave_out: Iterable[str] = (),
    prefix: str = "",
) -> list[Field]:
    """The fields of a payload in its order; parts inside it are laid out flat, with dots."""
    fixed = _fixed(model, tuple(leave_out), prefix, get_language())
    return [_chosen(one, choices or {}) for one in fixed]


@lru_cache(maxsize=512)
def _fixed(
    model: type[BaseModel], leave_out: tuple[str, ...], prefix: str, language: str | None
) -> tuple[Field, ...]:
    """The fields as the payload alone says them, in one language: a page asks for hundreds."""
    found: list[Field] = []
    for attribute, info in model.model_fields.items():
        name = info.alias or attribute
        if name in leave_out:
            continue
        kind = _bare(info.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            inner = _fixed(kind, (), f"{prefix}{name}.", language)
            needed = info.is_required()
            found += [replace(one, required=one.required and needed) for one in inner]
        else:
            found.append(_field(f"{prefix}{name}", info, kind))
    return tuple(found)


def _chosen(field: Field, choices: Choices) -> Field:
    """The field with what may be chosen in it here."""
    if field.name in choices:
        offered = choices[field.name]
        options, groups = tuple(_plain_choices(offered)), _groups(offered)
        return replace(field, widget="select", choices=options, groups=groups, columns=(), help="")
    if field.columns:
        return replace(field, columns=tuple(_chosen(one, choices) for one in field.columns))
    return field


def _field(name: str, info: FieldInfo, kind: Any) -> Field:
    label = _(info.title) if info.title else name
    widget, options = _widget(info, kind)
    columns = tuple(fields_of(get_args(kind)[0])) if widget == "rows" else ()
    default = None if info.is_required() or info.default is None else info.default
    value = default.value if isinstance(default, StrEnum) else default
    return Field(
        name=name,
        label=label,
        widget=widget,
        required=info.is_required(),
        value=value,
        choices=tuple(options),
        columns=columns,
        lines=2 if _longest(info) == _LONG else 3,
        help=_("One on each line.") if widget == "lines" else "",
    )


def _widget(info: FieldInfo, kind: Any) -> tuple[str, list[Choice]]:
    if get_origin(kind) is list:
        inner = _bare(get_args(kind)[0])
        if isinstance(inner, type) and issubclass(inner, StrEnum):
            return "checkbox", words.choices(inner)
        part = isinstance(inner, type) and issubclass(inner, BaseModel)
        return ("rows" if part else "lines"), []
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        options = words.choices(kind)
        return ("radio" if len(options) <= _SMALL and info.is_required() else "select"), options
    if kind is bool:
        return ("radio" if info.is_required() else "select"), words.yes_no()
    if kind in (datetime, AwareDatetime):
        return "datetime", []
    if kind is date:
        return "date", []
    if kind is int:
        return ("money" if _is_money(info) else "number"), []
    return ("textarea" if _longest(info) >= _LONG else "text"), []


def _plain_choices(choices: Sequence[Choice] | Sequence[Group]) -> list[Choice]:
    found: list[Choice] = []
    for one in choices:
        found += one.choices if isinstance(one, Group) else [one]
    return found


def _groups(choices: Sequence[Choice] | Sequence[Group]) -> tuple[Group, ...]:
    return tuple(one for one in choices if isinstance(one, Group))


def _bare(annotation: Any) -> Any:
    """The type without ``None`` and without what only constrains it."""
    if get_origin(annotation) in (Union, types.UnionType):
        inside = [one for one in get_args(annotation) if one is not type(None)]
        return _bare(inside[0])
    if hasattr(annotation, "__metadata__"):
        return _bare(get_args(annotation)[0])
    return annotation


def _metadata(info: FieldInfo) -> list[Any]:
    found = list(info.metadata)
    for one in get_args(info.annotation):
        found += list(getattr(one, "__metadata__", ()))
    return found


def _longest(info: FieldInfo) -> int:
    found = [getattr(one, "max_length", None) for one in _flat(_metadata(info))]
    return max([length for length in found if length is not None], default=0)


def _flat(metadata: list[Any]) -> list[Any]:
    return [*metadata, *(inner for one in metadata for inner in getattr(one, "metadata", ()))]


def _is_money(info: FieldInfo) -> bool:
    bounds = {getattr(one, "le", None) for one in _flat(_metadata(info))}
    return MOST_CENTS in bounds


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
            return _cents(text)
        case "datetime":
            return _moment(text)
        case "select" | "radio" if text in ("true", "false") and field.choices == _yes_no():
            return text == "true"
        case "checkbox":
            return text == "true"
        case "select" if field.name in _NUMBERS:
            return _whole(text)
        case _:
            return text


def _yes_no() -> tuple[tuple[str, str], ...]:
    return tuple(words.yes_no())


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else text


def _cents(text: str) -> int | str:
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
    places = sorted(
        {
            int(parts[1])
            for key in typed
            if len(parts := key.split("-")) == 3
            and parts[0] == field.name
            and parts[1].isascii()
            and parts[1].isdigit()
            and len(parts[1]) < 5
        }
    )
    rows = []
    for place in places:
        row = {}
        for column in field.columns:
            text = typed.get(f"{field.name}-{place}-{column.name}", "").strip()
            if text:
                row[column.name] = _value(column, text)
        if any(_said(column, row) for column in field.columns):
            rows.append(row)
    return rows


def _said(column: Field, row: Mapping[str, Any]) -> bool:
    """A row counts as filled by what was typed, not by what was preselected."""
    return column.name in row and column.widget not in ("select", "radio")


def filled(fields: Iterable[Field], typed: QueryDict, faults: Iterable[Fault] = ()) -> list[Field]:
    """The fields again with what was typed and what is wrong, each fault at its field."""
    faults = list(faults)
    return [_with_fault(replace(one, value=_shown(one, typed)), faults) for one in fields]


def _shown(field: Field, typed: QueryDict) -> Any:
    if field.widget == "rows":
        return _rows(field, typed)
    if field.widget == "checkbox" and field.choices:
        return typed.getlist(field.name)
    return typed.get(field.name, "")


def _with_fault(field: Field, faults: list[Fault]) -> Field:
    for fault in faults:
        if _belongs(fault, field):
            if field.widget == "money" and isinstance(_cents(str(field.value or 0)), str):
                example = _("yuan, with two decimals at most: 88.50")
                return replace(field, error=_("This is no amount."), expected=example)
            expected = "" if field.choices else _readable(fault.expected)
            return replace(field, error=fault.message, expected=expected)
    return field


def _belongs(fault: Fault, field: Field) -> bool:
    """At the field, inside it, or at a whole part of which this field must be filled."""
    if fault.loc == field.name or fault.loc.startswith(f"{field.name}."):
        return True
    return field.required and field.value in (None, "") and _inside(field, fault.loc)


def _inside(field: Field, part: str) -> bool:
    return bool(part) and field.name.startswith(f"{part}.")


def _readable(expected: str) -> str:
    """Times of a fault in the reader's zone, as people write them."""
    return _TIME.sub(_local_time, expected)


def _local_time(found: re.Match[str]) -> str:
    moment = datetime.fromisoformat(found[0])
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment.tzinfo else found[0]


def unplaced(fields: Iterable[Field], faults: Iterable[Fault]) -> list[Fault]:
    """The faults that belong to none of the fields."""
    placed = list(fields)
    return [
        replace(fault, expected=_readable(fault.expected))
        for fault in faults
        if not any(_belongs(fault, field) for field in placed)
    ]
