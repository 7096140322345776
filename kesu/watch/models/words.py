"""The house's own watch words, beside and over the shipped list (A18, A19)."""

from django.db import models

from kesu.people.models import Staff


class WatchEntry(models.Model):
    """One word as the house wants it watched; of a shipped word's ``term`` it takes the place.

    ``months``: in which it counts, 1 to 12; empty is always (A02). ``shop``: for which alone.
    ``on`` false takes a word out. Lists of words are lists of strings.
    """

    term = models.CharField(max_length=80)
    shop = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    variants = models.JSONField(default=list)
    near = models.JSONField(default=list)
    not_near = models.JSONField(default=list)
    inside = models.JSONField(default=list)
    months = models.JSONField(default=list)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    on = models.BooleanField(default=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["term", "shop"], name="watch_entry_once"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1) & models.Q(level__lte=3),
                name="watch_entry_level_1_to_3",
            ),
        )

    def __str__(self) -> str:
        return self.term
