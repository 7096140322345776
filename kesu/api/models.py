"""What the API keeps of its callers' keys."""

from django.db import models

from kesu.people.models import Token


class IdempotencyKey(models.Model):
    """The first 2xx answer to a key; written in the transaction of its effect."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE)
    path = models.CharField(max_length=300)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    etag = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["token", "path", "key"], name="idempotency_key_once"),
        )
        indexes = (models.Index(fields=["at"], name="idempotency_age"),)
