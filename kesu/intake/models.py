"""What was brought in from other systems: imports, their rows, how columns were read; and the wish
to learn from what is there.
"""

from django.db import models

from kesu.complaints.models import Complaint, Customer, Order
from kesu.foundation.leases import Obligation
from kesu.people.models import Staff


class Import(models.Model):
    """One file taken in. ``fingerprint`` is the SHA-256 of its bytes: an import that was killed
    is gone on with, not begun again.
    """

    class State(models.TextChoices):
        running = "running"
        done = "done"
        undone = "undone"

    no = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=12)
    file = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default=State.running.value)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["fingerprint", "state"], name="import_of_a_file"),)

    def __str__(self) -> str:
        return self.no


class ImportedRow(models.Model):
    """One row that is in, written in the same transaction as what it became.

    ``key`` is by what a row is known, ``digest`` the SHA-256 of its cells. ``complaint``,
    ``customer`` and ``order`` are what it made.
    """

    source = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField(max_length=12)
    key = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    number = models.PositiveIntegerField()
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="imported_row_once"),)


class Mapping(models.Model):
    """How the columns of one kind of file are read, kept under a name."""

    name = models.CharField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=12)
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    updated = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Learning(Obligation):
    """The types are to be learned again from closed cases; one wish at a time."""

    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    open = models.BooleanField(default=True)
    cases = models.PositiveIntegerField(null=True)
    """From how many it was learned; none while it waits, 0 where there were too few."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["open"], condition=models.Q(open=True), name="learning_one_at_a_time"
            ),
        )
