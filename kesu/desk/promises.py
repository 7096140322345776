"""承诺: what was promised to customers: due, broken, kept (C03, E46)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, Q, QuerySet

from kesu.complaints.models import Promise
from kesu.complaints.permissions.boards import may_lead
from kesu.desk import scope
from kesu.desk.listed import case_rows
from kesu.desk.values import QueueRow
from kesu.desk.whose import Whose, owners
from kesu.foundation.masking import mask_text
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN

MOST = 100
_LATELY = timedelta(days=30)


class Standing(StrEnum):
    """How a promise stands."""

    due = "due"
    broken = "broken"
    kept = "kept"


@dataclass(frozen=True)
class PromiseRow:
    """``open``: it may still be settled. ``late``: it was kept after its time."""

    id: int
    row: QueueRow
    what: str
    due: datetime
    by: str
    settled: datetime | None
    open: bool
    late: bool


@dataclass(frozen=True)
class Promises:
    """Of one standing, with how many there are of each; kept and broken ones of thirty days."""

    rows: list[PromiseRow]
    counts: dict[Standing, int]
    may_lead: bool


def promises(
    *, standing: Standing, whose: Whose, reader: Person, people: People, now: datetime
) -> Promises:
    """What the reader, or their team, promised, the earliest due first; what was kept, the newest
    first. Errors: ``NotYours``.
    """
    mine = owners(whose, reader=reader, people=people)
    cases = scope.visible(reader, people).filter(owner__in=mine)
    every = Promise.objects.filter(scope.among(cases))
    kinds = _kinds(now)
    counts = every.aggregate(
        **{f"n_{one.value}": Count("pk", filter=kinds[one]) for one in Standing}
    )
    found = list(_ordered(every.filter(kinds[standing]), standing)[:MOST])
    shown = case_rows({one.complaint_id for one in found}, reader, people)
    return Promises(
        rows=[_row(one, shown[one.complaint_id], people) for one in found],
        counts={one: counts[f"n_{one.value}"] for one in Standing},
        may_lead=may_lead(reader),
    )


def _kinds(now: datetime) -> dict[Standing, Q]:
    """Broken: its time passed and it waits, or it was given up. A case that was closed or put into
    another one owes nothing any more.
    """
    waits = Q(kept=None) & ~Q(complaint__state__in=NOT_OPEN) & Q(complaint__merged_into=None)
    lately = Q(settled_at__gte=now - _LATELY)
    return {
        Standing.due: waits & Q(due__gte=now),
        Standing.broken: (waits & Q(due__lt=now)) | (Q(kept=False) & lately),
        Standing.kept: Q(kept=True) & lately,
    }


def _ordered(rows: QuerySet[Promise], standing: Standing) -> QuerySet[Promise]:
    if standing is Standing.kept:
        return rows.order_by("-settled_at", "-id")
    return rows.order_by(F("kept").asc(nulls_first=True), "due", "id")


def _row(one: Promise, row: QueueRow, people: People) -> PromiseRow:
    by = people.get(one.by_id) if one.by_id is not None else None
    return PromiseRow(
        id=one.pk,
        row=row,
        what=mask_text(one.what),
        due=one.due,
        by=by.full_name if by else "",
        settled=one.settled_at,
        open=one.kept is None,
        late=bool(one.kept) and one.settled_at is not None and one.settled_at > one.due,
    )
