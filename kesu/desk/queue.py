"""Lists of complaints: what is to be worked, in the order of the rules, and what was asked for."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kesu.complaints.index import Span
from kesu.complaints.models import Complaint
from kesu.complaints.models.complaint import NEVER_DUE
from kesu.complaints.rules import first_key
from kesu.consults.models import Consult
from kesu.deadlines import queries as deadlines
from kesu.deadlines.models import Clock
from kesu.desk import find, scope
from kesu.desk.case import eyes_of, views
from kesu.desk.find import Search
from kesu.desk.marks import Parts, excerpt, marked
from kesu.desk.values import CaseView, QueueRow
from kesu.desk.views import Eyes, queue_rows
from kesu.foundation.faults import Fault, Refused
from kesu.people.rules import People, Person, team
from kesu.policy.codes import NOT_OPEN, OPEN, ClockName, ClockState, Flag, State

MOST = 200
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"[0-9A-Z-]{1,40}", re.ASCII)


class View(StrEnum):
    """Whose complaints."""

    mine = "mine"
    team = "team"
    department = "department"
    all = "all"


@dataclass(frozen=True)
class Filters:
    """What narrows a list. Times with offset; ``None``: not asked. ``q`` is one piece exactly as it
    stands; with ``split`` its words between spaces must all be there.
    """

    state: tuple[str, ...] = ()
    type: str | None = None
    grade: int | None = None
    urgent: bool | None = None
    history: bool | None = None
    tier: str | None = None
    owner: int | None = None
    department: str | None = None
    channel: str | None = None
    batch: str | None = None
    customer: str | None = None
    breached: bool | None = None
    q: str | None = None
    split: bool = False
    due_before: datetime | None = None
    received_from: datetime | None = None
    received_to: datetime | None = None


Order = Literal["queue", "received", "-received", "next_due", "updated", "-updated"]
_COLUMNS: dict[str, tuple[str, ...]] = {
    "queue": ("-urgent", "-grade_rank", "queue_due", "received", "no"),
    "received": ("received", "no"),
    "-received": ("-received", "-no"),
    "next_due": ("queue_due", "received", "no"),
    "updated": ("updated", "no"),
    "-updated": ("-updated", "-no"),
}
ORDERS = tuple(_COLUMNS)
_BY_KEY = ("-search_key",)
"""The order of a search: by ``received`` to the millisecond."""

_AT_ONCE = 1000


@dataclass(frozen=True)
class Page:
    """Rows and the cursor of the next page, or None."""

    rows: list[QueueRow]
    next: str | None


@dataclass(frozen=True)
class FoundRow:
    """A row with what answers the search in it; ``excerpt`` is empty when the subject says it."""

    row: QueueRow
    number: Parts
    subject: Parts
    name: Parts
    excerpt: Parts


@dataclass(frozen=True)
class FoundPage:
    """What a search found and the cursor of the next page, or None."""

    rows: list[FoundRow]
    next: str | None


@dataclass(frozen=True)
class CasePage:
    """Whole complaints and the cursor of the next page, or None."""

    cases: list[CaseView]
    next: str | None


@dataclass(frozen=True)
class Day:
    """The reader's own day: four numbers and what comes by time."""

    due_today: int
    breached: int
    promises: int
    follow_ups: int
    by_time: list[QueueRow]


def listing(
    *,
    reader: Person,
    people: People,
    filters: Filters,
    order: str = "-received",
    view: View = View.all,
    limit: int = 50,
    cursor: str = "",
) -> Page:
    """Every complaint the reader may see that fits the filters. Errors: ``Refused``."""
    rows = _of_view(scope.visible(reader, people), view, reader, people)
    found, following = _asked(rows, filters, order, reader, people, limit=limit, cursor=cursor)
    return Page(_rows(found, reader=reader, people=people), following)


