"""Reading the case. Who may read what is decided in ``desk.scope``."""

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from kesu.complaints import index
from kesu.complaints.models import Complaint, Contact, Customer, FollowUp, Progress, Urge
from kesu.complaints.models.complaint import NOT_MERGED, NUMBER_TAIL, WORKED_ON
from kesu.complaints.rules import Attempt
from kesu.foundation.phones import normalise_phone
from kesu.foundation.sealing import blind
from kesu.policy.codes import Channel

_NUMBER = re.compile(r"(KS|TS)-[0-9A-Z-]{10,20}\Z")
_TAIL = re.compile(r"[0-9A-Z]{6}", re.ASCII)


def worked_on(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Of ``rows`` what is neither ended nor put into another one, asked so that the index of the
    queue answers: it holds these few alone.
    """
    return rows.filter(WORKED_ON, NOT_MERGED)


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


def called(phone: str) -> Q | None:
    """The complaints whose customer has this whole number, or these last four digits, as a
    condition; None when it is no telephone number.
    """
    if len(phone) == 4 and phone.isascii() and phone.isdigit():
        return Q(customer__phone_tail_blind=blind(phone, field="customer.phone_tail"))
    number = normalise_phone(phone)
    if number is None:
        return None
    return Q(customer__phone_blind=blind(number, field="customer.phone"))


def numbered(number: str) -> Q:
    """The complaints with that ``no``, ``form_no`` or ``external_id`` whatever its case, or whose
    ``no`` ends with those six signs, as a condition.
    """
    written = number.upper()
    elsewhere = Q(Exact(Upper("external_id"), Upper(Value(number)))) & ~Q(external_id="")
    found = Q(no=written) | Q(form_no=written) | elsewhere
    return found | Q(Exact(NUMBER_TAIL, written)) if _TAIL.fullmatch(written) else found


def index_gaps() -> tuple[int, int]:
    """How many complaints the search index does not hold, and how many it holds that are gone."""
    return index.gaps(Complaint._meta.db_table, connection)


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


def urges_each(complaints: Collection[UUID]) -> dict[UUID, int]:
    """How often the customer of each has chased; without those who never did (F05)."""
    rows = Urge.objects.filter(complaint__in=complaints, kind="customer")
    return dict(rows.values_list("complaint").annotate(n=Count("pk")).order_by())


def messages_each(complaints: Collection[UUID]) -> defaultdict[UUID, list[datetime]]:
    """When the customer of each was sent a line of progress."""
    found: defaultdict[UUID, list[datetime]] = defaultdict(list)
    rows = Progress.objects.filter(complaint__in=complaints).exclude(text="")
    for key, at in rows.values_list("complaint_id", "at"):
        found[key].append(at)
    return found
