"""上报: who was told of an urgent complaint, and who has seen it."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class Report(models.Model):
    """One report to one level of the chain (E64). ``level``: a code of the policy's report chain.

    ``by`` is nobody where it went by itself. ``reason``: why a level was gone over.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    level = models.CharField(max_length=16)
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    sent = models.DateTimeField()
    due = models.DateTimeField()
    reason = models.TextField(blank=True)
    acknowledged = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Staff, null=True, on_delete=models.PROTECT, related_name="+"
    )
    skipped = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(acknowledged=None, acknowledged_by=None)
                | Q(acknowledged__isnull=False, acknowledged_by__isnull=False),
                name="report_acknowledged_at_with_by",
            ),
        )
