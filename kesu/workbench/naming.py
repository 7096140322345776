"""Naming a desk: a form of two pages, which carries whom each desk named when it was drawn."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from kesu.foundation.faults import Refused
from kesu.journeys import people_work
from kesu.journeys.people import desks
from kesu.workbench.entries import Entry
from kesu.workbench.session import Desk


def carried() -> dict[str, str]:
    """Of each department whom it names now."""
    return {f"seen-{code}": word for code, word in desks.stamps().items()}


def name(said: desks.DeskEntry, desk: Desk, typed: Mapping[str, Any] | None = None) -> str:
    """Names the desk; what was said of it. Errors: ``Refused``."""
    desks.name_desk(
        department=said.department,
        liaison=str(said.liaison) if said.liaison is not None else None,
        backup=str(said.backup) if said.backup is not None else None,
        by=desk.reader,
        at=desk.now,
        seen=(typed or {}).get(f"seen-{said.department}"),
    )
    return _("The desk was named.")


def bound(entry: Entry[Any], typed: QueryDict) -> Entry[Any]:
    """The form with what it brought back, where it is this one."""
    return replace(entry, act=partial(name, typed=typed)) if entry.act is name else entry


def status_of(refused: Refused) -> int:
    """Of the answer to what was not taken."""
    return 409 if refused.code == people_work.MEANWHILE else 422
