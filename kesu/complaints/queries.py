"""Reading the case. Who may read what is decided in ``desk.scope``."""

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kesu.complaints.models import Complaint, Contact, Customer, FollowUp, Progress
from kesu.complaints.rules import Attempt
from kesu.foundation.phones import normalise_phone
from kesu.foundation.sealing import blind
from kesu.policy.codes import Channel

_NUMBER = re.compile(r"(KS|TS)-[0-9A-Z-]{10,20}\Z")


def by_number(number: str) -> Complaint | None:
    """The complaint with that ``no`` or ``form_no``, or None."""
    number = number.strip().upper()
    if not _NUMBER.match(number):
        return None
    found = Complaint.objects.filter(Q(no=number) | Q(form_no=number))
    return found.select_related("customer").first()


def customers_by_phone(phone: str) -> list[Customer]:
    """Customers whose whole number, or last four digits, this is."""
    if len(phone) == 4 and phone.isdigit():
        tail = blind(phone, field="customer.phone_tail")
        return list(Customer.objects.filter(phone_tail_blind=tail)[:50])
    number = normalise_phone(phone)
    if number is None:
        return []
    return list(Customer.objects.filter(phone_blind=blind(number, field="customer.phone"))[:50])


def attempts(complaint: Complaint) -> list[Attempt]:
    """Every attempt to reach the customer: contacts going out, and 回访, which is a call."""
    return attempts_each([complaint.pk])[complaint.pk]


def attempts_each(complaints: Collection[UUID]) -> defaultdict[UUID, list[Attempt]]:
    """``attempts`` of many."""
    found: defaultdict[UUID, list[Attempt]] = defaultdict(list)
    contacts = Contact.objects.filter(complaint__in=complaints, direction="out")
    for key, at, channel, outcome in contacts.values_list(
        "complaint_id", "at", "channel", "outcome"
    ):
        found[key].append(Attempt(at, channel, outcome))
    follow_ups = FollowUp.objects.filter(complaint__in=complaints)
    for key, at, outcome in follow_ups.values_list("complaint_id", "at", "outcome"):
        found[key].append(Attempt(at, Channel.hotline, outcome))
    return found


def messages_each(complaints: Collection[UUID]) -> defaultdict[UUID, list[datetime]]:
    """When the customer of each was sent a line of progress."""
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    rows = Progress.objects.filter(complaint__in=complaints).exclude(text="")
    for key, at in rows.values_list("complaint_id", "at"):
        found[key].append(at)
    return found
