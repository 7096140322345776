"""Obligations: rows that say something is to be done (law 3), and the one way to claim them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models import F, Q

MOST_ATTEMPTS = 12
LONGEST_LEASE = timedelta(minutes=10)
"""A lease that ends later than this from now was written by a clock that is wrong."""

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=3)


class Obligation(models.Model):
    """The shape every obligation shares. ``fence`` grows with each claim and stops late workers."""

    class State(models.TextChoices):
        waiting = "waiting"
        leased = "leased"
        done = "done"
        quarantined = "quarantined"

    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(default="", blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.waiting)

    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True

    @classmethod
    def claim(cls, *, at: datetime, limit: int, lease: timedelta) -> Sequence[Self]:
        """Leases up to ``limit`` rows that are due at ``at``, the oldest first, for at most
        ``LONGEST_LEASE``.

        A row whose lease ran out is due again. On PostgreSQL rows that another worker holds are
        passed over; on SQLite the claim is one immediate transaction.
        """
        with transaction.atomic():
            cls._set_aside_what_kills(at)
            rows = cls.objects.filter(cls.is_due(at)).order_by("due_at", "pk")
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            keys = [row.pk for row in cls._together(rows[:limit])]
            if keys:
                cls.objects.filter(pk__in=keys).update(
                    state=cls.State.leased,
                    lease_until=at + lease,
                    fence=F("fence") + 1,
                    attempts=F("attempts") + 1,
                )
        return list(cls.objects.filter(pk__in=keys).order_by("due_at", "pk"))

    @classmethod
    def is_due(cls, at: datetime) -> Q:
        """Which rows may be claimed at ``at``; a class may ask for more than their time."""
        over = Q(lease_until__lte=at) | cls.is_leased_by_a_wrong_clock(at)
        free = Q(state=cls.State.waiting) | Q(over, state=cls.State.leased)
        return Q(free, due_at__lte=at)

    @staticmethod
    def is_leased_by_a_wrong_clock(at: datetime) -> Q:
        """Rows that their worker, were it dead, would keep from everybody for hours or days. The
        fence stops it where it lives.
        """
        return Q(lease_until__gt=at + LONGEST_LEASE)

    @classmethod
    def _together(cls, rows: Iterable[Self]) -> Iterable[Self]:
        """Which of the rows found are claimed at once."""
        return rows

    @classmethod
    def _set_aside_what_kills(cls, at: datetime) -> None:
        """A row that was claimed so often without a word has ended its workers each time."""
        cls.objects.filter(
            state=cls.State.leased, lease_until__lte=at, attempts__gte=MOST_ATTEMPTS
        ).update(
            state=cls.State.quarantined, lease_until=None, last_error="its worker ended each time"
        )

    def still_mine(self) -> bool:
        """Whether no later claim has taken this row; asked inside the transaction of its effect."""
        rows = type(self).objects.filter(pk=self.pk, fence=self.fence, state=self.State.leased)
        return bool(rows.update(lease_until=self.lease_until))

    @classmethod
    def still_mine_of(cls, rows: Iterable[Self]) -> set[Any]:
        """The keys of those of ``rows`` that no later claim has taken, locked."""
        fences = {row.pk: row.fence for row in rows}
        kept = cls.objects.select_for_update(no_key=True).filter(
            pk__in=fences, state=cls.State.leased
        )
        return {key for key, fence in kept.values_list("pk", "fence") if fence == fences[key]}

    def fail(self, error: str, *, at: datetime) -> None:
        """Puts the row back with a longer wait, or aside after ``MOST_ATTEMPTS``."""
        poison = self.attempts >= MOST_ATTEMPTS
        wait = min(_FIRST_WAIT * 2 ** (self.attempts - 1), _LONGEST_WAIT)
        type(self).objects.filter(pk=self.pk, fence=self.fence).update(
            state=self.State.quarantined if poison else self.State.waiting,
            due_at=at + wait,
            lease_until=None,
            last_error=error[:2000],
        )
