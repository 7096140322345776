"""Published versions of policies. A row is never changed: complaints are judged by it (law 4)."""

from django.db import models


class PolicyVersion(models.Model):
    """One version: ``text`` as it was written, ``document`` the whole with what it extends.

    ``document`` is what is read back, so that a newer built-in pack cannot reach into a version
    that extends an older one.
    """

    name = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    valid_from = models.DateTimeField()
    text = models.TextField()
    document = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "version"], name="policy_version_once"),
        )
        indexes = (models.Index(fields=["name", "valid_from"], name="policy_in_force"),)

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"
