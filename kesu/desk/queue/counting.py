"""Counting what waits: by view, and the reader's own day; and the board that shows both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.crypto import salted_hmac

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.models.complaint import NOT_MERGED, WORKED_ON
from kesu.consults.models import Consult
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.case import eyes_of
from kesu.desk.queue.asking import Filters, View, fits, owed, visible_of, whose
from kesu.desk.queue.pages import Page, Rows, asked, cut, rows_of, shown_rows
from kesu.desk.values import QueueRow
from kesu.people.rules import People, Person
from kesu.policy.codes import ClockName, ClockState, State

_BY_TIME = 8
_DAY = "day:"
"""Stands before the names of the day's own numbers among other counts."""


@dataclass(frozen=True)
class Day:
    """The reader's own day: four numbers and what comes by time."""

    due_today: int
    breached: int
    promises: int
    follow_ups: int
    by_time: list[QueueRow]


@dataclass(frozen=True)
class Board:
    """A page of the queue, the day beside it, and how many wait under each name that was asked."""

    page: Page
    day: Day
    counts: dict[str, int]


@dataclass(frozen=True)
class Narrowed:
    """A view with what narrows it, to be counted; words are left aside."""

    view: View
    filters: Filters = field(default_factory=Filters)


def mine(*, reader: Person, people: People) -> int:
    """The reader's own open complaints: what the frame of every page says."""
    return _worked_on(visible_of(View.mine, reader, people)).count()


def counts(*, reader: Person, people: People, views: Iterable[View] = View) -> dict[str, int]:
    """Open complaints by view, in one query."""
    asks = {one.value: Narrowed(one) for one in views}
    return tally(asks, reader=reader, people=people)


def tally(asks: Mapping[str, Narrowed], *, reader: Person, people: People) -> dict[str, int]:
    """How many open complaints each of ``asks`` shows, in one query."""
    conditions = _conditions(asks, reader, people)
    found = _open(reader, people).aggregate(**_numbered(conditions))
    return {name: found[f"n{at}"] for at, name in enumerate(conditions)}


def _numbered(conditions: Mapping[str, Q]) -> dict[str, Count]:
    # The names of views are a person's own words: no alias of a query.
    return {f"n{at}": Count("pk", filter=one) for at, one in enumerate(conditions.values())}


def _conditions(asks: Mapping[str, Narrowed], reader: Person, people: People) -> dict[str, Q]:
    return {
        name: whose(one.view, reader, people) & fits(_open_anyway(one.filters), reader, people)
        for name, one in asks.items()
    }


def _open_anyway(wanted: Filters) -> Filters:
    """Without what is said of all that is counted."""
    return replace(wanted, state=()) if wanted.any_open else wanted


def _tally(conditions: Mapping[str, Q], reader: Person, people: People) -> dict[str, int]:
    promised = Sum(_promises(), filter=whose(View.mine, reader, people))
    found = _open(reader, people).aggregate(**_numbered(conditions), promises=promised)
    counted = {name: found[f"n{at}"] for at, name in enumerate(conditions)}
    return {**counted, f"{_DAY}promises": found["promises"] or 0}


def _promises() -> Subquery:
    """How many promises run on a complaint."""
    running = Clock.objects.filter(
        complaint=OuterRef("pk"), name=ClockName.promise, state=ClockState.running
    )
    return Subquery(running.order_by().values("complaint").annotate(n=Count("pk")).values("n"))


def _open(reader: Person, people: People) -> QuerySet[Complaint]:
    return _worked_on(scope.visible(reader, people))


def _worked_on(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.filter(WORKED_ON, NOT_MERGED)


def day(*, reader: Person, people: People, now: datetime, zone: Any) -> Day:
    """What the reader's own complaints ask for today, by time."""
    tonight = _tonight(now, zone)
    numbers = _tally(_numbers(reader, people, tonight), reader, people)
    due = _by_time(reader, people, tonight)
    return _day(numbers, rows_of(due, reader=reader, people=people))


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
    asks: Mapping[str, Narrowed] | None = None,
    verbs: Iterable[str] = (),
) -> Board:
    """A page of the queue beside the reader's own day and what ``asks`` counts. ``verbs``: those
    of which each row says whether the reader has them. Errors: ``Refused``.
    """
    rows = visible_of(view, reader, people)
    listed, following = asked(
        rows,
        filters,
        "queue",
        reader,
        people,
        limit=limit,
        cursor=cursor,
        dress=partial(_marked, reader),
    )
    tonight = _tonight(now, zone)
    due = _by_time(reader, people, tonight)
    both = list({one.pk: one for one in (*due, *listed)}.values())
    shown = {one.no: one for one in _rows(both, reader, people, verbs)}
    conditions = {**_conditions(asks or {}, reader, people), **_numbers(reader, people, tonight)}
    counted = _tally(conditions, reader, people)
    today = _day(counted, [shown[one.no] for one in due])
    return Board(Page([shown[one.no] for one in listed], following), today, counted)


