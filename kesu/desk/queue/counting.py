"""Counting what waits: by view, and the reader's own day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.queue.asking import View, of_view, owed, whose
from kesu.desk.queue.pages import page_of
from kesu.desk.values import QueueRow
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN, ClockName, ClockState, State


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
    page = page_of(
        mine.filter(queue_due__lt=tonight), "next_due", reader=reader, people=people, limit=8
    )
    return Day(
        promises=promised.count(),
        by_time=page.rows,
        **numbers,
    )
