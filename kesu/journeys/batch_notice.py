"""批量通知: one wording to all members of a batch, agreed to by another than its writer (F19).

Agreeing makes a row for each member; the rows are worked one by one, each a step of its own, so
that whoever dies on the way has told nobody twice and forgotten nobody.
"""

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints import many
from kesu.complaints.batches import members
from kesu.complaints.models import Batch, Complaint
from kesu.complaints.permissions.boards import may_agree_to_many, may_write_to_many
from kesu.correspondence import operations as correspondence
from kesu.correspondence.models import Circular, CircularTo
from kesu.correspondence.operations import Telling
from kesu.desk import scope
from kesu.foundation.again import again
from kesu.foundation.fault_words import kept_of
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys import mails
from kesu.journeys.faults import NoSuchComplaint, NotYours
from kesu.journeys.payload import Name, Part, Text
from kesu.journeys.progress import tell_customer
from kesu.journeys.step import Step
from kesu.people.queries import everyone
from kesu.people.rules import People, Person, direct_supervisor
from kesu.policy import queries as policies
from kesu.policy.codes import Rank, ranks_from

RULE = "F19"
_LEASE = timedelta(seconds=60)
_SUPERVISORS = ranks_from(Rank.supervisor)
_log = logging.getLogger(__name__)


class Worded(Part):
    """``left_out``: the numbers of members who do not get it."""

    text: Text = Field(title="What the customers are told")
    left_out: list[Name] | None = Field(default=None, max_length=5000, title="Left out")


class SentBack(Part):
    because: Text = Field(title="Reason")


class NoticeFacts(Facts):
    """``members``: how many get it, as far as is known; ``left_out``: how many do not."""

    notice: int
    members: int = 0
    left_out: int = 0


for _kind in ("written", "approved", "returned"):
    declare(f"batch.notice_{_kind}", NoticeFacts)


@again
def write(key: str, said: Worded, *, by: Person, now: datetime) -> int:
    """Puts a wording up for approval; its id. ``now`` in UTC.

    Errors: ``NoSuchComplaint`` for a batch that is not known to them; ``NotYours``; ``Refused`` for
    a number that is no member, or while another notice to this batch waits.
    """
    people = everyone(now)
    batch, seen = _batch(key, by, people)
    if not may_write_to_many(by):
        raise NotYours
    left_out = sorted(set(said.left_out or ()))
    _ask_members(seen, said.left_out or ())
    with transaction.atomic():
        batch = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
        if Circular.objects.filter(batch=batch, approved_at=None, returned_at=None).exists():
            message = _("Another notice to this batch waits for approval.")
            raise Refused([Fault("text", message)], code="waiting")
        row = Circular.objects.create(
            batch=batch, text=said.text, by_id=by.id, at=now, left_out=left_out
        )
        above = direct_supervisor(people, by.id, ranks=_SUPERVISORS)
        first = seen[0]
        if above is not None and above != by.id:
            correspondence.tell([Telling([above], first, "to_approve", now, batch.label[:60])])
        _put_on_record("written", row, by, now, left_out=len(left_out))
    return row.pk


@again
def approve(number: int, *, by: Person, now: datetime) -> None:
    """Agrees to a wording: every open member that the person may know of and who is not left out
    gets it. Errors: ``NoSuchComplaint``, ``NotYours``, ``Refused`` where somebody was quicker.
    """
    people = everyone(now)
    with transaction.atomic():
        row, seen = _waiting(number, by, people)
        row.approved_by_id, row.approved_at = by.id, now
        row.save(update_fields=["approved_by", "approved_at"])
        out = set(row.left_out)
        CircularTo.objects.bulk_create(_owed(row, one, out, now) for one in seen)
        told = sum(one.no not in out for one in seen)
        correspondence.tell([Telling([row.by_id], seen[0], "approved", now, row.batch.label[:60])])
        _put_on_record("approved", row, by, now, members=told, left_out=len(seen) - told)


@again
def send_back(number: int, said: SentBack, *, by: Person, now: datetime) -> None:
    """The wording goes to nobody, for a reason. Errors as ``approve``."""
    people = everyone(now)
    with transaction.atomic():
        row, seen = _waiting(number, by, people)
        row.returned_by_id, row.returned_at, row.returned_because = by.id, now, said.because
        row.save(update_fields=["returned_by", "returned_at", "returned_because"])
        correspondence.tell([Telling([row.by_id], seen[0], "returned", now, row.batch.label[:60])])
        _put_on_record("returned", row, by, now)


