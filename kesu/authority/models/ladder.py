"""Who agreed to what, and how a complaint rose."""

from django.db import models

from kesu.complaints.models import Complaint, Solution
from kesu.people.models import Staff


class Approval(models.Model):
    """One verdict on a solution: by a person, or by mandate with the mandate named (Q25)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    solution = models.ForeignKey(Solution, on_delete=models.PROTECT)
    approved = models.BooleanField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.TextField(blank=True)
    mandate = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["solution"], name="approval_once_a_solution"),
        )


class Escalation(models.Model):
    """One rise of tier with what was tried (A14, A44)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    tier_from = models.CharField(max_length=1)
    tier_to = models.CharField(max_length=1)
    reason = models.TextField()
    tried = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Opinion(models.Model):
    """What a function (legal, the spokesperson, a department) is asked and thinks; its words are
    not for agents (F22).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    function = models.CharField(max_length=40)
    question = models.TextField()
    tried = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateTimeField()
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["function", "given_at"], name="opinion_inbox"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(given_at=None, given_by=None)
                | models.Q(given_at__isnull=False, given_by__isnull=False),
                name="opinion_given_at_with_by",
            ),
        )
