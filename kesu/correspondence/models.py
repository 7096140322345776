"""What goes to the customer, and what the house tells its own people."""

from django.db import models

from kesu.complaints.models import Complaint, Solution
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
    """What a person is told in the app, until they have seen it."""

    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    detail = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["to", "seen_at", "-at"], name="notice_inbox"),)
