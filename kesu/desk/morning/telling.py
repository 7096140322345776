"""日报文字版: the figures of a day as plain values, to be said in words (F20)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.desk.late import is_late
from kesu.desk.listed import case_rows
from kesu.desk.morning.days import Days
from kesu.desk.values import QueueRow
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN, Source

_GRAVEST = 3
_OUTSIDE = (Source.regulator, Source.media, Source.court, Source.platform)


@dataclass(frozen=True)
class Told:
    """``day``: which one; the first three of that day, the rest as it is now. ``gravest``: three
    cases in the order of the rules.
    """

    day: date
    received: int
    accepted: int
    closed: int
    open: int
    overdue: int
    urgent: int
    outside: int
    batches: int
    in_batches: int
    gravest: list[QueueRow]


def told(cases: QuerySet[Complaint], days: Days, *, reader: Person, people: People) -> Told:
    """Counted in two queries; the three cases are masked for the reader."""
    first, last = days.span(days.spoken_of)
    waits = ~Q(state__in=NOT_OPEN)
    counted = cases.aggregate(
        n_received=Count("pk", filter=Q(received__gte=first, received__lt=last)),
        n_accepted=Count("pk", filter=Q(accepted__gte=first, accepted__lt=last)),
        n_closed=Count("pk", filter=Q(closed_customer_at__gte=first, closed_customer_at__lt=last)),
        n_open=Count("pk", filter=waits),
        n_overdue=Count("pk", filter=waits & is_late()),
        n_urgent=Count("pk", filter=waits & Q(urgent=True)),
        n_outside=Count("pk", filter=waits & Q(source__in=_OUTSIDE)),
    )
    batched = cases.filter(waits, batch__declared_at__isnull=False)
    gathered = batched.aggregate(n=Count("pk"), apart=Count("batch", distinct=True))
    keys = list(
        cases.filter(waits)
        .order_by("-urgent", "-grade_rank", "queue_due", "received", "no")
        .values_list("pk", flat=True)[:_GRAVEST]
    )
    shown = case_rows(keys, reader, people)
    return Told(
        day=days.today - timedelta(days=days.spoken_of),
        received=counted["n_received"],
        accepted=counted["n_accepted"],
        closed=counted["n_closed"],
        open=counted["n_open"],
        overdue=counted["n_overdue"],
        urgent=counted["n_urgent"],
        outside=counted["n_outside"],
        batches=gathered["apart"],
        in_batches=gathered["n"],
        gravest=[shown[key] for key in keys],
    )
