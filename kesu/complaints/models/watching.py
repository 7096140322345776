"""Who looks at a case: now, and for as long as they want to hear of it."""

from django.db import models

from kesu.complaints.models.complaint import Complaint
from kesu.people.models import Staff


class Presence(models.Model):
    """Somebody has the case before them. It counts for seconds after ``seen``; no record."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    seen = models.DateTimeField()
    typing = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["seen"], name="presence_seen"),)
        constraints = (models.UniqueConstraint(fields=["complaint", "staff"], name="present_once"),)


class Watch(models.Model):
    """盯住: somebody wants to hear of every step on a case."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["complaint", "staff"], name="watched_once"),)
