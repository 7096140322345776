"""Leave: days away, and who stands in meanwhile (Q30)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.rules import moment
from kesu.journeys.payload import Part, Someone
from kesu.journeys.people_work import NearDay, known, signed, tell
from kesu.people import operations
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.policy.codes import Rank, rank_level


class LeaveTaken(Facts):
    starts: str
    ends: str
    deputy: str | None = None


class LeaveDropped(Facts):
    starts: str
    ends: str


class LeaveEntry(Part):
    """Days away as they are typed in, both included."""

    person: Someone = Field(title="Person")
    first: NearDay = Field(title="First day")
    last: NearDay = Field(title="Last day")
    deputy: Someone | None = Field(default=None, title="Deputy")


declare("staff.leave_taken", LeaveTaken)
declare("staff.leave_dropped", LeaveDropped)


def take_leave(
    *,
    sign_in: str,
    starts: datetime,
    ends: datetime,
    deputy: str | None,
    by: Person | str,
    at: datetime,
) -> None:
    """Days away with a named deputy, who is the direct supervisor meanwhile (Q30). Times in UTC.

    Errors: ``NotYours``; ``Refused``; for a supervisor the deputy is at least a lead, who may act
    for one (Q2).
    """
    said_by, people = signed(by), everyone(at)
    person = known(people, sign_in, "user")
    other = known(people, deputy, "deputy") if deputy else None
    faults = []
    if ends <= starts:
        faults.append(Fault("to", _("This is not after the beginning."), f"> {starts}"))
    if other is not None and other.id == person.id:
        faults.append(Fault("deputy", _("Nobody stands in for themselves."), _("another one")))
    elif other is not None and not _may_stand_in(other, person):
        expected = _("a lead or above")
        faults.append(Fault("deputy", _("This person cannot act for a supervisor."), expected))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        operations.take_leave(
            staff=person.id, starts=starts, ends=ends, deputy=other.id if other else None
        )
        facts: dict[str, Any] = {"starts": moment(starts), "ends": moment(ends)}
        if other is not None:
            facts["deputy"] = str(other.id)
        tell("staff.leave_taken", ("staff", str(person.id)), facts, by=said_by, at=at)


def drop_leave(leave: int, *, by: Person | str, at: datetime) -> None:
    """Leave that is not taken after all. Errors: ``NotYours``; ``Refused`` for none of that
    number.
    """
    said_by = signed(by)
    with transaction.atomic():
        row = operations.drop_leave(leave)
        if row is None:
            raise Refused(
                [Fault("leave", _("This is not on the roster any more."))], code="unknown"
            )
        facts = {"starts": moment(row.starts), "ends": moment(row.ends)}
        tell("staff.leave_dropped", ("staff", str(row.staff_id)), facts, by=said_by, at=at)


def _may_stand_in(other: Person, person: Person) -> bool:
    needed = rank_level(Rank.lead) if rank_level(person.rank) >= rank_level(Rank.supervisor) else 0
    return rank_level(other.rank) >= needed
