"""The numbers on top: three of now, three shares of yesterday."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import TRIED
from kesu.desk import scope
from kesu.desk.late import is_late
from kesu.desk.morning.days import Days
from kesu.desk.rates import Share
from kesu.policy.codes import ClockName, ClockState

_SHARED = (ClockName.first_callback, ClockName.promise, ClockName.progress)


@dataclass(frozen=True)
class Numbers:
    """Open complaints, due today, overdue; and of what was due yesterday how much was in time.

    ``lately``: how many became overdue since yesterday began. A first call-back that was tried in
    earnest counts on neither side (Q24).
    """

    open: int
    due_today: int
    urgent_today: int
    overdue: int
    lately: int
    callbacks: Share
    promises: Share
    progress: Share


def numbers(cases: QuerySet[Complaint], waiting: QuerySet[Complaint], days: Days) -> Numbers:
    """Of these complaints, in four queries."""
    _today, tonight = days.span()
    due = Q(next_due__gte=days.now, next_due__lt=tonight)
    counted = waiting.aggregate(
        n_open=Count("pk"),
        n_due=Count("pk", filter=due),
        n_urgent=Count("pk", filter=due & Q(urgent=True)),
        n_overdue=Count("pk", filter=is_late()),
        n_lately=Count("pk", filter=is_late(since=days.span(1)[0])),
    )
    shares = _shares(cases, days)
    return Numbers(
        open=counted["n_open"],
        due_today=counted["n_due"],
        urgent_today=counted["n_urgent"],
        overdue=counted["n_overdue"],
        lately=counted["n_lately"],
        callbacks=shares[ClockName.first_callback],
        promises=shares[ClockName.promise],
        progress=shares[ClockName.progress],
    )


def _shares(cases: QuerySet[Complaint], days: Days) -> dict[ClockName, Share]:
    """Of each clock what was due yesterday and was not stopped, and how much of it was met."""
    first, last = days.span(1)
    judged = Q(state__in=(ClockState.met, ClockState.breached))
    rows = Clock.objects.filter(judged, scope.among(cases), due__gte=first, due__lt=last)
    rows = rows.filter(name__in=_SHARED).exclude(rule=TRIED)
    met = Q(met_at__lte=F("due"))
    counted = rows.values_list("name").annotate(n=Count("pk"), kept=Count("pk", filter=met))
    found = {name: Share(kept, n) for name, n, kept in counted.order_by()}
    return {name: found.get(name, Share(0, 0)) for name in _SHARED}
