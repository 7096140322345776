"""批量投诉: many complaints about one issue on one day (E37, Q5)."""

from django.db import models
from django.db.models import Q

from kesu.foundation.ids import uuid7


class Batch(models.Model):
    """One issue on one calendar day in the policy's zone. A person may make one as well: then
    ``issue_key`` is empty and only those who were joined are in it.

    ``people``: members after one person's repeats were merged; who is not known counts once each.
    ``declared_at``: when the count was known to be over the limit; its members are urgent since.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    issue_key = models.CharField(max_length=420, blank=True)
    day = models.DateField()
    label = models.CharField(max_length=200, blank=True)
    cases = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    declared_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["issue_key", "day"], condition=~Q(issue_key=""), name="batch_once_a_day"
            ),
        )
        indexes = (models.Index(fields=["-day"], name="batch_newest"),)
