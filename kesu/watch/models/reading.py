"""What was read in the words of a case, over time (A30, A33, A04, D30)."""

from django.db import models

from kesu.complaints.models import Complaint


class CaseReading(models.Model):
    """One text of a case as it was read: the telling itself, a contact, a turn of a chat.

    ``source`` with ``ref`` names the row it stands in. ``emotion`` 0 to 5, ``risk`` 0 to 100,
    ``risks`` 0 to 100 each, ``reasons`` with words and places. Advice: nobody's clock or rights
    change by it (law 8).
    """

    class Source(models.TextChoices):
        telling = "telling"
        contact = "contact"
        message = "message"
        urge = "urge"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="readings")
    source = models.CharField(max_length=8)
    ref = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    emotion = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12)
    risk = models.PositiveSmallIntegerField()
    risks = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["complaint", "source", "ref"], name="case_read_once"),
            models.CheckConstraint(
                condition=models.Q(emotion__lte=5) & models.Q(risk__lte=100),
                name="case_reading_ranges",
            ),
        )
        indexes = (models.Index(fields=["complaint", "at"], name="case_reading_story"),)
