"""The fields of a lodging, and which of them count."""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict

from kesu.journeys.lodging import Lodging
from kesu.policy.codes import PERSON_ON_THE_LINE
from kesu.workbench import forms
from kesu.workbench.acts import colleagues, types
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk

PROMISE, RESOLVED = "first_contact.promise.", "first_contact.resolved."
_ENDINGS = {"promise": PROMISE, "resolved": RESOLVED}


def start(request: HttpRequest) -> QueryDict:
    """What stands in a form that nobody has touched."""
    typed = QueryDict(mutable=True)
    typed["channel"] = "hotline"
    typed["ending"] = "promise"
    if request.GET.get("phone"):
        typed["customer.phone"] = request.GET["phone"][:60]
    return typed


def of(desk: Desk) -> list[Field]:
    """Every field a person may fill in."""
    choices = {"type": types(desk), "accused_agent": colleagues(desk)}
    return forms.fields_of(Lodging, choices=choices, leave_out=("urgent", "received"))


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
