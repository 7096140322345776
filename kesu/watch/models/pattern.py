"""疑似职业索赔(行为特征): behaviour that was seen, never a name for a person (A20, Q15, F24)."""

from django.db import models

from kesu.complaints.models import Customer
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff


class ClaimantPattern(models.Model):
    """What a customer's orders and claims show, each with its evidence. Advice only: it refuses,
    delays and silences nobody (law 8), and is gone when it ``expires``.

    ``factors``: ``[{rule, seen, weight}]``. ``checked``: which lines of the evidence list were
    looked at (法释〔2024〕9号).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="patterns")
    factors = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField()
    checked = models.JSONField(default=dict)
    found = models.DateTimeField()
    expires = models.DateTimeField()
    dropped = models.DateTimeField(null=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    because = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires__gt=models.F("found")), name="pattern_expires"
            ),
        )
        indexes = (models.Index(fields=["customer", "expires"], name="pattern_of_customer"),)
