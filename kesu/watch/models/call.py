"""A call that nobody took: somebody calls back (F03)."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff


class MissedCall(models.Model):
    """One call as the telephone system knows it by ``key``: told twice it is one.

    ``complaint``: the open one it was logged on, or the one it became. ``taken_by``: who was shown
    the number to call back, and when. ``tried``: how often that was in vain. ``said``: what it was
    about, where no complaint came of it. One stays ``open`` whose caller was spoken with otherwise,
    or that is too old: ``missed.unanswered`` says which still wait.
    """

    class State(models.TextChoices):
        open = "open"
        logged = "logged"
        returned = "returned"
        lodged = "lodged"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=200, unique=True)
    phone = models.BinaryField()
    phone_blind = models.CharField(max_length=64)
    at = models.DateTimeField()
    heard = models.DateTimeField()
    state = models.CharField(max_length=8, default=State.open.value, choices=State)
    tried = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    taken = models.DateTimeField(null=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    settled = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    complaint = models.ForeignKey(Complaint, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", settled=None)
                | (~Q(state="open") & Q(settled__isnull=False)),
                name="missed_call_settled_with_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("logged", "lodged")) | Q(complaint__isnull=False),
                name="missed_call_of_which_complaint",
            ),
        )
        indexes = (
            models.Index(fields=["-at"], name="missed_call_board", condition=Q(state="open")),
            models.Index(
                fields=["phone_blind"], name="missed_call_number", condition=Q(state="open")
            ),
        )
