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


class Token(models.Model):
    """An API token, stored as its SHA-256; shown once when it is made."""

    digest = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="tokens")
    scopes = models.JSONField(default=list)
    made = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
