"""Issues, and the complaints that make a batch of one. Called inside a transaction."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet

from kesu.complaints.models import Batch, Complaint, Customer
from kesu.complaints.tally import Voice, people_in


class Issue(NamedTuple):
    """One issue on one calendar day of the policy's zone."""

    key: str
    day: date


def issue_of(complaint: Complaint, zone: ZoneInfo) -> Issue | None:
    """What the complaint counts for; None where nothing is known that makes it an issue, and for
    what was before this system.
    """
    if not complaint.issue_key or complaint.history:
        return None
    return Issue(complaint.issue_key, complaint.received.astimezone(zone).date())


def hold(issues: Iterable[Issue]) -> None:
    """Nobody else counts these issues until the transaction ends, so that of many lodgings at
    once each sees those before it. Taken before complaints are locked, or before anybody can know
    of the new one; always in one order.

    On SQLite a transaction that writes is alone anyhow.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for number in sorted({_number(issue) for issue in issues}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(issue: Issue) -> int:
    text = f"{issue.day.isoformat()} {issue.key}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def batch_of(issue: Issue) -> Batch | None:
    """The batch that this issue made on its day, if it did."""
    return Batch.objects.filter(issue_key=issue.key, day=issue.day).first()


def counting(issue: Issue, zone: ZoneInfo) -> QuerySet[Complaint]:
    """The complaints that count for an issue: closed and withdrawn ones too; a case that was put
    into another one counts there.
    """
    start = datetime.combine(issue.day, time(), tzinfo=zone)
    end = datetime.combine(issue.day + timedelta(days=1), time(), tzinfo=zone)
    return Complaint.objects.filter(
        issue_key=issue.key,
        received__gte=start.astimezone(UTC),
        received__lt=end.astimezone(UTC),
        history=False,
        merged_into=None,
    )


def members(batch: Batch) -> QuerySet[Complaint]:
    """The complaints in a batch, but for those that were put into another one."""
    return Complaint.objects.filter(batch=batch, merged_into=None)


def of_its_day(batch: Batch, zone: ZoneInfo) -> QuerySet[Complaint]:
    """Those of the members that were received on the day of the batch: they alone count."""
    start = datetime.combine(batch.day, time(), tzinfo=zone).astimezone(UTC)
    end = datetime.combine(batch.day + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    return members(batch).filter(received__gte=start, received__lt=end, history=False)


def people_among(rows: QuerySet[Complaint], *, with_: Collection[Complaint] = ()) -> int:
    """How many people complained: in ``rows`` and, as they stand in memory, in ``with_``."""
    own = {one.pk for one in with_}
    names = ("pk", "customer", "customer__external_id", "customer__phone_blind")
    found = rows.values_list(*names, "customer__email_blind").order_by()
    voices = [
        Voice(customer, bool(number or phone), email)
        for key, customer, number, phone, email in found
        if key not in own
    ]
    return people_in([*voices, *(_voice(one.customer) for one in with_)])


def _voice(customer: Customer) -> Voice:
    known = bool(customer.external_id or customer.phone_blind)
    return Voice(customer.pk, known, customer.email_blind)


def keys_of(rows: QuerySet[Complaint]) -> list[UUID]:
    """The keys of ``rows``, in the order in which they are locked."""
    return list(rows.order_by("pk").values_list("pk", flat=True))


def by_hand() -> Q:
    """Batches that a person made."""
    return Q(issue_key="")
