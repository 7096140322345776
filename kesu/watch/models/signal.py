"""风险预警: something that may become a complaint, until a person has done something about it."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint, Customer, Order
from kesu.foundation.ids import uuid7
from kesu.people.models import Staff
from kesu.watch.models.chat import Conversation


class Signal(models.Model):
    """One thing to look at, shown once however often it is found: ``key`` says what it is.

    ``level``: 1 worth knowing, 2 worth looking at, 3 at once. ``said``: the sentence it was found
    in. ``facts`` and ``reasons`` hold codes, words and places, never a customer's name.
    ``shop``: for whom it is of interest. ``about``: the complaint it was found on;
    ``complaint``: what it became (A22). ``helped``: handled, and no complaint came of it.
    """

    class Kind(models.TextChoices):
        chat = "chat"
        order = "order"
        claimant = "claimant"
        batch = "batch"
        silence = "silence"
        case = "case"

    class State(models.TextChoices):
        open = "open"
        handled = "handled"
        dismissed = "dismissed"
        lodged = "lodged"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=250, unique=True)
    level = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, default=State.open.value, choices=State)
    said = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    shop = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=1)
    raised = models.DateTimeField()
    last_at = models.DateTimeField()
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT)
    about = models.ForeignKey(
        Complaint, null=True, on_delete=models.PROTECT, related_name="signals_about"
    )
    complaint = models.ForeignKey(
        Complaint, null=True, on_delete=models.PROTECT, related_name="signals"
    )
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    settled = models.DateTimeField(null=True)
    action = models.TextField(blank=True)
    helped = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(level__gte=1) & Q(level__lte=3), name="signal_level_1_to_3"
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled=None)
                | (~Q(state="open") & Q(settled__isnull=False)),
                name="signal_settled_with_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="lodged") | Q(complaint__isnull=False),
                name="signal_lodged_as_what",
            ),
        )
        indexes = (
            models.Index(fields=["state", "-level", "-last_at"], name="signal_board"),
            models.Index(fields=["kind", "settled"], name="signal_settled"),
        )


class HitMark(models.Model):
    """A person said of one watch word that it was found rightly or wrongly: its precision."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="marks")
    term = models.CharField(max_length=80)
    right = models.BooleanField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["signal", "term"], name="hit_marked_once"),)
        indexes = (models.Index(fields=["term", "right"], name="hit_mark_of_word"),)
