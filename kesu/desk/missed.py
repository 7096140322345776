"""未接来电: who called in vain and is called back by anybody, for two weeks at most (F03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from kesu.complaints import permissions
from kesu.complaints.models import Customer
from kesu.foundation.masking import mask_phone, mask_text
from kesu.foundation.phones import national
from kesu.people.rules import People, Person
from kesu.watch import missed
from kesu.watch.models import MissedCall

MOST = 100


@dataclass(frozen=True)
class MissedNumber:
    """All calls of one number that nobody answered: ``key`` and ``at`` of the newest. ``name``:
    the customer who is known by it. ``taken_by``: who calls back, since ``taken``.
    """

    key: UUID
    phone_masked: str
    name: str
    at: datetime
    times: int
    tried: int
    tried_at: datetime | None
    taken_by: str
    taken: datetime | None


@dataclass(frozen=True)
class MissedNumbers:
    """The numbers that wait, the latest first, at most a hundred; ``more``: how many beside."""

    shown: list[MissedNumber]
    more: int


def numbers(*, reader: Person, people: People, now: datetime) -> MissedNumbers:
    """None for who is told of no caller."""
    if not permissions.may_know_callers(reader):
        return MissedNumbers([], 0)
    by_number: dict[str, list[MissedCall]] = {}
    for call in missed.unanswered(now).order_by("-at", "-pk"):
        by_number.setdefault(call.phone_blind, []).append(call)
    latest = dict(islice(by_number.items(), MOST))
    names = _names(latest)
    shown = [_shown(calls, names.get(key, ""), people) for key, calls in latest.items()]
    return MissedNumbers(shown, len(by_number) - len(shown))


def _names(blinds: Iterable[str]) -> dict[str, str]:
    """Of customers without a special role: who they are is for few to know."""
    rows = Customer.objects.filter(phone_blind__in=list(blinds), special_role="").exclude(name="")
    return {blind: mask_text(name) for blind, name in rows.values_list("phone_blind", "name")}


def _shown(calls: list[MissedCall], name: str, people: People) -> MissedNumber:
    newest = calls[0]
    taker = people.get(newest.taken_by_id) if newest.taken_by_id else None
    return MissedNumber(
        key=newest.pk,
        phone_masked=mask_phone(national(missed.number(newest))),
        name=name,
        at=newest.at,
        times=len(calls),
        tried=max(one.tried for one in calls),
        tried_at=max((one.tried_at for one in calls if one.tried_at), default=None),
        taken_by=taker.full_name if taker else "",
        taken=newest.taken,
    )
