"""What customers and agents write to each other before anything is lodged (A18)."""

from django.db import models

from kesu.complaints.models import Complaint, Customer
from kesu.foundation.ids import uuid7


class Conversation(models.Model):
    """One talk as the chat system knows it: ``key`` is that system's number.

    ``emotion``: the highest so far, 0 to 5. ``complaint``: what became of it, with the transcript.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=200, unique=True)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT)
    shop = models.CharField(max_length=200, blank=True)
    began = models.DateTimeField()
    last_at = models.DateTimeField()
    last_by_customer = models.DateTimeField(null=True)
    emotion = models.PositiveSmallIntegerField(default=0)
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(emotion__lte=5), name="conversation_emotion_0_to_5"
            ),
        )
        indexes = (models.Index(fields=["last_at"], name="conversation_last"),)


class Message(models.Model):
    """One turn of a talk, known by the chat system's ``key``: told twice it is one.

    ``hits`` as ``kesu watch scan`` writes them, with places in ``text`` as it was given.
    """

    class Speaker(models.TextChoices):
        customer = "customer"
        agent = "agent"

    key = models.CharField(max_length=200, unique=True)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages"
    )
    speaker = models.CharField(max_length=8)
    text = models.TextField()
    at = models.DateTimeField()
    heard = models.DateTimeField()
    hits = models.JSONField(default=list)
    emotion = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=12, default="none")
    risk = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(speaker__in=("customer", "agent")), name="message_speaker_known"
            ),
        )
        indexes = (models.Index(fields=["conversation", "at", "id"], name="message_of_talk"),)
