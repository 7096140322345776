"""Forms of administration: fields with the house's own words, and what was typed into them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.http import QueryDict
from pydantic import BaseModel

from kesu.foundation.faults import Fault
from kesu.journeys import payload as payloads
from kesu.journeys.payload import Part
from kesu.policy.codes import Flag, Rank
from kesu.workbench import forms, options
from kesu.workbench.forms import Choices, Field
from kesu.workbench.session import Desk

P = TypeVar("P", bound=Part)


@dataclass(frozen=True)
class Filled:
    """A form as it is drawn: its fields with what was typed, and what stands at none of them."""

    what: str
    fields: Sequence[Field]
    error: str = ""
    open: bool = False


def staff_fields(
    model: type[BaseModel], desk: Desk, values: Mapping[str, Any] | None = None
) -> list[Field]:
    """The fields of a colleague, in the words of the policy in force."""
    pack, language = desk.pack, desk.language
    choices: Choices = {
        "rank": [(rank.value, pack.rank_name(rank.value, language)) for rank in Rank],
        "department": options.departments(desk),
        "supervisor": options.colleagues(desk),
        "successor": options.colleagues(desk),
    }
    flags = tuple((flag.value, pack.word("flags", flag.value, language)) for flag in Flag)
    found = forms.fields_of(model, choices=choices)
    worded = (replace(one, choices=flags) if one.name == "flags" else one for one in found)
    known = values or {}
    return [replace(one, value=known.get(one.name, one.value)) for one in worded]


def read(model: type[P], fields: Iterable[Field], typed: QueryDict) -> P:
    """What was typed, as a part. Errors: ``Refused``, each fault at its field."""
    return payloads.read(model, forms.read(fields, typed))


def form(
    what: str,
    fields: Sequence[Field],
    typed: QueryDict | None = None,
    faults: Iterable[Fault] = (),
) -> Filled:
    """A form; what was typed and not taken stands in it again, with what is wrong."""
    if typed is None:
        return Filled(what, fields)
    faults = list(faults)
    kept = forms.filled(fields, typed, faults)
    return Filled(what, kept, said(forms.unplaced(kept, faults)), open=True)


def said(faults: Iterable[Fault]) -> str:
    """Faults as one line for a person."""
    return " ".join(f"{one.message} {one.expected}".strip() for one in faults)
