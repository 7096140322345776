"""Who has a case before them now, and who wants to hear of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kesu.complaints.models import Complaint, Presence, Watch

STAYS = timedelta(seconds=30)
"""How long somebody counts as there after they were seen."""
_FRESH = timedelta(seconds=15)
_SWEPT = timedelta(hours=1)


def present(complaint: Complaint, *, now: datetime) -> list[Presence]:
    """Who has it before them, in the order of their names' rows."""
    rows = Presence.objects.filter(complaint=complaint, seen__gt=now - STAYS)
    return list(rows.order_by("id"))


def come(
    complaint: Complaint, *, staff: int, typing: bool, now: datetime, known: Presence | None
) -> None:
    """Keeps that somebody is there. Who was seen a moment ago is not written again."""
    if known is not None and known.typing == typing and known.seen > now - _FRESH:
        return
    mine = Presence.objects.filter(complaint=complaint, staff=staff)
    if mine.update(seen=now, typing=typing):
        return
    Presence.objects.filter(seen__lt=now - _SWEPT).delete()
    try:
        with transaction.atomic():
            Presence.objects.create(complaint=complaint, staff_id=staff, seen=now, typing=typing)
    except IntegrityError:  # the same person came in two windows at once
        mine.update(seen=now, typing=typing)


def watch(complaint: Complaint, *, staff: int, at: datetime) -> None:
    """Somebody wants to hear of it; once is enough."""
    Watch.objects.get_or_create(complaint=complaint, staff_id=staff, defaults={"since": at})


def unwatch(complaint: Complaint, *, staff: int) -> None:
    """And does not any more."""
    Watch.objects.filter(complaint=complaint, staff=staff).delete()


def watchers(complaints: Iterable[UUID]) -> dict[UUID, list[int]]:
    """Who wants to hear of each; without those that nobody watches."""
    found: dict[UUID, list[int]] = {}
    rows = Watch.objects.filter(complaint__in=list(complaints)).order_by("id")
    for complaint, staff in rows.values_list("complaint_id", "staff_id"):
        found.setdefault(complaint, []).append(staff)
    return found
