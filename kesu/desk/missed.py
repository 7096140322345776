"""未接来电: who called, reached nobody and has no open complaint, until called back (F03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Contact, Customer
from kesu.foundation.masking import mask_phone, mask_text
from kesu.foundation.phones import national
from kesu.people.rules import People, Person
from kesu.policy.codes import ContactOutcome
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


def numbers(*, reader: Person, people: People) -> list[MissedNumber]:
    """The numbers that wait, the latest first; none for who is told of no caller. Whoever was
    lodged or spoken with after the call waits no more.
    """
    if not permissions.may_know_callers(reader):
        return []
    by_number: dict[str, list[MissedCall]] = {}
    for call in _waiting().order_by("-at", "-pk"):
        if call.phone_blind not in by_number and len(by_number) == MOST:
            break
        by_number.setdefault(call.phone_blind, []).append(call)
    names = _names(by_number)
    return [_shown(calls, names.get(key, ""), people) for key, calls in by_number.items()]


def _waiting() -> QuerySet[MissedCall]:
    of_number = Complaint.objects.filter(customer__phone_blind=OuterRef("phone_blind"))
    spoken = Contact.objects.filter(
        complaint__customer__phone_blind=OuterRef("phone_blind"),
        outcome=ContactOutcome.reached,
        at__gte=OuterRef("at"),
    )
    later = of_number.filter(received__gte=OuterRef("at"))
    rows = MissedCall.objects.filter(state=MissedCall.State.open)
    return rows.filter(~Exists(later), ~Exists(spoken))


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