def found(
    *,
    reader: Person,
    people: People,
    filters: Filters,
    limit: int = 50,
    cursor: str = "",
) -> FoundPage:
    """As ``listing``, the newest first, with the hits of ``filters.q``. Errors: ``Refused``."""
    rows, order = scope.visible(reader, people), "-received"
    some, following = _asked(rows, filters, order, reader, people, limit=limit, cursor=cursor)
    eyes = _eyes(some, reader, people)
    what = _search(filters, reader, people)
    pieces = what.pieces if what is not None else ()
    shown = _led_on(some, _shown(some, eyes, people), reader, people)
    texts = [eyes[one.pk].text(one.text) for one in some]
    return FoundPage(
        [_found_row(row, text, pieces) for row, text in zip(shown, texts, strict=True)], following
    )


def _led_on(
    some: list[Complaint], rows: list[QueueRow], reader: Person, people: People
) -> list[QueueRow]:
    """The rows of cases that went into another one say into which, if it is for this reader."""
    keys = {one.merged_into_id for one in some if one.merged_into_id is not None}
    if not keys:
        return rows
    known = scope.visible(reader, people).filter(pk__in=keys)
    into: dict[UUID | None, str] = dict(known.values_list("pk", "no"))
    return [
        replace(row, merged_into=into.get(one.merged_into_id, ""))
        for one, row in zip(some, rows, strict=True)
    ]


def _found_row(row: QueueRow, text: str, pieces: Sequence[str]) -> FoundRow:
    return FoundRow(
        row=row,
        number=marked(row.no, pieces),
        subject=marked(row.subject, pieces),
        name=marked(row.customer_name, pieces),
        excerpt=excerpt(text, pieces, behind=row.subject),
    )


def cases(
    *,
    reader: Person,
    people: People,
    filters: Filters,
    order: str = "-received",
    view: View = View.all,
    limit: int = 50,
    cursor: str = "",
) -> CasePage:
    """As ``listing``, each complaint whole. Errors: ``Refused``."""
    rows = _of_view(scope.visible(reader, people), view, reader, people)
    found, following = _asked(rows, filters, order, reader, people, limit=limit, cursor=cursor)
    return CasePage(views(found, reader=reader, people=people), following)


def keys(
    rows: QuerySet[Complaint],
    *,
    reader: Person,
    people: People,
    filters: Filters,
    order: str,
    view: View = View.all,
) -> Iterator[UUID]:
    """The keys of those of ``rows`` that a list of these filters shows, all pages of it, in its
    order. Errors: ``Refused``, when they are asked for.
    """
    rows = _filtered(_of_view(rows, view, reader, people), filters, reader, people)
    rows = rows.order_by(*_columns(order))
    what = _search(filters, reader, people)
    if what is None:
        return rows.values_list("pk", flat=True).iterator(chunk_size=_AT_ONCE)
    rows = find.those_found(rows, what)
    if not what.careful:
        return rows.values_list("pk", flat=True).iterator(chunk_size=_AT_ONCE)
    some = rows.select_related("customer").iterator(chunk_size=_AT_ONCE)
    batches = iter(lambda: list(islice(some, _AT_ONCE)), [])
    return (one.pk for batch in batches for one in find.seen(batch, what))


def counts(*, reader: Person, people: People, views: Iterable[View] = View) -> dict[str, int]:
    """Open complaints by view, in one query."""
    visible = scope.visible(reader, people).filter(merged_into=None)
    visible = visible.exclude(state__in=NOT_OPEN)
    return visible.aggregate(
        **{view.value: Count("pk", filter=_whose(view, reader, people)) for view in views}
    )


def day(*, reader: Person, people: People, now: datetime, zone: Any) -> Day:
    """What the reader's own complaints ask for today, by time."""
    mine = _of_view(scope.visible(reader, people), View.mine, reader, people)
    mine = mine.filter(merged_into=None).exclude(state__in=NOT_OPEN)
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    tonight = (midnight + timedelta(days=1)).astimezone(UTC)
    promised = Clock.objects.filter(
        complaint__in=mine, name=ClockName.promise, state=ClockState.running
    )
    numbers = mine.aggregate(
        due_today=Count("pk", filter=Q(next_due__lt=tonight)),
        breached=Count("pk", filter=Q(pk__in=_owed())),
        follow_ups=Count("pk", filter=Q(state=State.following_up)),
    )
    page = _page(
        mine.filter(queue_due__lt=tonight), "next_due", reader=reader, people=people, limit=8
    )
    return Day(
        promises=promised.count(),
        by_time=page.rows,
        **numbers,
    )


