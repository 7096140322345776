"""Proof: what bears the customer out, what bears the company out, and where it came from (A29)."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models.talk import Said
from kesu.foundation.ids import uuid7


class Evidence(Said):
    """One piece of proof: a file kept under its digest, or words somebody said. Never changed and
    never deleted; what is wrong with it is said beside it.

    ``side`` and ``strength``: what it means to the company. ``gap`` and ``counter_plan``: what it
    does not show, and what answers it. ``task``: the 协办单 it came with. ``retracted_at``: it is
    not relied on any more, for ``retracted_because``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    side = models.CharField(max_length=12)
    kind = models.CharField(max_length=40)
    strength = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    gap = models.TextField(blank=True)
    counter_plan = models.TextField(blank=True)
    task = models.BigIntegerField(null=True)
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    retracted_at = models.DateTimeField(null=True)
    retracted_because = models.TextField(blank=True)

    class Meta(Said.Meta):
        constraints = (
            models.CheckConstraint(
                condition=(~Q(sha256="") & Q(size__isnull=False)) | ~Q(text=""),
                name="evidence_file_or_words",
            ),
        )
        indexes = (
            models.Index(fields=["complaint", "at"], name="evidence_of_complaint"),
            models.Index(fields=["sha256"], condition=~Q(sha256=""), name="evidence_file"),
        )


class OneSided(Said):
    """没有不利证据 (or favourable), said out loud: somebody looked for the other side (A29)."""

    side = models.CharField(max_length=12)
    text = models.TextField(blank=True)
