"""What a verified complaint about a colleague means for them: the record, the figure, the help
(E51, E52).
"""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class OnRecord(models.Model):
    """在案: a verified complaint about a colleague, once; taken back with a reason (E51)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    reversed_because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["complaint", "staff", "kind"],
                condition=Q(reversed_at=None),
                name="on_record_once",
            ),
        )


class KpiEntry(models.Model):
    """考核: what the record counts for, in a month; ``moved``: its own month was locked (E51)."""

    record = models.OneToOneField(OnRecord, on_delete=models.PROTECT)
    month = models.DateField()
    moved = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)

    class Meta:
        indexes = (models.Index(fields=["month"], name="kpi_entry_month"),)


class MonthLock(models.Model):
    """A month whose figures stand; ``month`` is its first day in the policy's zone."""

    month = models.DateField(unique=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Coaching(models.Model):
    """辅导: help that is owed to a colleague by ``due``, and what shows that it was given (E52)."""

    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    due = models.DateTimeField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["done_at", "due"], name="coaching_open"),)
