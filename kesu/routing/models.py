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


class ShiftHandover(models.Model):
    """交接班: one case that its owner leaves to a colleague at the end of a shift, with words
    (F16). It stays with the owner until the colleague takes it.
    """

    class Answer(models.TextChoices):
        taken = "taken"
        declined = "declined"
        withdrawn = "withdrawn"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="shifts_over")
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    because = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["to", "answer"], name="shift_handover_inbox"),)
        constraints = (
            models.UniqueConstraint(
                fields=["complaint"],
                condition=models.Q(answer=""),
                name="shift_handover_one_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="shift_handover_answered_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("to")), name="shift_handover_to_another"
            ),
        )
