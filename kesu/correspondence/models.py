"""What goes to the customer, and what the house tells its own people."""

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from kesu.complaints.models import Batch, Complaint, Solution
from kesu.foundation.ids import uuid7
from kesu.foundation.leases import Obligation
from kesu.people.models import Staff


class Reply(models.Model):
    """The answer on an approved solution (E10)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT)
    channel = models.CharField(max_length=12)
    text = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Notice(models.Model):
    """What a person is told in the app, until they have seen it.

    ``mail_due``: since when it waits to be told by mail as well; none: it is not, or was.
    """

    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    detail = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mail_due = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["to", "seen_at", "-at"], name="notice_inbox"),
            models.Index(
                fields=["to", "mail_due"], name="notice_to_mail", condition=~Q(mail_due=None)
            ),
        )


class Mail(Obligation):
    """A letter that is to go out, written in the transaction of what it tells of.

    ``message_id`` is fixed here, so that a second copy of it is known for one. Who it goes to and
    what it says are sealed (law 9). Letters about a complaint leave in the order they were
    written; ``staff`` is set on those to colleagues. ``attempts`` counts claims without a word,
    ``tries`` what the server refused; ``give_up_at`` ends it. ``held_because`` says why a letter
    was set aside, in a code of ``rules.Held``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reply = models.OneToOneField(Reply, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20)
    automatic = models.BooleanField()
    to = models.BinaryField()
    to_blind = models.CharField(max_length=64)
    subject = models.BinaryField()
    body = models.BinaryField()
    reply_to = models.CharField(max_length=254, blank=True)
    message_id = models.CharField(max_length=300, unique=True)
    thread = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField()
    give_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    held_because = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="done", sent_at__isnull=False)
                | (~Q(state="done") & Q(sent_at=None)),
                name="mail_done_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(state="quarantined") & ~Q(held_because=""))
                | (~Q(state="quarantined") & Q(held_because="")),
                name="mail_held_has_reason",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"],
                name="mail_open",
                condition=Q(state__in=("waiting", "leased")),
            ),
            models.Index(fields=["complaint", "id"], name="mail_of_complaint"),
            models.Index(fields=["to_blind", "-created"], name="mail_to_address"),
            models.Index(
                fields=["-created"], name="mail_set_aside", condition=Q(state="quarantined")
            ),
        )

    @classmethod
    def is_due(cls, at: datetime) -> Q:
        """Of a complaint's letters to the customer only the first that has not gone."""
        before = cls.objects.filter(
            complaint=OuterRef("complaint"),
            staff=None,
            state__in=(cls.State.waiting, cls.State.leased),
            pk__lt=OuterRef("pk"),
        )
        in_turn = Q(complaint=None) | Q(staff__isnull=False) | ~Exists(before)
        return Q(super().is_due(at), in_turn)

    @classmethod
    def _together(cls, rows: Iterable[Self]) -> Iterable[Self]:
        """A letter whose last worker never said a word may have ended it: it goes alone."""
        found = list(rows)
        if found and found[0].attempts:
            return found[:1]
        return list(takewhile(lambda row: not row.attempts, found))

    @classmethod
    def _set_aside_what_kills(cls, at: datetime) -> None:
        """Left to whoever claims it: it leaves a line on the record."""


class Circular(models.Model):
    """批量通知: one wording to all members of a batch, agreed to by another person (F19)."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT)
    text = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_out = models.JSONField(default=list)
    """The numbers of the members who do not get it."""
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False, returned_at=None)
                & ~Q(approved_by=models.F("by")),
                name="circular_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["batch"],
                condition=Q(approved_at=None, returned_at=None),
                name="circular_one_waits",
            ),
        )


class CircularTo(Obligation):
    """What one member is owed of it, and what became of that. ``result``: told, left_out or ended;
    ``unreached``: why no letter went, a code of ``rules.Unreached``. The day's line stands anyway.
    """

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="members")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    result = models.CharField(max_length=8, blank=True)
    unreached = models.CharField(max_length=12, blank=True)
    mail = models.OneToOneField(Mail, null=True, on_delete=models.PROTECT)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["circular", "complaint"], name="circular_to_once"),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"],
                name="circular_to_open",
                condition=Q(state__in=("waiting", "leased")),
            ),
        )