def work(at: datetime, limit: int) -> datetime | None:
    """Tells up to ``limit`` members what was agreed to; when to come back, or None. In UTC."""
    rows = CircularTo.claim(at=at, limit=limit, lease=_LEASE)
    people = everyone(at) if rows else {}
    for row in rows:
        try:
            _tell(row, people, at)
        except Exception as fault:  # noqa: BLE001 - the other members are still owed theirs
            _log.exception("the notice to a batch could not be told on %s", row.complaint_id)
            row.fail(kept_of(fault), at=at)
    if len(rows) == limit:
        return at
    waiting = CircularTo.objects.filter(state=CircularTo.State.waiting).order_by("due_at")
    return waiting.values_list("due_at", flat=True).first()


@again
def _tell(row: CircularTo, people: People, at: datetime) -> None:
    """One member: the day's line, and a letter where one can go."""
    with transaction.atomic():
        complaint = many.take([row.complaint_id])[row.complaint_id]
        if not row.still_mine():
            return
        circular = Circular.objects.get(pk=row.circular_id)
        assert circular.approved_by_id is not None
        row.result, row.told_at = "ended", at
        if complaint.is_open:
            row.result = "told"
            step = _step(complaint, people[circular.approved_by_id], people, at)
            tell_customer(step, circular.text, rule=RULE)
            row.mail, row.unreached = mails.write_to(step, circular.text)
            step.finish()
        row.state, row.lease_until = CircularTo.State.done, None
        row.save(update_fields=["result", "told_at", "mail", "unreached", "state", "lease_until"])


def _step(complaint: Complaint, by: Person, people: People, at: datetime) -> Step:
    many.count_versions(Counter([complaint.pk]))
    return Step(
        complaint=complaint,
        by=by,
        tie=scope.tie(complaint, by, people),
        people=people,
        at=max(at, complaint.received),
        now=at,
        by_ref=f"staff:{by.id}",
    )


def _batch(key: str, by: Person, people: People) -> tuple[Batch, list[Complaint]]:
    """The batch and those of its members that the person may know of, the earliest first."""
    try:
        batch = Batch.objects.filter(pk=UUID(key)).first()
    except ValueError:
        batch = None
    seen = _seen(batch, by, people) if batch else []
    if batch is None or not seen:
        raise NoSuchComplaint
    return batch, seen


def _seen(batch: Batch, by: Person, people: People) -> list[Complaint]:
    known = scope.visible(by, people).filter(pk__in=members(batch).values("pk"))
    return list(known.only("no", "state", "accused", "merged_into").order_by("received", "no"))


def _ask_members(seen: Sequence[Complaint], numbers: Collection[str]) -> None:
    known = {one.no for one in seen}
    faults = [
        Fault(f"left_out.{place}", _("This case is not in the batch."), no)
        for place, no in enumerate(numbers)
        if no not in known
    ]
    if faults:
        raise Refused(faults, code="no_member")


def _waiting(number: int, by: Person, people: People) -> tuple[Circular, list[Complaint]]:
    """A wording that waits, locked, with the members whom this person may know of."""
    rows = Circular.objects.select_for_update(no_key=True, of=("self",)).select_related("batch")
    row = rows.filter(pk=number).first()
    if row is None:
        raise NoSuchComplaint
    _found, seen = _batch(str(row.batch_id), by, people)
    if not may_agree_to_many(by, writer=row.by_id):
        raise NotYours
    if row.approved_at is not None or row.returned_at is not None:
        message = _("Somebody has decided about this notice already.")
        raise Refused([Fault("", message)], code="decided")
    return row, seen


def _owed(row: Circular, one: Complaint, out: Collection[str], now: datetime) -> CircularTo:
    if one.no in out:
        done = CircularTo.State.done
        return CircularTo(
            circular=row, complaint=one, due_at=now, state=done, result="left_out", told_at=now
        )
    return CircularTo(circular=row, complaint=one, due_at=now)


def _put_on_record(what: str, row: Circular, by: Person, now: datetime, **counts: int) -> None:
    append(
        [
            Draft(
                kind=f"batch.notice_{what}",
                about=("batch", str(row.batch_id)),
                by=f"staff:{by.id}",
                at=now,
                written=now,
                policy=policies.in_force(now).label,
                rule=RULE,
                facts={"notice": row.pk, **counts},
            )
        ]
    )
