"""What a verified complaint about a colleague means for them: the record, the figure, the help
(E51, E52).
"""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class OnRecord(models.Model):
    """在案: a verified complaint about a colleague, once; taken back with a reason (E51).

    ``appealed_at``: somebody spoke for them; until it is answered it counts for nothing (D27).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)
    reversed_because = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    appeal = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(appealed_at__isnull=False),
                name="on_record_answer_to_appeal",
            ),
            models.UniqueConstraint(
                fields=["complaint", "staff", "kind"],
                condition=Q(reversed_at=None),
                name="on_record_once",
            ),
        )


class KpiEntry(models.Model):
    """考核: what the record counts for, in a month; ``moved``: its own month was locked (E51).

    ``taken_off``: it was reversed after its month was locked, so that month stands and this one
    has it less. Months are their first day in the policy's zone.
    """

    record = models.OneToOneField(OnRecord, on_delete=models.PROTECT)
    month = models.DateField()
    moved = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    taken_off = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=["month"], name="kpi_entry_month"),)


class MonthLock(models.Model):
    """A month whose figures stand; ``month`` is its first day in the policy's zone."""

    month = models.DateField(unique=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Coaching(models.Model):
    """辅导: help that is owed to a colleague by ``due``, and what shows that it was given (E52).

    ``dropped_at``: what it was for turned out not to be so.
    """

    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(OnRecord, null=True, on_delete=models.PROTECT, related_name="help")
    what = models.TextField(blank=True)
    due = models.DateTimeField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(dropped_at=None), name="coaching_done_or_dropped"
            ),
        )
        indexes = (models.Index(fields=["done_at", "due"], name="coaching_open"),)


class Attitude(models.Model):
    """服务态度分: how a colleague bore themselves on a case, 1 to 5, whoever was right (A62)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    words = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="attitude_1_to_5"),
        )
        indexes = (models.Index(fields=["staff", "-at"], name="attitude_of_staff"),)
