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
    rule = models.CharField(max_length=10, blank=True)
    """The row that opened it; empty: a person did."""
    asks_measure = models.BooleanField(default=False)
    """It also asks what was done about the merchant (E83)."""
    measure = models.CharField(max_length=12, blank=True)
    measure_on = models.DateField(null=True)
    measure_text = models.TextField(blank=True)
    measure_at = models.DateTimeField(null=True)
    with_whom = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    """The colleague in the department to whom it was passed (F26)."""
    reminded = models.PositiveSmallIntegerField(default=0)
    """The step of dunning reached, in percent of its time (B11)."""

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


class Told(models.Model):
    """A department that was told, no answer asked: at receipt (2.1), with the result (E13, E47)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    department = models.CharField(max_length=40)
    why = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["complaint", "at"], name="told_of_complaint"),)


class Request(models.Model):
    """求助资源: something asked of somebody outside the house or in it, with its time (D09, D43).
    ``party``: whoever it is asked of, by name.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    what = models.TextField()
    party = models.CharField(max_length=200)
    due = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at=None, granted=None)
                | models.Q(answered_at__isnull=False, granted__isnull=False),
                name="request_answered_or_open",
            ),
        )


class Assist(models.Model):
    """支援: a question to a colleague (A44)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    who = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
