"""Counting what waits: by view, and the reader's own day; and the board that shows both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.utils.crypto import salted_hmac

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.models.complaint import NOT_MERGED, WORKED_ON
from kesu.consults.models import Consult
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.prepared import KEPT, Moments, Prepared, counted
from kesu.desk.queue.asking import Filters, View, fits, owed, timeless, visible_of, whose
from kesu.desk.queue.cursors import columns_of
from kesu.desk.queue.pages import (
    MOST,
    Page,
    Rows,
    asked,
    ended,
    first,
    keys_in,
    read,
    rows_of,
    shown_rows,
)
from kesu.desk.reach import eyes_of
from kesu.desk.sight import Sight, sight_of
from kesu.desk.values import QueueRow
from kesu.people.rules import People, Person
from kesu.policy.codes import ClockName, ClockState, State

_BY_TIME = 8
_DAYS = ("day:due_today", "day:breached", "day:follow_ups", "day:promises")
"""The names of the day's own numbers among other counts."""


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
    return counted([own_open(sight_of(reader, people))])[0]


@lru_cache(maxsize=KEPT)
def own_open(sight: Sight) -> Prepared:
    """The reader's own open complaints, as a question to be counted."""
    return Prepared.of(_worked_on(visible_of(View.mine, sight)).order_by().values("pk"))


def counts(*, reader: Person, people: People, views: Iterable[View] = View) -> dict[str, int]:
    """Open complaints by view, in one query."""
    asks = {one.value: Narrowed(one) for one in views}
    return tally(asks, reader=reader, people=people)


def tally(asks: Mapping[str, Narrowed], *, reader: Person, people: People) -> dict[str, int]:
    """How many open complaints each of ``asks`` shows, in one query."""
    return _tally(asks, sight_of(reader, people))


def _tally(
    asks: Mapping[str, Narrowed], sight: Sight, tonight: datetime | None = None
) -> dict[str, int]:
    """With ``tonight`` also the numbers of the reader's own day."""
    moments = Moments()
    until = moments.instead_of(tonight)
    narrowed = tuple(
        replace(one, filters=timeless(_open_anyway(one.filters), moments)) for one in asks.values()
    )
    names = [*asks, *(_DAYS if tonight else ())]
    answer = _asked_at_once(narrowed, sight, until).ask(moments.given)
    _one, *found = answer[0] if answer else (1, *[0] * len(names))
    return {name: int(number or 0) for name, number in zip(names, found, strict=True)}


@lru_cache(maxsize=KEPT)
def _asked_at_once(asks: tuple[Narrowed, ...], sight: Sight, tonight: datetime | None) -> Prepared:
    conditions = [whose(one.view, sight) & fits(one.filters, sight) for one in asks]
    if tonight:
        conditions += _numbers(sight, tonight)
    # The names of views are a person's own words: no alias of a query.
    numbered: dict[str, Aggregate] = {
        f"n{at}": Count("pk", filter=one) for at, one in enumerate(conditions)
    }
    if tonight:
        numbered["promises"] = Sum(_promises(), filter=whose(View.mine, sight))
    rows = _worked_on(scope.seen_from(sight)).order_by()
    return Prepared.of(rows.annotate(one=Value(1)).values("one").annotate(**numbered))


def _open_anyway(wanted: Filters) -> Filters:
    """Without what is said of all that is counted."""
    return replace(wanted, state=()) if wanted.any_open else wanted


def _promises() -> Subquery:
    """How many promises run on a complaint."""
    running = Clock.objects.filter(
        complaint=OuterRef("pk"), name=ClockName.promise, state=ClockState.running
    )
    return Subquery(running.order_by().values("complaint").annotate(n=Count("pk")).values("n"))


def _worked_on(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.filter(WORKED_ON, NOT_MERGED)


def day(*, reader: Person, people: People, now: datetime, zone: Any) -> Day:
    """What the reader's own complaints ask for today, by time."""
    sight, tonight = sight_of(reader, people), _tonight(now, zone)
    keys = _by_time(sight, tonight)
    known = read(keys, _with_batch)
    due = rows_of([known[key] for key in keys], reader=reader, people=people)
    return _day(_tally({}, sight, tonight), due)


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
    sight, tonight = sight_of(reader, people), _tonight(now, zone)
    due = _by_time(sight, tonight)
    what = (view, filters, sight, people)
    listed, following, known = _listed(*what, limit=limit, cursor=cursor, beside=due)
    shown = dict(zip(known, _rows(list(known.values()), reader, people, verbs), strict=True))
    numbers = _tally(asks or {}, sight, tonight)
    today = _day(numbers, [shown[key] for key in due])
    return Board(Page([shown[key] for key in listed], following), today, numbers)


_Found = tuple[list[UUID], str | None, dict[UUID, Complaint]]
"""The keys of a page, the cursor behind it, and the rows by their keys."""


def _listed(
    view: View,
    filters: Filters,
    sight: Sight,
    people: People,
    *,
    limit: int,
    cursor: str,
    beside: list[UUID],
) -> _Found:
    """A page with the rows that stand ``beside`` it: all are read at once, words apart."""
    dress = partial(_marked, sight.reader)
    if filters.q:
        page, following = asked(
            visible_of(view, sight),
            filters,
            "queue",
            sight,
            people,
            limit=limit,
            cursor=cursor,
            dress=dress,
        )
        known = {**read(beside, dress), **{one.pk: one for one in page}}
        return [one.pk for one in page], following, known
    limit = max(1, min(limit, MOST))
    keys = first(view, filters, "queue", sight, limit=limit, cursor=cursor)
    known = read([*beside, *keys], dress)
    page, following = ended([known[key] for key in keys], limit, "queue", columns_of("queue"))
    return [one.pk for one in page], following, known


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
    sight = sight_of(reader, people)
    found, _following = asked(
        visible_of(view, sight).filter(pk__in=keys),
        filters,
        "queue",
        sight,
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


def _by_time(sight: Sight, tonight: datetime) -> list[UUID]:
    """The reader's own complaints that are due today, by time."""
    moments = Moments()
    until = moments.instead_of(tonight)
    assert until
    return keys_in(_due(sight, until).ask(moments.given))


@lru_cache(maxsize=KEPT)
def _due(sight: Sight, tonight: datetime) -> Prepared:
    due = _worked_on(visible_of(View.mine, sight)).filter(queue_due__lt=tonight)
    return Prepared.of(due.order_by(*columns_of("next_due")).values("pk")[:_BY_TIME])


def _with_batch(rows: Rows) -> Rows:
    return rows.select_related("batch")


def _numbers(sight: Sight, tonight: datetime) -> list[Q]:
    """What is counted of all the reader's own complaints, as ``_DAYS`` names it."""
    mine = whose(View.mine, sight)
    due = mine & Q(next_due__lt=tonight)
    # What is overdue is due as well, so that few are left whose clocks must be asked.
    breached = due & Q(Exists(owed().filter(complaint=OuterRef("pk"))))
    return [due, breached, mine & Q(state=State.following_up)]


def _day(counted: Mapping[str, int], by_time: list[QueueRow]) -> Day:
    due, breached, follow_ups, promises = (counted[one] for one in _DAYS)
    return Day(due, breached, promises, follow_ups, by_time)
