"""What was found, proposed, decided, done and asked afterwards."""

from django.db import models

from kesu.complaints.models.talk import Said


class Verification(Said):
    """核实结论 with its reason (E04)."""

    verdict = models.CharField(max_length=8)
    reason = models.TextField()
    no_merchant = models.TextField(blank=True)


class Cause(Said):
    """The direct cause and who answers for it; shares sum to 100 (C13, C14)."""

    text = models.TextField()
    category = models.CharField(max_length=200, blank=True)
    responsible = models.JSONField(default=list)


class Solution(Said):
    """One proposed solution in dated steps (E07, C17)."""

    kind = models.CharField(max_length=8)
    steps = models.JSONField()
    options = models.JSONField(default=list)
    clause = models.TextField(blank=True)
    no_clause = models.TextField(blank=True)
    cost = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)


class OnSolution(Said):
    """Recorded about one solution."""

    solution = models.ForeignKey(Solution, null=True, on_delete=models.PROTECT)

    class Meta(Said.Meta):
        abstract = True


class CustomerDecision(OnSolution):
    """The customer's position on a solution (E10)."""

    position = models.CharField(max_length=8)
    option = models.TextField(blank=True)
    words = models.TextField(blank=True)


class Action(OnSolution):
    """One thing done in another system, with its reference (E12)."""

    action = models.TextField()
    result = models.CharField(max_length=6)
    reference = models.CharField(max_length=200, blank=True)


class FollowUp(OnSolution):
    """One attempt of 回访 and what the customer said (E14, C08)."""

    outcome = models.CharField(max_length=10)
    satisfied = models.BooleanField(null=True)
    service_met = models.BooleanField(null=True)
    emotional_met = models.BooleanField(null=True)
