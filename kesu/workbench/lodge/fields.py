"""The fields of a lodging, and which of them count."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from kesu.journeys.lodging import Lodging
from kesu.journeys.talk import Talk
from kesu.policy.codes import PERSON_ON_THE_LINE
from kesu.policy.schema.types import Ask
from kesu.workbench import forms
from kesu.workbench.forms import Field
from kesu.workbench.options import colleagues, types
from kesu.workbench.session import Desk

PROMISE, RESOLVED = "first_contact.promise.", "first_contact.resolved."
_ENDINGS = {"promise": PROMISE, "resolved": RESOLVED}
_LONGEST_NUMBER = 60
_LONGEST_NAME = 200


def start(*, phone: str = "", call: str = "") -> QueryDict:
    """What stands in a form that nobody has touched."""
    typed = QueryDict(mutable=True)
    typed["channel"] = "hotline"
    typed["ending"] = "promise"
    if phone:
        typed["customer.phone"] = phone[:_LONGEST_NUMBER]
    if call:
        typed["recording"] = call[:_LONGEST_NAME]
    return typed


def of(desk: Desk) -> list[Field]:
    """Every field a person may fill in."""
    choices = {"type": types(desk), "accused_agent": colleagues(desk)}
    asked = forms.fields_of(Lodging, choices=choices, leave_out=("urgent", "received"))
    return asked + [_of_the_talk(one, desk) for one in forms.fields_of(Talk)]


def _of_the_talk(field: Field, desk: Desk) -> Field:
    """The delivery is asked for while a type is chosen that asks for it."""
    if field.name != "delivery_check":
        return field
    asking = [
        one.code for group in desk.types for one in group.types if Ask.delivery.value in one.asks
    ]
    return replace(field, when=f"type={','.join(asking)}")


def talk(raw: dict[str, Any]) -> dict[str, Any]:
    """Takes what belongs to the call itself out of what was typed."""
    return {name: raw.pop(name) for name in Talk.model_fields if name in raw}


def answered(fields: Iterable[Field], typed: QueryDict) -> list[Field]:
    """The fields that count: of the two endings the one that was chosen. With nobody on the line
    an ending in which nothing was typed is none.
    """
    chosen = typed.get("ending", "")
    all_fields = list(fields)
    if typed.get("channel") not in PERSON_ON_THE_LINE and not _is_typed(chosen, typed):
        chosen = ""
    unwanted = tuple(prefix for name, prefix in _ENDINGS.items() if name != chosen)
    return [one for one in all_fields if not one.name.startswith(unwanted)]


def _is_typed(ending: str, typed: QueryDict) -> bool:
    prefix = _ENDINGS.get(ending)
    return prefix is not None and any(
        name.startswith(prefix) and typed.get(name, "").strip() for name in typed
    )
