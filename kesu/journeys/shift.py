"""交接班: at the end of a shift a case is left to a colleague, who takes it or says why not (F16).

It stays with its owner until it is taken. A shift's end passes nothing on in the sense of E42: it
counts among no transfers.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import operations as complaints
from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.desk import scope
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare
from kesu.journeys.case import Case
from kesu.journeys.faults import AccusedHere, NoSuchComplaint, NotYours, Stale, WrongState
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Part, Someone, Text
from kesu.journeys.perform import allowed, look_up
from kesu.journeys.step import Step
from kesu.journeys.transfer import fit, new_owner
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.routing.models import ShiftHandover
from kesu.routing.queries import handover

_VERB = "hand_over"
"""Whoever may hand a case over may leave it at the end of a shift."""


class Left(Part):
    """One case as it is left."""

    to: Someone = Field(title="To")
    words: Text = Field(title="What the colleague must know")


class Declined(Part):
    because: Text = Field(title="Reason")


class ShiftFacts(CaseFacts):
    """``handover``: the row; ``other``: whom it is left to, or who left it."""

    handover: int
    other_person: str


for _kind in ("offered", "taken", "declined", "withdrawn"):
    declare(f"complaint.shift_{_kind}", ShiftFacts)


@dataclass(frozen=True)
class _Asked:
    """A case with who acts on it."""

    complaint: Complaint
    people: People
    tie: Tie


@again
def leave(no: str, said: Left, *, by: Person, now: datetime, version: int | None = None) -> int:
    """Leaves a case to a colleague, who is told; the id of the hand-over. ``now`` in UTC,
    ``version``: the one that was seen.

    Errors: every ``NotTaken``; ``Refused`` at ``to`` for who cannot own it, or where it is left
    to somebody already.
    """
    complaint, people, tie = look_up(no, by, now)
    if not permissions.may_know(_VERB, by, tie):
        raise NoSuchComplaint
    with transaction.atomic():
        step = _step(_Asked(complaint, people, tie), by, now, version)
        if not permissions.may(_VERB, by, tie):
            raise NotYours
        to = new_owner(step, said.to)
        _ask_free(step)
        row = ShiftHandover.objects.create(
            complaint=complaint,
            owner_id=complaint.owner_id,
            to_id=to.id,
            words=said.words,
            by_id=by.id,
            at=now,
        )
        _tell(step, "offered", row, other=to.id, words=said.words)
        step.notify([to.id], "shift_offered")
        step.finish()
    return row.pk


@again
def take(key: int, *, by: Person, now: datetime) -> str:
    """The colleague takes it and owns it from now on; its number. Errors: ``NotTaken``;
    ``Refused`` where it is not theirs to take any more.
    """
    asked = _left_to(key, by, now)
    with transaction.atomic():
        step = _step(asked, by, now, None)
        row = _waiting(key, by)
        fit(step, by)
        if step.complaint.dedicated_id == row.owner_id:
            step.set(dedicated_id=by.id)
        step.assign(by.id, notify=False)
        step.set(understaffed=False)
        _answer(row, ShiftHandover.Answer.taken, now)
        _tell(step, "taken", row, other=row.owner_id)
        step.notify([row.owner_id], "shift_taken")
        step.finish()
    return asked.complaint.no


@again
def decline(key: int, said: Declined, *, by: Person, now: datetime) -> str:
    """The colleague cannot; it stays where it is, and who left it is told. Errors: as ``take``."""
    asked = _left_to(key, by, now)
    with transaction.atomic():
        step = _step(asked, by, now, None)
        row = _waiting(key, by)
        _answer(row, ShiftHandover.Answer.declined, now, because=said.because)
        _tell(step, "declined", row, other=row.owner_id, words=said.because)
        step.notify([row.owner_id], "shift_declined")
        step.finish()
    return asked.complaint.no


@again
def withdraw(key: int, *, by: Person, now: datetime) -> str:
    """Who left it keeps it after all. Errors: as ``take``."""
    row = handover(key)
    if row is None or by.id not in (row.by_id, row.owner_id):
        raise NoSuchComplaint
    asked = _asked(row.complaint, by, now)
    with transaction.atomic():
        step = _step(asked, by, now, None)
        row = ShiftHandover.objects.select_for_update().get(pk=key)
        if row.answer:
            raise _gone()
        _answer(row, ShiftHandover.Answer.withdrawn, now)
        _tell(step, "withdrawn", row, other=row.to_id)
        step.finish()
    return asked.complaint.no


def _left_to(key: int, by: Person, now: datetime) -> _Asked:
    """The case of a hand-over to this person. Errors: ``NoSuchComplaint`` for everybody else;
    ``AccusedHere``.
    """
    row = handover(key)
    if row is None or row.to_id != by.id:
        raise NoSuchComplaint
    return _asked(row.complaint, by, now)


def _asked(complaint: Complaint, by: Person, now: datetime) -> _Asked:
    """Errors: ``AccusedHere``."""
    people = everyone(now)
    tie = scope.tie(complaint, by, people)
    if tie.accused:
        raise AccusedHere
    return _Asked(complaint, people, tie)


def _step(asked: _Asked, by: Person, now: datetime, version: int | None) -> Step:
    """The case, locked, while it is worked. Errors: ``Stale``, ``WrongState``."""
    complaint = asked.complaint
    known = complaint.version if version is None else version
    locked = complaints.lock(complaint, version=known)
    complaint.refresh_from_db()
    case = Case(complaint, by, asked.tie, asked.people, now, now)
    if not locked:
        raise Stale(complaint.state, complaint.version, allowed(case), asked=version is not None)
    if not complaint.is_open:
        raise WrongState(complaint.state, complaint.version - 1, allowed(case))
    return Step(
        complaint=complaint,
        by=by,
        tie=asked.tie,
        people=asked.people,
        at=max(now, complaint.received),
        now=now,
        by_ref=f"staff:{by.id}",
    )


def _ask_free(step: Step) -> None:
    """It is left to nobody else. What was left by an owner before this one waits no more."""
    rows = ShiftHandover.objects.filter(complaint=step.complaint, answer="")
    rows.exclude(owner=step.complaint.owner_id).update(
        answer=ShiftHandover.Answer.withdrawn, answered_at=step.now
    )
    waiting = rows.filter(owner=step.complaint.owner_id).first()
    if waiting is not None:
        name = step.people[waiting.to_id].full_name
        message = _("It is left to %(name)s already, who has not answered.") % {"name": name}
        raise Refused([Fault("to", message)], code="left_already")


def _waiting(key: int, by: Person) -> ShiftHandover:
    """Looked at again under the lock of the case. Errors: ``Refused``."""
    row = ShiftHandover.objects.select_for_update().get(pk=key, to=by.id)
    owner = Complaint.objects.values_list("owner", flat=True).get(pk=row.complaint_id)
    if row.answer or owner != row.owner_id:
        raise _gone()
    return row


def _gone() -> Refused:
    return Refused([Fault("", _("This hand-over does not wait any more."))], code="answered")


def _answer(row: ShiftHandover, answer: str, now: datetime, *, because: str = "") -> None:
    row.answer, row.answered_at, row.because = answer, now, because
    row.save(update_fields=["answer", "answered_at", "because"])


def _tell(step: Step, what: str, row: ShiftHandover, *, other: int, words: str = "") -> None:
    facts = {"handover": row.pk, "other_person": str(other)}
    notes = {"words": words} if words else None
    step.tell(f"complaint.shift_{what}", facts, notes=notes, rule="F16")
