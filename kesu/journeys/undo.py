"""撤销: the record is never taken back, so undoing is another step that says so. Only what has a
true inverse in the work has one: passed on, let rest, put into another case.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.journeys.case import Case
from kesu.journeys.perform import Done, missing
from kesu.journeys.verb import verb_named
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.routing.models import Transfer

_INVERSE = {"transfer": "transfer", "cool": "resume", "merge": "unmerge"}


@dataclass(frozen=True)
class Inverse:
    """The step that undoes the one just taken, with its plain values."""

    verb: str
    values: dict[str, Any]
    version: int


def inverse(verb: str, done: Done, *, by: Person, now: datetime) -> Inverse | None:
    """What would undo that step, where this person may take it on the case as it stands now."""
    if verb not in _INVERSE:
        return None
    back, complaint = verb_named(_INVERSE[verb]), done.complaint
    people = everyone(now)
    case = Case(complaint, by, scope.tie(complaint, by, people), people, now, now)
    open_ = back.fits(complaint) and back.who(by, case.tie) and not missing(back, case, None)
    values = _values(verb, complaint)
    if not open_ or values is None:
        return None
    return Inverse(back.name, values, complaint.version)


def _values(verb: str, complaint: Complaint) -> dict[str, Any] | None:
    if verb != "transfer":
        return {"note": _("Undone: it was done by mistake.")}
    last = Transfer.objects.filter(complaint=complaint).select_related("owner_from").last()
    if last is None or not last.owner_from.is_active:
        return None
    reason = _("Undone: it was passed on by mistake.")
    return {"to": last.owner_from.sign_in, "reason": reason}
