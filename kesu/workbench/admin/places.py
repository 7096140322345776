"""The rooms of administration: which there are, and which of them a reader may enter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.complaints import permissions
from kesu.people.rules import Person
from kesu.workbench.session import Desk


@dataclass(frozen=True)
class Place:
    """One room. ``rail``: it stands in the main menu; ``under``: whose entry is lit for it."""

    name: str
    label: Any
    icon: str
    may: Callable[[Person], bool]
    under: str = ""


PLACES = (
    Place("people", gettext_lazy("People who work here"), "users", permissions.may_manage_people),
    Place(
        "departments",
        gettext_lazy("Departments and duty"),
        "building",
        permissions.may_manage_people,
        "people",
    ),
    Place("tokens", gettext_lazy("API tokens"), "lock", permissions.may_manage_people, "people"),
    Place("policy", gettext_lazy("Rules"), "scale", permissions.may_read_policy),
    Place("learned", gettext_lazy("Learned types"), "book", permissions.may_read_policy, "policy"),
    Place("readings", gettext_lazy("What is read"), "eye", permissions.may_read_policy, "policy"),
    Place("texts", gettext_lazy("Texts"), "note", permissions.may_read_policy, "policy"),
    Place(
        "calendar", gettext_lazy("Work calendar"), "calendar", permissions.may_read_policy, "policy"
    ),
    Place("words", gettext_lazy("Watch words"), "flag", permissions.may_read_policy, "policy"),
    Place("journal", gettext_lazy("Record"), "list", permissions.may_search_records),
    Place("system", gettext_lazy("State of the system"), "gear", permissions.may_see_the_system),
    Place(
        "carriers", gettext_lazy("Outgoing mail"), "mail", permissions.may_mind_the_outbox, "system"
    ),
)


def address(name: str) -> str:
    """Where a room is."""
    return reverse(f"admin-{name}")


def rail(desk: Desk) -> list[tuple[str, str, str, int, str]]:
    """The entries of the main menu, for those who may."""
    return [
        (f"admin-{one.name}", str(one.label), one.icon, 0, _("Administration"))
        for one in PLACES
        if not one.under and one.may(desk.reader)
    ]


def is_here(path: str, name: str) -> bool:
    """Whether an entry of the main menu is lit: for its page; a room of administration also for
    what lies in it and beside it.
    """
    if not name.startswith("admin-"):
        return path == reverse(name)
    own = [
        one.name for one in PLACES if f"admin-{one.name}" == name or f"admin-{one.under}" == name
    ]
    return any(path == address(one) or path.startswith(f"{address(one)}/") for one in own)


def show(
    request: HttpRequest,
    desk: Desk,
    name: str,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the room ``name`` with the tabs of its neighbours."""
    tabs = [
        {
            "url": address(one.name),
            "label": one.label,
            "icon": one.icon,
            "current": one.name == name,
            "count": None,
        }
        for one in PLACES
        if one.may(desk.reader)
    ]
    here = next(one.label for one in PLACES if one.name == name)
    known = {"tabs": tabs, "place": here, **context}
    response = render(request, f"workbench/admin/{template}.html", known, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
