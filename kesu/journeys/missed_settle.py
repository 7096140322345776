"""回拨: whoever calls back is shown the number, and says what came of it (F03)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import permissions
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.phones import national
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NoSuchComplaint, NotYours, WrongState
from kesu.journeys.lodge import Lodged, lodge
from kesu.journeys.payload import Part, Sentence, read
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.watch import missed
from kesu.watch.models import MissedCall


class CallFacts(Facts):
    """Never a number: the row holds it, sealed."""

    times: int | None = None
    complaint: str | None = None


for _kind in ("call.missed", "call.taken", "call.tried", "call.returned", "call.lodged"):
    declare(_kind, CallFacts)


class CalledBack(Part):
    reached: bool = Field(title="Connected")
    summary: Sentence | None = Field(default=None, title="What was said")


def draft(
    call: MissedCall,
    kind: str,
    facts: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
    notes: Mapping[str, Any] | None = None,
    case: str | None = None,
) -> Draft:
    """A line about a call."""
    return Draft(
        kind=kind,
        about=("call", str(call.pk)),
        case=case,
        by=f"staff:{by.id}",
        at=now,
        written=now,
        policy=policies.in_force(now).label,
        rule="F03",
        facts=dict(facts),
        notes=dict(notes) if notes else None,
    )


@again
def take(key: UUID, *, by: Person, now: datetime) -> str:
    """The number to call, as it is dialled at home, with a line on the record (law 9); others see
    who is at it. Errors: those of ``_held``.
    """
    with transaction.atomic():
        calls = _held(key, by, now)
        missed.take(calls, by=by.id, at=now)
        append([draft(calls[0], "call.taken", {"times": len(calls)}, by=by, now=now)])
    return national(missed.number(calls[0]))


def number_of(key: UUID, *, by: Person) -> str:
    """The number again, for whoever was shown it and calls back; else nothing."""
    rows = MissedCall.objects.filter(pk=key, taken_by=by.id, state=MissedCall.State.open)
    call = rows.first() if permissions.may_know_callers(by) else None
    return national(missed.number(call)) if call else ""


@again
def log(key: UUID, raw: object, *, by: Person, now: datetime) -> None:
    """Reached, it is settled with what was said; in vain, it waits on and the attempt counts.

    Errors: ``Refused``; those of ``_held``.
    """
    said = read(CalledBack, raw)
    if said.reached and said.summary is None:
        raise Refused([Fault("summary", _("Say what the call was about."))])
    with transaction.atomic():
        calls = _held(key, by, now)
        notes = {"summary": said.summary} if said.summary else None
        if said.reached:
            state = MissedCall.State.returned.value
            missed.settle(calls, state, by=by.id, at=now, said=said.summary or "")
        else:
            missed.try_in_vain(calls, at=now)
        kind = "call.returned" if said.reached else "call.tried"
        append([draft(calls[0], kind, {"times": len(calls)}, by=by, now=now, notes=notes)])


@again
def lodge_missed(
    key: UUID, raw: object, *, by: Person, now: datetime, talk: object = None
) -> Lodged:
    """Lodges what the caller says. A call that somebody settled meanwhile keeps nobody from it; one
    of another number than the customer's waits on.

    Errors: those of ``lodge``.
    """
    with transaction.atomic():
        calls = missed.waiting(key, now=now) if permissions.may_know_callers(by) else []
        done = lodge(raw, by=by, now=now, talk=talk)
        if calls and calls[0].phone_blind == done.complaint.customer.phone_blind:
            state = MissedCall.State.lodged.value
            missed.settle(calls, state, by=by.id, at=now, complaint=done.complaint.pk)
            facts = {"times": len(calls), "complaint": str(done.complaint.pk)}
            line = draft(calls[0], "call.lodged", facts, by=by, now=now, case=done.complaint.no)
            append([line])
    return done


def _held(key: UUID, by: Person, now: datetime) -> list[MissedCall]:
    """The call and the others of its number, locked, inside a transaction.

    Errors: ``NoSuchComplaint``; ``NotYours``; ``WrongState`` for one that waits no more.
    """
    if not permissions.may_know_callers(by):
        raise NotYours
    calls = missed.waiting(key, now=now)
    if calls:
        return calls
    state = MissedCall.objects.filter(pk=key).values_list("state", flat=True).first()
    if state is None:
        raise NoSuchComplaint
    raise WrongState(state, 0, [])
