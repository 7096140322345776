"""What is learnt: reviews of cases, and what is to be mended (A12, B15, E18)."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff


class CaseReview(models.Model):
    """复盘: what lay behind it, whose it was, and what others may learn from it (A12).

    ``bears``: what each department answers for and pays, in percent that sum to 100 (D27).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="reviews")
    root_cause = models.TextField()
    department = models.CharField(max_length=40)
    preventable = models.BooleanField(null=True)
    lessons = models.TextField(blank=True)
    bears = models.JSONField(default=list)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["complaint", "-at"], name="review_of_complaint"),)


class Item(models.Model):
    """改善项: one thing to mend. ``source``: ``disposition`` of a close, ``no_clause`` of a
    solution that no clause covers (E18), ``review``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)
    source = models.CharField(max_length=12)
    title = models.TextField()
    state = models.CharField(max_length=8, default="open")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("open", "done", "dropped")), name="item_state_known"
            ),
        )
        indexes = (models.Index(fields=["state", "-at"], name="improvement_item_open"),)


class Link(models.Model):
    """A complaint that teaches the same as one before: its lesson is that item (B15)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="links")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "complaint"], name="improvement_link_once"),
        )
