"""Help asked of others: a department's task, a colleague's advice. The owner stays the owner."""

from django.db import models

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class Consult(models.Model):
    """协办单: a question to a department (E05, E06)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    department = models.CharField(max_length=40)
    question = models.TextField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["department", "answered_at"], name="consult_inbox"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="consult_answered_at_with_by",
            ),
        )


class Assist(models.Model):
    """支援: a question to a colleague (A44)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    who = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
