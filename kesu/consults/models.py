"""Help asked of others: a department's task, a colleague's advice. The owner stays the owner."""

from django.db import models

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class Consult(models.Model):
    """协办单: a question to a department (E05, E06); answered, or sent back as not theirs (F26)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    department = models.CharField(max_length=40)
    question = models.TextField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    sent_back_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["department", "answered_at"], name="consult_inbox"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sent_back_at=None, sent_back_by=None)
                | models.Q(
                    sent_back_at__isnull=False, sent_back_by__isnull=False, answered_at=None
                ),
                name="consult_sent_back_or_answered",
            ),
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
