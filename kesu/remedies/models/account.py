"""What makes a complaint good: what is done to the customer's account (E56 to E60)."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class IdentityCheck(models.Model):
    """身份核对: what was compared, and whether it was the member (E57)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    items = models.JSONField(default=list)
    passed = models.BooleanField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Freeze(models.Model):
    """账户冻结, with what the customer was told; only the risk department lifts it (E57, E60)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    advisories = models.JSONField(default=list)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(lifted_at=None), name="freeze_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="freeze_lifted_at_with_by",
            ),
        )


class Investigation(models.Model):
    """调查: what the risk department found; ``loss`` in 分 (E60)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    finding = models.TextField()
    loss = models.BigIntegerField(null=True)
    suspect = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(loss=None) | Q(loss__gte=0), name="investigation_loss_not_negative"
            ),
        )


class AccountNote(models.Model):
    """系统注记: what was done to the account, for whoever looks it up next (E59)."""

    class What(models.TextChoices):
        not_identified = "not_identified"
        frozen = "frozen"
        amended = "amended"
        unfrozen = "unfrozen"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    what = models.CharField(max_length=16, choices=What.choices)
    text = models.TextField(blank=True)
    reference = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
