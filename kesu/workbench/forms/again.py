"""A form shown again: with what was typed and what is wrong, each fault at its field."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault
from kesu.workbench.forms.field import Field
from kesu.workbench.forms.reading import cents, typed_rows

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[:.\d]*(?:[+-]\d\d:\d\d|Z)?", re.ASCII)


def filled(fields: Iterable[Field], typed: QueryDict, faults: Iterable[Fault] = ()) -> list[Field]:
    """The fields again with what was typed and what is wrong, each fault at its field."""
    faults = list(faults)
    return [_with_fault(replace(one, value=_shown(one, typed)), faults) for one in fields]


def _shown(field: Field, typed: QueryDict) -> Any:
    if field.widget == "rows":
        return typed_rows(field, typed)
    if field.widget == "checkbox" and field.choices:
        return typed.getlist(field.name)
    return typed.get(field.name, "")


def _with_fault(field: Field, faults: list[Fault]) -> Field:
    for fault in faults:
        if _belongs(fault, field):
            if field.widget == "money" and isinstance(cents(str(field.value or 0)), str):
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
