"""The types to choose from, each with its consequence, and what to mind with one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from kesu.desk.catalogue import TypeChoice
from kesu.policy.codes import UNSORTED, ClockName
from kesu.policy.schema.clocks import Elapsed
from kesu.workbench.forms import Field
from kesu.workbench.session import Desk
from kesu.workbench.templatetags.kesu_time import moment
from kesu.workbench.words import listed


@dataclass(frozen=True)
class ShownType:
    """A type with its consequence; what it asks for when chosen, and what lies under it."""

    choice: TypeChoice
    follows: str
    checked: bool
    fields: list[Field]
    below: list["ShownType"]


def groups(desk: Desk, chosen: str, fields: dict[str, Field]) -> list[dict[str, Any]]:
    """Every type under its grade; ``fields`` by name, for what a type needs."""
    return [
        {"title": group.title, "types": _families(group.types, desk, chosen, fields)}
        for group in desk.types
    ]


def _families(
    choices: Iterable[TypeChoice], desk: Desk, chosen: str, fields: dict[str, Field]
) -> list[ShownType]:
    """Types with their subtypes below them; a subtype without its type stands alone."""
    families: list[ShownType] = []
    for one in choices:
        shown = _shown_type(one, desk, chosen, fields)
        if families and one.code.startswith(f"{families[-1].choice.code}."):
            families[-1].below.append(shown)
        else:
            families.append(shown)
    return families


def _shown_type(one: TypeChoice, desk: Desk, chosen: str, fields: dict[str, Field]) -> ShownType:
    asked = [replace(fields[need], required=True) for need in one.needs if need in fields]
    return ShownType(one, follows(one, desk), one.code == chosen, asked, [])


def follows(one: TypeChoice, desk: Desk) -> str:
    """``明天 23:59, T+1, 受理人员``: what comes of choosing it."""
    due = moment(one.due, desk.now) if one.due else _("no call-back deadline")
    note = ""
    if one.workdays is not None:
        note = f"T+{one.workdays}" if one.workdays else _("the same day")
    return listed([part for part in (due, note, one.handler) if part])


def caution(desk: Desk, chosen: str) -> dict[str, str] | None:
    """The caution card of a type, if it has one."""
    for group in desk.types:
        for one in group.types:
            if one.code == chosen and one.caution:
                return {"title": f"{one.code} {one.name}", "text": one.caution}
    return None


def urgent_follows(desk: Desk) -> str:
    """What an urgent complaint comes to: by when the first call-back is due, and who handles it."""
    rule = desk.pack.clock(ClockName.first_callback, UNSORTED, urgent=True)
    due = ""
    if isinstance(rule, Elapsed):
        due = moment(desk.now + timedelta(seconds=rule.seconds), desk.now)
    handler = desk.pack.handler_entry(desk.pack.urgent.handler).name.say(desk.language)
    return listed([part for part in (due, handler) if part])
