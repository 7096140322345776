"""Days that became known after this version was made."""

from django.db import models

from kesu.foundation.ids import uuid7
from kesu.workdays.rules import DayKind


class Notice(models.Model):
    """One list of days that was loaded, such as the State Council's of a year; never changed.

    The ids together name a state of the calendar, in every process.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(null=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(year=None) | models.Q(year__range=(1, 9999)),
                name="workdays_notice_year",
            ),
        )

    def __str__(self) -> str:
        return self.source


class DayAddition(models.Model):
    """A day as the latest notice has it; it stands over the shipped one."""

    date = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in DayKind])
    name = models.CharField(max_length=80, blank=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="days")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in DayKind]),
                name="workdays_dayaddition_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.name}".rstrip()
