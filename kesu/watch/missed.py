"""Writing down calls that nobody took. Called by journeys only, inside their transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kesu.complaints.models import Complaint, Contact
from kesu.foundation.phones import normalise_phone
from kesu.foundation.sealing import blind, seal, unseal
from kesu.policy.codes import ContactOutcome
from kesu.watch.models import MissedCall

_FIELD = "missed_call.phone"
_WAITS = timedelta(days=14)
"""Whom nobody called back in two weeks has called again, or calls no more."""


def keep(*, key: str, phone: str, at: datetime, heard: datetime) -> tuple[MissedCall, bool]:
    """The call of that key, and whether it is new; ``at`` in UTC, ``phone`` as it was told."""
    number = normalise_phone(phone) or phone
    held = MissedCall.objects.select_for_update()
    return held.get_or_create(
        key=key,
        defaults={
            "phone": seal(number, field=_FIELD),
            "phone_blind": blind(number, field="customer.phone"),
            "at": at,
            "heard": heard,
        },
    )


def number(call: MissedCall) -> str:
    """The number in the clear, as E.164."""
    return unseal(call.phone, field=_FIELD)


def unanswered(now: datetime) -> QuerySet[MissedCall]:
    """The calls of the last 14 days that wait to be called back: whoever was lodged or spoken with
    after the call waits no more.
    """
    of_number = Complaint.objects.filter(customer__phone_blind=OuterRef("phone_blind"))
    spoken = Contact.objects.filter(
        complaint__customer__phone_blind=OuterRef("phone_blind"),
        outcome=ContactOutcome.reached,
        at__gte=OuterRef("at"),
    )
    later = of_number.filter(received__gte=OuterRef("at"))
    rows = MissedCall.objects.filter(state=MissedCall.State.open, at__gte=now - _WAITS)
    return rows.filter(~Exists(later), ~Exists(spoken))


def waiting(key: UUID, *, now: datetime) -> list[MissedCall]:
    """The call of that id and all others of its number that are ``unanswered``, held; the newest
    first. Empty once that one waits no more.
    """
    of_it = unanswered(now).filter(pk=key)
    rows = unanswered(now).select_for_update().filter(phone_blind__in=of_it.values("phone_blind"))
    found = list(rows.order_by("-at", "-pk"))
    return found if any(one.pk == key for one in found) else []


def take(calls: list[MissedCall], *, by: int, at: datetime) -> None:
    """Somebody was shown the number and calls back."""
    _all(calls).update(taken_by=by, taken=at)


def try_in_vain(calls: list[MissedCall], *, at: datetime) -> None:
    """Nobody answered; it waits on, and nobody is calling back any more."""
    tried = max(one.tried for one in calls) + 1
    _all(calls).update(tried=tried, tried_at=at, taken_by=None, taken=None)


def settle(
    calls: list[MissedCall],
    state: str,
    *,
    by: int,
    at: datetime,
    said: str = "",
    complaint: UUID | None = None,
) -> None:
    """What came of them, all of one number together."""
    _all(calls).update(state=state, by=by, settled=at, said=said, complaint=complaint)


def _all(calls: list[MissedCall]) -> QuerySet[MissedCall]:
    return MissedCall.objects.filter(pk__in=[one.pk for one in calls])
