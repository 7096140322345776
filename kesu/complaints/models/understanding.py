"""What the matter is about: the first talk taken apart, what is wanted, what is objected (A31, A32,
A53, D40, E81).
"""

from django.db import models
from django.db.models import Q

from kesu.complaints.models.talk import Said


class Breakdown(Said):
    """拆解: attitude, feeling and demand as they came out in the first talk (A31, A32)."""

    attitude = models.TextField()
    emotion = models.PositiveSmallIntegerField()
    demand = models.TextField()
    real_demand = models.TextField(blank=True)
    plan = models.TextField(blank=True)

    class Meta(Said.Meta):
        constraints = (
            models.CheckConstraint(condition=Q(emotion__lte=5), name="breakdown_emotion_0_to_5"),
        )


class Analysis(Said):
    """八项研判: the eight conditions as they stood, and the path they lead to (D40)."""

    conditions = models.JSONField()
    path = models.CharField(max_length=16)


class Demand(Said):
    """诉求: one thing the customer wants; ``amount`` in 分 (A53, D06)."""

    kind = models.CharField(max_length=12)
    amount = models.BigIntegerField(null=True)
    basis = models.TextField(blank=True)

    class Meta(Said.Meta):
        constraints = (
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="demand_not_negative"
            ),
        )


class Objection(Said):
    """反对意见 with its class and how it was met (E81)."""

    kind = models.CharField(max_length=14)
    method = models.TextField()
    text = models.TextField()


class Aggravation(Said):
    """二次激化: the words with which the handling itself made it worse, and whose (C01)."""

    words = models.TextField()
    whose = models.CharField(max_length=200)


class Gap(Said):
    """期望与实际: what was expected, what came, and who had raised the expectation (B03)."""

    expected = models.TextField()
    actual = models.TextField()
    raised_by = models.CharField(max_length=12)
