"""Reading records about colleagues and the help they get."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from kesu.coaching.models import Coaching, KpiEntry, MonthLock, OnRecord
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


def counted(month: date) -> dict[int, int]:
    """How many records count against each colleague in a month. One under appeal does not, unless
    the month is locked (D27); one taken off in this month counts backwards.
    """
    plus = KpiEntry.objects.filter(month=month, counts=True)
    if month not in locked_months(since=month):
        plus = plus.exclude(record__appealed_at__isnull=False, record__answered_at=None)
    total: Counter[int] = Counter(plus.values_list("record__staff", flat=True))
    total.subtract(KpiEntry.objects.filter(taken_off=month).values_list("record__staff", flat=True))
    return dict(total)
