"""What the workers leave for those who look from outside: that they live, what they counted."""

from django.db import models


class Heartbeat(models.Model):
    """When a worker was last seen at work; one row a worker, gone a day after its last word."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class Tally(models.Model):
    """Breaches on the record up to line ``seq``, by the clock's name. To count them afresh means
    to read every clock there ever was.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    breached = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="clock_one_tally"),)