def some(
    keys: Sequence[str],
    *,
    reader: Person,
    people: People,
    view: View,
    filters: Filters,
    verbs: Iterable[str] = (),
) -> list[QueueRow]:
    """Those of the complaints ``keys`` that the list of this view and these filters shows, as the
    board shows them, in its order. Errors: ``Refused``.
    """
    rows = visible_of(view, reader, people).filter(pk__in=keys)
    found, _following = asked(
        rows,
        filters,
        "queue",
        reader,
        people,
        limit=len(keys),
        cursor="",
        dress=partial(_marked, reader),
    )
    return _rows(found, reader, people, verbs)


def row_key(key: object) -> str:
    """A name of a complaint that means nothing to who does not know the row already."""
    return salted_hmac("kesu.queue", str(key)).hexdigest()[:12]


def _marked(reader: Person, rows: Rows) -> Rows:
    """Rows, each with what its line says beside the columns."""
    of = {"complaint": OuterRef("pk")}
    told = Notice.objects.filter(**of, to=reader.id, seen_at=None)
    tasks = Consult.objects.filter(**of, answered_at=None, sent_back_at=None)
    rows = rows.annotate(unread=Exists(told), tasked=Exists(tasks))
    return rows.select_related("batch")


def _rows(
    complaints: list[Complaint], reader: Person, people: People, verbs: Iterable[str]
) -> list[QueueRow]:
    ties = scope.ties(complaints, reader, people)
    eyes = {one.pk: eyes_of(reader, tie) for one, tie in zip(complaints, ties, strict=True)}
    rows = shown_rows(complaints, eyes, people)
    wanted = list(verbs)
    return [
        replace(
            row,
            key=row_key(one.pk),
            place=_place(one),
            unread=getattr(one, "unread", False),
            asked=getattr(one, "tasked", False),
            batch_label=one.batch.label if one.batch is not None else "",
            may=frozenset(verb for verb in wanted if permissions.may(verb, reader, tie)),
        )
        for one, row, tie in zip(complaints, rows, ties, strict=True)
    ]


def _place(one: Complaint) -> str:
    """Where a row stands in the order of the rules, as text that sorts like it."""
    moments = (one.queue_due, one.received)
    times = "".join(f"{moment:%y%m%d%H%M%S}" for moment in moments)
    return f"{0 if one.urgent else 1}{3 - one.grade_rank}{times}{one.no[3:]}"


def _tonight(now: datetime, zone: Any) -> datetime:
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + timedelta(days=1)).astimezone(UTC)


def _by_time(reader: Person, people: People, tonight: datetime) -> list[Complaint]:
    """The reader's own complaints that are due today, by time."""
    due = _worked_on(visible_of(View.mine, reader, people)).filter(queue_due__lt=tonight)
    return cut(due, "next_due", limit=_BY_TIME, cursor="", dress=_with_batch)[0]


def _with_batch(rows: Rows) -> Rows:
    return rows.select_related("batch")


def _numbers(reader: Person, people: People, tonight: datetime) -> dict[str, Q]:
    """What is counted of all the reader's own complaints."""
    mine = whose(View.mine, reader, people)
    due = mine & Q(next_due__lt=tonight)
    return {
        f"{_DAY}due_today": due,
        # What is overdue is due as well, so that few are left whose clocks must be asked.
        f"{_DAY}breached": due & Q(Exists(owed().filter(complaint=OuterRef("pk")))),
        f"{_DAY}follow_ups": mine & Q(state=State.following_up),
    }


def _day(counted: Mapping[str, int], by_time: list[QueueRow]) -> Day:
    return Day(
        due_today=counted[f"{_DAY}due_today"],
        breached=counted[f"{_DAY}breached"],
        follow_ups=counted[f"{_DAY}follow_ups"],
        promises=counted[f"{_DAY}promises"],
        by_time=by_time,
    )
