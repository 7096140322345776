"""Forms made from payloads: which fields a verb asks."""

import types
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from kesu.journeys.payload import MOST_CENTS
from kesu.workbench import words
from kesu.workbench.forms.field import Choice, Choices, Field, Group

_SMALL = 4
_LONG = 2000


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
