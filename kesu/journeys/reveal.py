"""显示: shows what is sealed to somebody who may see it, and leaves a line each time (law 9)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kesu.complaints import permissions
from kesu.foundation.phones import national
from kesu.foundation.sealing import unseal
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NotYours
from kesu.journeys.perform import look_up
from kesu.people.rules import Person


@dataclass(frozen=True)
class Revealed:
    """The values in the clear."""

    phone: str | None
    email: str | None


def reveal(no: str, *, by: Person, now: datetime) -> Revealed:
    """The customer's telephone number and e-mail address, with a line on the record.

    Errors: ``NoSuchComplaint``, ``AccusedHere``, ``NotYours``.
    """
    complaint, _, tie = look_up(no, by, now)
    if not permissions.may_reveal(by, tie):
        raise NotYours
    customer = complaint.customer
    with transaction.atomic():
        append(
            [
                Draft(
                    kind="customer.revealed",
                    about=("complaint", str(complaint.pk)),
                    case=complaint.no,
                    by=f"staff:{by.id}",
                    at=now,
                    written=now,
                    policy=f"{complaint.policy_name}@{complaint.policy_version}",
                    facts={"field": "phone,email"},
                )
            ]
        )
    phone = unseal(customer.phone, field="customer.phone") if customer.phone else None
    email = unseal(customer.email, field="customer.email") if customer.email else None
    return Revealed(national(phone) if phone else None, email)
