"""Reading records about colleagues and the help they get."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Avg, Count, Q, QuerySet

from kesu.coaching.models import Attitude, Coaching, KpiEntry, MonthLock, OnRecord
from kesu.complaints.models import Complaint


def locked_months(*, since: date) -> frozenset[date]:
    """The locked months from ``since`` on."""
    return frozenset(MonthLock.objects.filter(month__gte=since).values_list("month", flat=True))


def standing(complaint: Complaint) -> list[OnRecord]:
    """What a complaint has put on record and was not taken back."""
    return list(OnRecord.objects.filter(complaint=complaint, reversed_at=None).order_by("id"))


def owed(staff: Collection[int] | None) -> QuerySet[Coaching]:
    """The help that is still owed to these colleagues, or to anybody, the longest waiting first."""
    rows = Coaching.objects.filter(done_at=None, dropped_at=None)
    rows = rows if staff is None else rows.filter(staff__in=staff)
    return rows.select_related("complaint", "record").order_by("due", "id")


def given(staff: Collection[int] | None, limit: int) -> list[Coaching]:
    """The help that was given last."""
    rows = Coaching.objects.exclude(done_at=None)
    rows = rows if staff is None else rows.filter(staff__in=staff)
    return list(rows.select_related("complaint").order_by("-done_at", "-id")[:limit])


def records(staff: Collection[int] | None, limit: int) -> list[OnRecord]:
    """What is on record about these colleagues, or anybody, the newest first."""
    rows = OnRecord.objects.all() if staff is None else OnRecord.objects.filter(staff__in=staff)
    return list(rows.select_related("complaint", "kpientry").order_by("-at", "-id")[:limit])


def attitudes(staff: Collection[int] | None, limit: int) -> list[Attitude]:
    """How these colleagues, or anybody, bore themselves, the newest first."""
    rows = Attitude.objects.all() if staff is None else Attitude.objects.filter(staff__in=staff)
    return list(rows.select_related("complaint").order_by("-at", "-id")[:limit])


def mean_attitude(staff: Collection[int], *, since: datetime) -> dict[int, tuple[float, int]]:
    """The mean of each colleague's scores since then (UTC), and of how many."""
    rows = Attitude.objects.filter(staff__in=staff, at__gte=since).values("staff").order_by()
    found = rows.annotate(mean=Avg("score"), n=Count("pk"))
    return {row["staff"]: (row["mean"], row["n"]) for row in found}


def counted(months: Collection[date], locked: Collection[date]) -> dict[date, Counter[int]]:
    """How many records count against each colleague in each month. One under appeal does not,
    unless the month is ``locked`` (D27); one taken off in a month counts backwards there.
    """
    total: dict[date, Counter[int]] = {month: Counter() for month in months}
    plus = KpiEntry.objects.filter(month__in=months, counts=True)
    waits = Q(record__appealed_at__isnull=False, record__answered_at=None)
    plus = plus.exclude(~Q(month__in=locked) & waits)
    for month, staff in plus.values_list("month", "record__staff"):
        total[month][staff] += 1
    minus = KpiEntry.objects.filter(taken_off__in=months)
    for taken_off, staff in minus.values_list("taken_off", "record__staff"):
        assert taken_off is not None
        total[taken_off][staff] -= 1
    return total
