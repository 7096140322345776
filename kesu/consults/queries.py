"""Reading consults."""

from datetime import datetime

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.expressions import Combinable

from kesu.complaints.models import Complaint, Verification
from kesu.consults.models import Assist, Consult, Request, Told
from kesu.consults.rules import Asked, OnTime, on_time
from kesu.policy.codes import Notify

_WAITS = Q(answered_at=None, sent_back_at=None)
_OWES_MEASURE = Q(asks_measure=True, measure="", sent_back_at=None)


def open_of(complaint: Complaint) -> list[Consult]:
    """The consults of a complaint that wait for an answer, the oldest first."""
    waiting = Consult.objects.filter(_WAITS, complaint=complaint)
    return list(waiting.order_by("at", "id"))


def returns_of(complaint: Complaint) -> list[Consult]:
    """The consults that were sent back, the oldest first."""
    found = Consult.objects.filter(complaint=complaint, sent_back_at__isnull=False)
    return list(found.order_by("sent_back_at", "id"))


def asked_of(complaint: Complaint, department: str) -> Consult | None:
    """The newest consult to a department that it did not send back: open or answered."""
    kept = Consult.objects.filter(complaint=complaint, department=department, sent_back_at=None)
    return kept.order_by("-id").first()


def owes_measure(complaint: Complaint) -> Consult | None:
    """The task whose department still owes the measure it took (E83)."""
    return Consult.objects.filter(_OWES_MEASURE, complaint=complaint).order_by("id").first()


def merchant_settled() -> Combinable:
    """Whether the merchant department answered, or it was said that no merchant is involved: asked
    of a query over complaints.
    """
    answered = Consult.objects.filter(
        complaint=OuterRef("pk"), department=Notify.merchant, answered_at__isnull=False
    )
    said = Verification.objects.filter(complaint=OuterRef("pk")).exclude(no_merchant="")
    return ExpressionWrapper(Exists(answered) | Exists(said), output_field=BooleanField())


def told_of(complaint: Complaint) -> list[Told]:
    """What departments were told about a complaint, the oldest first."""
    return list(Told.objects.filter(complaint=complaint).order_by("at", "id"))


def requests_of(complaint: Complaint) -> list[Request]:
    """What was asked of others, the oldest first."""
    return list(Request.objects.filter(complaint=complaint).order_by("at", "id"))


def assists_of(complaint: Complaint) -> list[Assist]:
    """What colleagues were asked, the oldest first."""
    return list(Assist.objects.filter(complaint=complaint).order_by("at", "id"))


def of_department(department: str) -> QuerySet[Consult]:
    """The tasks a department owes, the earliest due first: an answer, or a measure."""
    rows = Consult.objects.filter(_WAITS | _OWES_MEASURE, department=department)
    return rows.order_by("due", "id")


def figures(*, since: datetime, until: datetime, now: datetime) -> dict[str, OnTime]:
    """How punctual each department was with tasks opened from ``since`` until before ``until``;
    all in UTC (E06, B11).
    """
    rows = Consult.objects.filter(at__gte=since, at__lt=until, sent_back_at=None)
    tasks = (Asked(one.department, one.due, one.answered_at) for one in rows if one.due)
    return on_time(tasks, now=now)


def measures_owed(now: datetime, *, among: QuerySet[Complaint] | None = None) -> dict[str, int]:
    """By merchant, how many measures are overdue, the most first (E83); ``among``: of these
    complaints alone.
    """
    rows = Consult.objects.filter(_OWES_MEASURE, due__lt=now)
    rows = rows if among is None else rows.filter(Exists(among.filter(pk=OuterRef("complaint"))))
    counted = rows.values_list("complaint__merchant").annotate(n=Count("pk"))
    return dict(counted.order_by("-n", "complaint__merchant"))
