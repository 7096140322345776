"""Batches as their reader may see them: counts of all, members only where they may be seen."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kesu.complaints.models import Batch
from kesu.desk import scope
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.labels import label_of
from kesu.desk.queue import Filters, listing
from kesu.desk.values import QueueRow
from kesu.foundation.faults import Fault, Refused
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import NOT_OPEN

MOST = 200


@dataclass(frozen=True)
class BatchRow:
    """``cases``: complaints; ``people``: how many complained. ``declared``: when its members
    became urgent, None for one made by hand that is under the limit. ``open``: still to be ended.
    """

    id: str
    label: str
    day: date
    cases: int
    people: int
    open: int
    declared: datetime | None
    by_hand: bool
    zone: str


@dataclass(frozen=True)
class BatchPage:
    rows: list[BatchRow]
    next: str | None


@dataclass(frozen=True)
class BatchView:
    """A batch with the members that this reader may see; ``hidden``: how many they may not."""

    row: BatchRow
    members: list[QueueRow]
    hidden: int


def batches(*, reader: Person, people: People, limit: int = 50, cursor: str = "") -> BatchPage:
    """The batches with a member that the reader may see, the newest day first.

    Errors: ``Refused`` for a cursor that is none.
    """
    rows = _seen(reader, people)
    if cursor:
        day, key = _read(cursor)
        rows = rows.filter(Q(day__lt=day) | Q(day=day, pk__lt=key))
    limit = max(1, min(limit, MOST))
    found = list(rows.order_by("-day", "-id")[: limit + 1])
    following = _cursor(found[limit - 1]) if len(found) > limit else None
    return BatchPage([_row(one) for one in found[:limit]], following)


def batch(key: str, *, reader: Person, people: People) -> BatchView:
    """One batch. Errors: ``NoSuchComplaint``, also for one of which the reader sees no member."""
    try:
        found = _seen(reader, people).filter(pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchComplaint
    filters = Filters(batch=str(found.pk))
    page = listing(reader=reader, people=people, filters=filters, order="queue", limit=MOST)
    row = _row(found)
    return BatchView(row, page.rows, max(0, row.cases - len(page.rows)))


def _seen(reader: Person, people: People) -> QuerySet[Batch]:
    members = scope.visible(reader, people).filter(batch=OuterRef("pk"))
    waiting = ~Q(members__state__in=NOT_OPEN) & Q(members__merged_into=None)
    counted = Batch.objects.annotate(open=Count("members", filter=waiting))
    return counted.filter(Exists(members))


def _row(one: Batch) -> BatchRow:
    return BatchRow(
        id=str(one.pk),
        label=label_of(one),
        day=one.day,
        cases=one.cases,
        people=one.people,
        open=getattr(one, "open", 0),
        declared=one.declared_at,
        by_hand=not one.issue_key,
        zone=policies.in_force(one.made_at).zone,
    )


def _cursor(row: Batch) -> str:
    text = json.dumps([row.day.isoformat(), str(row.pk)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[date, UUID]:
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        day, key = given
        return date.fromisoformat(day), UUID(key)
    except (ValueError, TypeError, AttributeError, RecursionError):
        fault = Fault("cursor", _("This cursor cannot be used."), _("the value of next"))
        raise Refused([fault]) from None