def _of_view(
    rows: QuerySet[Complaint], view: View, reader: Person, people: People
) -> QuerySet[Complaint]:
    return rows if view is View.all else rows.filter(_whose(view, reader, people))


def _whose(view: View, reader: Person, people: People) -> Q:
    match view:
        case View.mine if Flag.liaison in reader.flags:
            asked = Consult.objects.filter(
                department=reader.department, answered_at=None, sent_back_at=None
            )
            return Q(pk__in=asked.values("complaint"))
        case View.mine:
            return Q(owner=reader.id) | Q(dedicated=reader.id)
        case View.team:
            return Q(owner__in=[reader.id, *sorted(team(people, reader.id))])
        case View.department:
            return Q(owner__in=_colleagues(people, reader.department))
        case View.all:
            return Q(pk__isnull=False)


def _colleagues(people: People, department: str) -> list[int]:
    return sorted(one.id for one in people.values() if one.department == department)


def _filtered(
    rows: QuerySet[Complaint], wanted: Filters, reader: Person, people: People
) -> QuerySet[Complaint]:
    plain: dict[str, Any] = {
        "grade_rank": wanted.grade,
        "urgent": wanted.urgent,
        "history": wanted.history,
        "tier": wanted.tier,
        "owner": wanted.owner,
        "channel": wanted.channel,
        "customer": None if Flag.liaison in reader.flags else wanted.customer,
        "next_due__lt": wanted.due_before,
        "received__gte": wanted.received_from,
        "received__lt": wanted.received_to,
    }
    rows = rows.filter(**{name: value for name, value in plain.items() if value is not None})
    if wanted.state:
        rows = rows.filter(state__in=wanted.state)
    if wanted.type is not None:
        rows = rows.filter(Q(type=wanted.type) | Q(type__startswith=f"{wanted.type}."))
    if wanted.department is not None:
        rows = rows.filter(owner__in=_colleagues(people, wanted.department))
    if wanted.batch is not None:
        key = _key(wanted.batch)
        rows = rows.filter(batch=key) if key is not None else rows.none()
    if wanted.state and OPEN.issuperset(wanted.state):
        rows = rows.filter(merged_into=None)  # such a case waits for nothing any more
    return _breached(rows) if wanted.breached else rows


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _breached(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.filter(pk__in=_owed())


def _owed() -> QuerySet[Clock, Any]:
    """The complaints with a clock that ran out and was not answered since."""
    return Clock.objects.filter(deadlines.OVERDUE).values("complaint")


def _search(wanted: Filters, reader: Person, people: People) -> Search | None:
    if not wanted.q:
        return None
    return find.search(wanted.q, reader=reader, people=people, split=wanted.split)


def _asked(
    rows: QuerySet[Complaint],
    wanted: Filters,
    order: str,
    reader: Person,
    people: People,
    *,
    limit: int,
    cursor: str,
) -> tuple[list[Complaint], str | None]:
    """The page that fits the filters; searched, newest first, it comes out of the index."""
    rows = _filtered(rows, wanted, reader, people)
    what = _search(wanted, reader, people)
    if what is None:
        return _cut(rows, order, limit=limit, cursor=cursor)
    if order != "-received":
        rows = find.those_found(rows, what)
        return _cut(rows, order, limit=limit, cursor=cursor, what=what)
    limit = max(1, min(limit, MOST))
    span = _span(wanted, cursor)
    found = find.newest(rows, what, span, count=limit + 1)
    return _ended(found, limit, order, _BY_KEY)


def _span(wanted: Filters, cursor: str) -> Span:
    """The keys among which a page is looked for: behind the cursor, within the time asked for."""
    ends = [find.EVERYTHING.end]
    if cursor:
        ends += _read_cursor(cursor, "-received", _BY_KEY)
    if wanted.received_to is not None:
        ends.append(first_key(wanted.received_to + timedelta(milliseconds=1)))
    first = find.EVERYTHING.first
    if wanted.received_from is not None:
        first = first_key(wanted.received_from)
    return Span(first, min(ends))


def _page(
    rows: QuerySet[Complaint],
    order: str,
    *,
    reader: Person,
    people: People,
    limit: int,
    cursor: str = "",
) -> Page:
    found, following = _cut(rows, order, limit=limit, cursor=cursor)
    return Page(_rows(found, reader=reader, people=people), following)


def _cut(
    rows: QuerySet[Complaint],
    order: str,
    *,
    limit: int,
    cursor: str,
    what: Search | None = None,
) -> tuple[list[Complaint], str | None]:
    columns = _columns(order)
    if cursor:
        rows = rows.filter(_behind(columns, _read_cursor(cursor, order, columns)))
    limit = max(1, min(limit, MOST))
    rows = rows.select_related("customer").order_by(*columns)
    if what is None:
        return _ended(list(rows[: limit + 1]), limit, order, columns)
    return _ended(find.in_order(rows, what, count=limit + 1), limit, order, columns)


def _ended(
    found: list[Complaint], limit: int, order: str, columns: Iterable[str]
) -> tuple[list[Complaint], str | None]:
    """A page of what was found, one more than it holds if there are more."""
    shown = found[:limit]
    return shown, _cursor(shown[-1], order, columns) if len(found) > limit else None


def _rows(complaints: list[Complaint], *, reader: Person, people: People) -> list[QueueRow]:
    return _shown(complaints, _eyes(complaints, reader, people), people)


def _eyes(complaints: list[Complaint], reader: Person, people: People) -> dict[Any, Eyes]:
    ties = scope.ties(complaints, reader, people)
    return {one.pk: eyes_of(reader, tie) for one, tie in zip(complaints, ties, strict=True)}


def _shown(complaints: list[Complaint], eyes: dict[Any, Eyes], people: People) -> list[QueueRow]:
    clocks = deadlines.running_by_complaint(one.pk for one in complaints)
    return queue_rows(complaints, clocks=clocks, people=people, eyes=eyes)


def _columns(order: str) -> tuple[str, ...]:
    if order not in _COLUMNS:
        raise Refused([Fault("order_by", _("This value is not known."), ", ".join(ORDERS))])
    return _COLUMNS[order]


def _behind(columns: Iterable[str], values: Iterable[Any]) -> Q:
    """What comes after a row with these values, column by column."""
    condition, same = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        name, down = column.removeprefix("-"), column.startswith("-")
        condition |= same & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        same &= Q(**{name: value})
    return condition


def _cursor(row: Complaint, order: str, columns: Iterable[str]) -> str:
    """Where a page ended; it names its order, since another one goes on elsewhere."""
    values = [order, *_values(row, columns)]
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _values(row: Complaint, columns: Iterable[str]) -> list[Any]:
    return [_plain(getattr(row, column.removeprefix("-"))) for column in columns]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _read_cursor(cursor: str, order: str, columns: tuple[str, ...]) -> list[Any]:
    fault = Fault("cursor", _("This cursor cannot be used."), _("the value of next"))
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(given, list) or len(given) != len(columns) + 1 or given[0] != order:
            raise ValueError
        return [
            _typed(column.removeprefix("-"), value)
            for column, value in zip(columns, given[1:], strict=True)
        ]
    except (ValueError, TypeError, RecursionError):
        raise Refused([fault]) from None


def _typed(column: str, value: Any) -> Any:
    if column in ("received", "updated", "queue_due"):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None or not _FIRST <= moment <= NEVER_DUE:
            raise ValueError
        return moment
    if column == "search_key" and type(value) is int and abs(value) < find.EVERYTHING.end:
        return value
    if column == "urgent" and isinstance(value, bool):
        return value
    if column == "grade_rank" and value in (1, 2, 3):
        return value
    if column == "no" and isinstance(value, str) and _NUMBER.fullmatch(value):
        return value
    raise ValueError
