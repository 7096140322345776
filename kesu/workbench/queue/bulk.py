"""What a list offers for several rows at once: the steps, their fields, and who may be chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from kesu.journeys.verb import verb_named
from kesu.workbench import forms
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk

BULK = ("transfer", "accept", "progress", "dun", "contact")
"""The verbs of which a row says whether they can be done on it; the last one by its own key."""
READ = "read"
_ICONS_AND_KEYS = {
    "transfer": ("user", "A"),
    "accept": ("check", "S"),
    "progress": ("chat", "P"),
    "dun": ("bell", "D"),
    READ: ("eye", ""),
}
STEPS = frozenset(BULK) - {"contact"}
_LEFT_OUT = ("at", "note")


@dataclass(frozen=True)
class Step:
    """One thing to do to every chosen row. ``open``: it was tried and its fields are shown."""

    verb: str
    label: str
    says: str
    icon: str
    key: str
    fields: list[Field]
    open: bool = False


def bulk(desk: Desk, tried: Mapping[str, list[Field]], opened: str) -> list[Step]:
    """The steps, with what was typed into one that could not be taken."""
    return [
        Step(
            verb=verb,
            label=_label(verb, desk),
            says=_says(verb),
            icon=icon,
            key=key,
            fields=tried.get(verb) or fields_of(verb),
            open=verb == opened,
        )
        for verb, (icon, key) in _ICONS_AND_KEYS.items()
    ]


def fields_of(verb: str) -> list[Field]:
    """The fields of a step, each named after its verb: several stand in one form."""
    if verb == READ:
        return []
    model = verb_named(verb).payload
    fields = forms.fields_of(model, leave_out=_LEFT_OUT, prefix=f"{verb}.")
    return [_placed(one) for one in fields]


def _placed(field: Field) -> Field:
    if field.name == "transfer.to":
        return replace(field, widget="person")
    if field.name == "progress.text":
        return replace(field, when="progress.none_yet=,false")
    return field


def faulty(verb: str, fields: Iterable[Field], typed: Any, faults: Iterable[Any]) -> list[Field]:
    """The fields with what was typed and what is wrong with it."""
    named = [replace(one, loc=f"{verb}.{one.loc}") for one in faults]
    return forms.filled(fields, typed, named)


def _label(verb: str, desk: Desk) -> str:
    if verb == READ:
        return _("Mark as read")
    return verb_named(verb).words.say(desk.language)


def _says(verb: str) -> str:
    said = {
        "transfer": _("The new owner is told at once."),
        "accept": _("The daily line begins; no due time moves."),
        "progress": _("Kept as the customer will read it; it is the day's line."),
        "dun": _("The liaisons of every department that has not answered are told."),
    }
    return said.get(verb, "")
