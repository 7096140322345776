"""Who works here."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

UNASSIGNED = "unassigned"
"""待分派: owns what nobody could be found for; cannot sign in."""


class Department(models.Model):
    """A department by its code; the pack and the screens know its name."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=80, blank=True)
    liaison = models.ForeignKey("Staff", null=True, on_delete=models.PROTECT, related_name="+")
    backup = models.ForeignKey("Staff", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.code


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(sign_in__iexact=username)


class Staff(AbstractBaseUser):
    """A person at work: rank, department, superior, flags. Never deleted, only made inactive."""

    class Presence(models.TextChoices):
        present = "present"
        away = "away"
        leave = "leave"

    sign_in = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=80)
    agent_no = models.CharField(max_length=20, blank=True)
    rank = models.CharField(max_length=12)
    department = models.ForeignKey(Department, on_delete=models.PROTECT)
    supervisor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="team")
    flags = models.JSONField(default=list)
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.present)
    state = models.CharField(max_length=10, blank=True, default="", db_default="")
    """A code of ``rules.AgentState``, as they said it last; empty: they never said."""
    state_since = models.DateTimeField(null=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(null=True)

    USERNAME_FIELD = "sign_in"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = StaffManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("sign_in"), name="staff_sign_in_once"),
            models.UniqueConstraint(
                fields=["agent_no"], condition=~models.Q(agent_no=""), name="staff_agent_no_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("id")), name="staff_not_own_supervisor"
            ),
        )

    def __str__(self) -> str:
        return self.full_name


class Shift(models.Model):
    """A stretch of work by the roster, ``ends`` left out; ``duty``: as 值班主管 (F15)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="shifts")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    duty = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["staff", "ends"], name="shift_of_staff"),)
        constraints = (
            models.UniqueConstraint(fields=["staff", "starts"], name="shift_begins_once"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="shift_ends_after_start"
            ),
        )


class Leave(models.Model):
    """Away for days, from ``starts`` until before ``ends``, with who stands in meanwhile (Q30)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="leaves")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    deputy = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["staff", "ends"], name="leave_of_staff"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="leave_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(deputy=models.F("staff")), name="leave_not_own_deputy"
            ),
        )


class Competence(models.Model):
    """A certificate to handle a type or group of types; ``until``: when it lapses (B24)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="competences")
    types = models.CharField(max_length=10)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["staff", "types"], name="competence_held_once"),
        )


class Token(models.Model):
    """An API token, stored as its SHA-256; shown once when it is made. ``name``: what it is for;
    ``last_used``: to ten minutes.
    """

    digest = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tokens")
    scopes = models.JSONField(default=list)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    name = models.CharField(max_length=80, blank=True, default="", db_default="")
    last_used = models.DateTimeField(null=True)


class Preference(models.Model):
    """How a person likes their screens: one setting by its key, for nobody else."""

    person = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="preferences")
    key = models.CharField(max_length=100)
    value = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "key"], name="preference_held_once"),
        )
