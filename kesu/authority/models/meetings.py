"""What people decided together, and how far they came with the customer."""

from django.db import models

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class Meeting(models.Model):
    """拍板会、调解、上门: who was there, what was decided, who signed (A15).

    ``present`` and ``signed`` are ids of staff; ``guests`` are others, by name.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12)
    tier = models.CharField(max_length=1)
    present = models.JSONField()
    guests = models.JSONField(default=list)
    signed = models.JSONField(default=list)
    decision = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    mediator = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=8, blank=True)
    """Where it was, who mediated and what came of that (A61)."""
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Round(models.Model):
    """One round of talks: what was offered and what the customer said (A51)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    offer = models.TextField()
    reaction = models.TextField()
    agreed = models.BooleanField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
