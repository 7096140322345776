"""Counting what waits: by view, and the reader's own day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.queue.asking import Filters, View, of_view, owed, whose
from kesu.desk.queue.pages import Page, asked, cut, rows_of
from kesu.desk.values import QueueRow
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN, ClockName, ClockState, State

_BY_TIME = 8


@dataclass(frozen=True)
class Day:
    """The reader's own day: four numbers and what comes by time."""

    due_today: int
    breached: int
    promises: int
    follow_ups: int
    by_time: list[QueueRow]


def counts(*, reader: Person, people: People, views: Iterable[View] = View) -> dict[str, int]:
    """Open complaints by view, in one query."""
    visible = scope.visible(reader, people).filter(merged_into=None)
    visible = visible.exclude(state__in=NOT_OPEN)
    return visible.aggregate(
        **{view.value: Count("pk", filter=whose(view, reader, people)) for view in views}
    )


def day(*, reader: Person, people: People, now: datetime, zone: Any) -> Day:
    """What the reader's own complaints ask for today, by time."""
    mine, numbers = _numbers(reader, people, now, zone)
    found, _following = cut(mine, "next_due", limit=_BY_TIME, cursor="")
    return Day(by_time=rows_of(found, reader=reader, people=people), **numbers)


def board(
    *,
    reader: Person,
    people: People,
    filters: Filters,
    view: View,
    now: datetime,
    zone: Any,
    limit: int,
    cursor: str = "",
) -> tuple[Page, Day]:
    """A page of the queue beside the reader's own day, shown together. Errors: ``Refused``."""
    rows = of_view(scope.visible(reader, people), view, reader, people)
    listed, following = asked(rows, filters, "queue", reader, people, limit=limit, cursor=cursor)
    mine, numbers = _numbers(reader, people, now, zone)
    due, _following = cut(mine, "next_due", limit=_BY_TIME, cursor="")
    both = list({one.pk: one for one in (*listed, *due)}.values())
    shown = {one.no: one for one in rows_of(both, reader=reader, people=people)}
    page = Page([shown[one.no] for one in listed], following)
    return page, Day(by_time=[shown[one.no] for one in due], **numbers)


def _numbers(
    reader: Person, people: People, now: datetime, zone: Any
) -> tuple[QuerySet[Complaint], dict[str, int]]:
    """The reader's own complaints that are due today, and what is counted of all their own."""
    mine = of_view(scope.visible(reader, people), View.mine, reader, people)
    mine = mine.filter(merged_into=None).exclude(state__in=NOT_OPEN)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tonight = (midnight + timedelta(days=1)).astimezone(UTC)
    promised = Clock.objects.filter(
        complaint__in=mine, name=ClockName.promise, state=ClockState.running
    )
    numbers = mine.aggregate(
        due_today=Count("pk", filter=Q(next_due__lt=tonight)),
        breached=Count("pk", filter=Q(pk__in=owed())),
        follow_ups=Count("pk", filter=Q(state=State.following_up)),
    )
    return mine.filter(queue_due__lt=tonight), {**numbers, "promises": promised.count()}
