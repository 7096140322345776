"""未接来电: a call that nobody took is logged on the caller's open complaint, else it waits on the
board until somebody has called back (F03).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Contact
from kesu.complaints.queries import called
from kesu.correspondence import operations as correspondence
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.journal.operations import append
from kesu.journeys.faults import NotTaken, NotYours
from kesu.journeys.missed_settle import draft
from kesu.journeys.payload import BulkPart, Moment, Name, Phone, read
from kesu.journeys.perform import perform
from kesu.people.rules import Person
from kesu.policy.codes import NOT_OPEN, Channel, ContactOutcome, Direction
from kesu.watch import missed
from kesu.watch.models import MissedCall

MOST = 1000
_TOGETHER = 50
"""So many calls hold the database: others write in between."""
_AHEAD = timedelta(minutes=5)


class GivenCall(BulkPart):
    """One call that nobody took, as the telephone system tells it."""

    id: Name = Field(title="Call number")
    phone: Phone = Field(title="Telephone")
    at: Moment = Field(title="When it rang")


class Calls(BulkPart):
    calls: list[GivenCall] = Field(max_length=MOST, title="Calls")


@dataclass(frozen=True)
class Kept:
    """Where one call went: ``no`` of the complaint it was logged on, else to the board. ``new``:
    it had not been told before.
    """

    id: str
    no: str | None
    new: bool


def read_calls(raw: object, *, now: datetime) -> list[GivenCall]:
    """Up to 1,000 calls of ``{"calls": [...]}``. Errors: ``Refused``, all or none."""
    given = read(Calls, raw).calls
    faults = [
        Fault(f"calls.{place}.at", _("This time lies ahead."), f"≤ {now.isoformat()}")
        for place, one in enumerate(given)
        if one.at > now + _AHEAD
    ]
    if faults:
        raise Refused(faults)
    return given


def miss(calls: Sequence[GivenCall], *, by: Person, now: datetime) -> list[Kept]:
    """Takes calls in, each id once however often it is told; ``now`` in UTC.

    Fifty are one transaction: what breaks off later leaves them kept, and all may be told again.
    Errors: ``NotYours`` for who is told of no caller.
    """
    if not permissions.may_know_callers(by):
        raise NotYours
    # In the order of their numbers: who tells the same calls at once waits in no ring. Of a call
    # that is told twice at once the first telling counts.
    once = {one.id: one for one in reversed(calls)}
    ordered = [once[key] for key in sorted(once)]
    kept: dict[str, Kept] = {}
    for first in range(0, len(ordered), _TOGETHER):
        kept |= _keep_all(ordered[first : first + _TOGETHER], by=by, now=now)
    return [kept[one.id] for one in calls]


@again
def _keep_all(calls: Sequence[GivenCall], *, by: Person, now: datetime) -> dict[str, Kept]:
    with transaction.atomic():
        return {one.id: _keep(one, by=by, now=now) for one in calls}


def _keep(given: GivenCall, *, by: Person, now: datetime) -> Kept:
    at = min(given.at.astimezone(UTC), now)
    call, new = missed.keep(key=given.id, phone=given.phone, at=at, heard=now)
    if not new:
        return Kept(given.id, _number(call.complaint, by), new=False)
    case = _open_case(given.phone, by, at)
    if case is not None and not _was_reached(case, at):
        if _is_hidden(case, by):
            _tell_owner(case, now)
        elif _logged(case, given, at, by, now):
            state = MissedCall.State.logged.value
            missed.settle([call], state, by=by.id, at=now, complaint=case.pk)
            return Kept(given.id, case.no, new=True)
    append([draft(call, "call.missed", {}, by=by, now=now)])
    return Kept(given.id, None, new=True)


def _open_case(phone: str, by: Person, at: datetime) -> Complaint | None:
    """The caller's newest open complaint of those received before it rang; one that whoever tells
    of it must not know only where there is no other.
    """
    of_caller = called(phone)
    if of_caller is None:
        return None
    rows = Complaint.objects.filter(of_caller, received__lte=at, merged_into=None)
    found = list(rows.exclude(state__in=NOT_OPEN).order_by("-received", "-pk"))
    return min(found, key=lambda one: _is_hidden(one, by), default=None)


def _is_hidden(case: Complaint, by: Person) -> bool:
    return case.restricted or case.accused_id == by.id


def _number(case: Complaint | None, by: Person) -> str | None:
    return None if case is None or _is_hidden(case, by) else case.no


def _tell_owner(case: Complaint, now: datetime) -> None:
    """They alone hear of it: for everybody else it is a call like any other."""
    correspondence.tell([correspondence.Telling([case.owner_id], case, "missed_call", now)])


def _was_reached(case: Complaint, at: datetime) -> bool:
    """Whether the customer was spoken with since it rang: nobody need call back."""
    reached = ContactOutcome.reached
    return Contact.objects.filter(complaint=case, outcome=reached, at__gte=at).exists()


def _logged(case: Complaint, given: GivenCall, at: datetime, by: Person, now: datetime) -> bool:
    """Whether it could be logged there: a complaint may be closed in this very moment."""
    said = {
        "channel": Channel.hotline.value,
        "direction": Direction.in_.value,
        "outcome": ContactOutcome.no_answer.value,
        "recording": given.id,
        "at": at.isoformat(),
    }
    try:
        perform("contact", case.no, said, by=by, now=now)
    except NotTaken:
        return False
    return True
