"""What came of putting cases together, and of being urged: 并单, 催办, 督办 (F04, F05)."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models.complaint import Complaint
from kesu.complaints.models.talk import Said
from kesu.people.models import Staff


class Merging(models.Model):
    """One case put into another. ``before``: what an undoing within the day puts back, by name:
    codes, ids and times, never words. ``complaint`` is the case that is no longer worked.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="mergings")
    into = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="takings")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(undone_at=None), name="merging_stands_once"
            ),
            models.CheckConstraint(
                condition=~Q(complaint=models.F("into")), name="merging_never_into_itself"
            ),
        )


class Urge(Said):
    """A customer chasing (催办), or a manager who wants the case ended by ``due`` (督办)."""

    kind = models.CharField(max_length=8)
    due = models.DateTimeField(null=True)
