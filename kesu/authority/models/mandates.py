"""Authority that was lent, and what was spent of it."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff


class Delegation(models.Model):
    """放权: a superior lends a person a higher mandate for a while (A17).

    ``amount`` in 分 a case; ``types``: codes or groups, none: every type. ``starts`` and ``ends``
    in UTC, the end not included. Both tests of A17 were answered yes, or there is no row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grantor = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    types = models.JSONField(default=list)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["to", "kind", "ends"], name="delegation_held"),)
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="delegation_of_something"),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="delegation_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(grantor=models.F("to")), name="delegation_to_another"
            ),
        )


class Balance(models.Model):
    """What a person has given of a kind in a calendar month of the policy's zone, in 分 (E62)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    month = models.DateField()
    """Its first day."""
    spent = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["staff", "kind", "month"], name="balance_once_a_month"),
            models.CheckConstraint(condition=Q(spent__gte=0), name="balance_not_below_nothing"),
        )


class Spending(models.Model):
    """One amount that was taken from a balance, and for which complaint."""

    balance = models.ForeignKey(Balance, on_delete=models.PROTECT)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="spending_of_something"),
        )
