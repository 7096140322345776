"""Clocks, and the moments at which something is due."""

from django.db import models
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.foundation.leases import Obligation
from kesu.people.models import Staff
from kesu.policy.codes import ClockState


class Clock(models.Model):
    """One clock of a complaint with how its due time came about (law 5)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    started = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=8, default=ClockState.running.value)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    derivation = models.JSONField(default=list)
    calendar = models.CharField(max_length=10)
    rule = models.CharField(max_length=60)
    born_late = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    waits_for = models.CharField(max_length=12, blank=True)
    """The state whose end a paused clock waits for; it goes on as a new one with the time it had
    left when it stopped.
    """

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["complaint", "name", "subject"],
                condition=Q(state="running"),
                name="clock_one_running",
            ),
            models.CheckConstraint(
                # A check passes on NULL, so that it is there is said beside what it equals.
                condition=Q(
                    state="breached", breached_at__isnull=False, breached_at=models.F("due")
                )
                | (~Q(state="breached") & Q(breached_at=None)),
                name="clock_breached_when_due",
            ),
            models.CheckConstraint(
                condition=~Q(state="met") | Q(met_at__isnull=False), name="clock_met_has_time"
            ),
        )
        indexes = (
            models.Index(fields=["complaint", "state", "due"], name="clock_of_complaint"),
            # What fell due on a day, whatever it is of.
            models.Index(fields=["due"], name="clock_due"),
            # What waits for its answer, whatever it is of: few beside those that were met.
            models.Index(
                fields=["name", "state", "complaint"], name="clock_unmet", condition=Q(met_at=None)
            ),
        )


class Slip(models.Model):
    """What an authority sent: a case to handle, to mediate, an inspection, an interview (A52)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="slips")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    authority = models.CharField(max_length=200)
    document = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12)
    jurisdiction = models.CharField(max_length=200, blank=True)
    transfer_to = models.CharField(max_length=200, blank=True)
    transfer = models.CharField(max_length=8, blank=True)
    transfer_at = models.DateTimeField(null=True)
    """How it stands with asking that another authority takes it, and since when (A55)."""
    due = models.DateTimeField(null=True)
    profiles = models.JSONField(default=list)
    officers = models.CharField(max_length=200, blank=True)
    handed_over = models.TextField(blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    """Who of the authority came or was met, what they were given, and what they gave for it."""


class DueMoment(Obligation):
    """A time at which the worker must look at a complaint: a clock runs out, cooling ends, a
    reminder is due. ``subject``: which one, where a complaint has several of a kind.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    clock = models.OneToOneField(Clock, null=True, on_delete=models.PROTECT)
    what = models.CharField(max_length=10)
    subject = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "due_at"], name="due_moment_open"),)
        constraints = (
            models.UniqueConstraint(
                fields=["complaint", "what", "subject"],
                condition=Q(clock=None),
                name="due_moment_once",
            ),
        )


class SilenceReview(models.Model):
    """静默复盘: what the silence of a customer may mean, and what is done about it (A43)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="silences")
    hypothesis = models.CharField(max_length=8)
    action = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(hypothesis__in=("trust", "higher", "gone")),
                name="silence_hypothesis_known",
            ),
        )
        indexes = (models.Index(fields=["complaint", "-at"], name="silence_of_complaint"),)
