"""What was said: contacts, promises, the daily line, emotions, notes."""

from django.db import models

from kesu.complaints.models.complaint import Complaint
from kesu.people.models import Staff


class Said(models.Model):
    """The shape of everything somebody recorded on a complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("at", "id")


class Contact(Said):
    """One attempt to speak, connected or not (F01)."""

    channel = models.CharField(max_length=12)
    direction = models.CharField(max_length=3)
    outcome = models.CharField(max_length=10)
    summary = models.TextField(blank=True)
    recording = models.CharField(max_length=200, blank=True)

    class Meta(Said.Meta):
        indexes = (
            models.Index(fields=["complaint", "by"], name="contact_taken"),
            models.Index(
                fields=["recording"], name="contact_recording", condition=~models.Q(recording="")
            ),
        )


class Promise(Said):
    """A thing promised to the customer with its time (E46, E67)."""

    what = models.TextField()
    due = models.DateTimeField()
    kept = models.BooleanField(null=True)
    settled_at = models.DateTimeField(null=True)


class Progress(Said):
    """The line the customer can read each day; empty text is 暂无进展 (C20)."""

    text = models.TextField(blank=True)


class EmotionPoint(Said):
    """0 平静 to 5 失控, with what turned it (A30)."""

    level = models.PositiveSmallIntegerField()
    turning_point = models.TextField(blank=True)

    class Meta(Said.Meta):
        constraints = (
            models.CheckConstraint(condition=models.Q(level__lte=5), name="emotion_0_to_5"),
        )


class Note(Said):
    """A note among colleagues."""

    text = models.TextField()
