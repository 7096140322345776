"""Who gave a complaint to whom."""

from django.db import models

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class Transfer(models.Model):
    """One change of owner by a person, with its reason (E42, E43)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    owner_from = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    owner_to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class RoutingAttempt(models.Model):
    """Whom a live call was to be put through to, in order; ``why`` not, "" who took it (E48)."""

    class Why(models.TextChoices):
        away = "away"
        leave = "leave"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=8, choices=Why.choices, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["complaint", "at", "place"], name="attempt_in_order"),
        )
