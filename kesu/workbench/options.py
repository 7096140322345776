"""Colleagues, departments and types as options of a form."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from kesu.desk import catalogue
from kesu.policy.codes import Function
from kesu.workbench.forms import Choice, Group
from kesu.workbench.session import Desk


def colleagues(desk: Desk, only: Collection[int] | None = None) -> list[Group]:
    """Colleagues as options of a form, under their ranks; who is away is said. ``only``: of these
    people alone.
    """
    pack = desk.pack
    ranked: dict[str, list[Choice]] = {}
    for one in catalogue.colleagues(desk.people):
        if only is not None and one.id not in only:
            continue
        word = f"{one.name} {one.agent_no}".strip()
        shown = word if one.present else _("%(name)s (away)") % {"name": word}
        ranked.setdefault(one.rank, []).append((desk.people[one.id].sign_in, shown))
    return [Group(pack.rank_name(rank, desk.language), tuple(ranked[rank])) for rank in ranked]


def departments(desk: Desk) -> list[Choice]:
    """Departments as options of a form."""
    return list(catalogue.department_names(pack=desk.pack, language=desk.language))


def types(desk: Desk) -> list[Group]:
    """Types as options of a form, under their grades."""
    return [
        Group(group.title, tuple((one.code, f"{one.code} {one.name}") for one in group.types))
        for group in desk.types
    ]


def function_word(function: str, desk: Desk) -> str:
    """A department by its name, the one voice by its flag's."""
    if function == Function.spokesperson:
        return desk.pack.word("flags", function, desk.language)
    return desk.pack.department_name(function, desk.language)
