"""转同事: within its department a task goes to a colleague, who then owes the answer (F26).

The customer's clocks, the task's own among them, run on as they did.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import operations as complaints
from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.consults.models import Consult
from kesu.desk import scope
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare
from kesu.journeys.case import Case
from kesu.journeys.faults import NoSuchComplaint, Stale, WrongState
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Part, Someone, Text
from kesu.journeys.perform import allowed
from kesu.journeys.step import Step
from kesu.people.queries import everyone, named
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag, State

_VERB = "feedback"
"""Whoever may answer a task may pass it on."""


class Forward(Part):
    to: Someone = Field(title="To")
    words: Text | None = Field(default=None, title="What the colleague must know")


class Forwarded(CaseFacts):
    consult: int
    department: str
    to_person: str


declare("complaint.task_forwarded", Forwarded)


@again
def forward(task: int, said: Forward, *, by: Person, now: datetime) -> str:
    """The task is with the colleague from now on, who is told; its number. ``now`` in UTC.

    Errors: ``NoSuchComplaint`` for a task of another department; ``Refused`` at ``to`` for who is
    not of the department, or has it already; ``WrongState`` where nothing is owed any more.
    """
    people = everyone(now)
    row = Consult.objects.filter(pk=task, department=by.department).first()
    if row is None:
        raise NoSuchComplaint
    complaint = row.complaint
    tie = scope.tie(complaint, by, people)
    if tie.accused or not permissions.may(_VERB, by, tie):
        raise NoSuchComplaint
    with transaction.atomic():
        locked = complaints.lock(complaint, version=complaint.version)
        complaint.refresh_from_db()
        row.refresh_from_db()
        case = Case(complaint, by, tie, people, now, now)
        if not locked:
            raise Stale(complaint.state, complaint.version, allowed(case), asked=False)
        if not _owed(row):
            raise WrongState(complaint.state, complaint.version - 1, allowed(case))
        to = _colleague(row, said.to, by, people)
        step = Step(
            complaint=complaint,
            by=by,
            tie=tie,
            people=people,
            at=max(now, complaint.received),
            now=now,
            by_ref=f"staff:{by.id}",
        )
        row.with_whom_id = to.id
        row.save(update_fields=["with_whom"])
        facts = {"consult": row.pk, "department": row.department, "to_person": str(to.id)}
        notes = {"words": said.words} if said.words else None
        step.tell("complaint.task_forwarded", facts, notes=notes, rule="F26")
        step.notify({to.id} - {by.id}, "task_forwarded", row.department)
        step.finish()
    return complaint.no


def _owed(row: Consult) -> bool:
    answered = row.answered_at is not None
    measure = row.asks_measure and not row.measure
    open_ = row.complaint.is_open or row.complaint.state == State.closed
    return open_ and row.sent_back_at is None and (not answered or measure)


def _colleague(row: Consult, to: str | int, by: Person, people: People) -> Person:
    """Somebody else of the department, never the accused, and with a restricted case one of those
    who must know of it (E36). Errors: ``Refused`` at ``to``.
    """
    person = named(people, to)
    accused = row.complaint.accused_id
    outside = person is None or person.department != row.department or person.id == accused
    if person is None or outside or person.flags & {Flag.admin, Flag.auditor}:
        message = _("Nobody of your department is known by that.")
        raise Refused([Fault("to", message)], code="unknown_person")
    if row.complaint.restricted and not _knows(person, row.complaint, people):
        message = _("This person cannot be asked about it.")
        raise Refused([Fault("to", message)], code="restricted")
    if person.id == (row.with_whom_id or by.id):
        raise Refused([Fault("to", _("This person has the task already."))], code="has_it")
    return person


def _knows(person: Person, complaint: Complaint, people: People) -> bool:
    return permissions.may_see(person, scope.tie(complaint, person, people))
