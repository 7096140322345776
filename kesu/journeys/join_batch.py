"""并入批量: a person puts a case into a batch, or makes one by hand (E37, Q5)."""

from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.batches import Issue, hold, members
from kesu.complaints.models import Batch, Complaint
from kesu.complaints.queries import by_number
from kesu.desk import scope
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import batches
from kesu.journeys.case import Case
from kesu.journeys.payload import Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN

NEW = "new"


class JoinBatch(Payload):
    batch: Name = Field(title="Batch, a case in it, or new")


def check(case: Case, said: JoinBatch) -> None:
    """The batch is one that this person may know of, and the case is not in it yet."""
    if said.batch == NEW:
        return
    batch = find(said.batch)
    if batch is None or not _may_know(case, batch):
        known = _("the id of a batch, the number of a case in one, or new")
        raise Refused([Fault("batch", _("No batch is known by that."), known)], code="no_batch")
    if case.complaint.batch_id == batch.pk:
        raise Refused([Fault("batch", _("The case is in this batch already."))], code="in_batch")


def find(said: str) -> Batch | None:
    """The batch with that id, or that of the case with that number."""
    try:
        return Batch.objects.filter(pk=UUID(said)).first()
    except ValueError:
        found = by_number(said)
    return found.batch if found else None


def take_first(complaint: Complaint, said: JoinBatch) -> None:
    """The batch and those who are in it, before the case itself."""
    batch = None if said.batch == NEW else find(said.batch)
    if batch is not None:
        hold([Issue(batch.issue_key or str(batch.pk), batch.day)])
        if batch.declared_at is None:
            batches.take_all(members(batch), complaint)


def join_batch(step: Step, said: JoinBatch) -> None:
    """A member from now on; urgent if the batch is declared and the case came in on its day. One
    that a person makes is declared by the same count.
    """
    batch = batches.made(step) if said.batch == NEW else find(said.batch)
    assert batch is not None
    batch.refresh_from_db()
    batches.join(step, batch)


def _may_know(case: Case, batch: Batch) -> bool:
    assert case.by is not None
    return scope.visible(case.by, case.people).filter(batch=batch).exists()


declare(
    Verb(
        name="join_batch",
        words=Words("并入批量", "併入批量", "Put into a batch"),
        payload=JoinBatch,
        from_states=states(OPEN),
        act=join_batch,
        check=check,
        before=take_first,
    )
)
