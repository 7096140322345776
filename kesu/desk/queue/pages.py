"""Pages of a list: what is to be worked, in the order of the rules, and what was asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kesu.complaints.index import Span
from kesu.complaints.models import Complaint
from kesu.complaints.rules import first_key
from kesu.deadlines import queries as deadlines
from kesu.desk import find, scope
from kesu.desk.case import views
from kesu.desk.find import Search
from kesu.desk.marks import Parts, excerpt, marked
from kesu.desk.prepared import KEPT, Moments, Prepared
from kesu.desk.queue.asking import Filters, View, filtered, of_view, timeless, visible_of
from kesu.desk.queue.cursors import BY_KEY, behind, columns_of, cursor_at, read_cursor
from kesu.desk.reach import eyes_of
from kesu.desk.sight import Sight, sight_of
from kesu.desk.values import CaseView, QueueRow
from kesu.desk.views import Eyes, queue_rows
from kesu.people.rules import People, Person

Rows = QuerySet[Complaint]
MOST = 200
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
    sight = sight_of(reader, people)
    rows = of_view(scope.seen_from(sight), view, sight)
    found, following = asked(rows, filters, order, sight, people, limit=limit, cursor=cursor)
    return Page(rows_of(found, reader=reader, people=people), following)


def found(
    *,
    reader: Person,
    people: People,
    filters: Filters,
    limit: int = 50,
    cursor: str = "",
) -> FoundPage:
    """As ``listing``, the newest first, with the hits of ``filters.q``. Errors: ``Refused``."""
    sight = sight_of(reader, people)
    rows, order = scope.seen_from(sight), "-received"
    some, following = asked(rows, filters, order, sight, people, limit=limit, cursor=cursor)
    eyes = eyes_of_all(some, reader, people)
    what = _search(filters, reader, people)
    pieces = what.pieces if what is not None else ()
    shown = _led_on(some, shown_rows(some, eyes, people), reader, people)
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
    sight = sight_of(reader, people)
    rows = of_view(scope.seen_from(sight), view, sight)
    found, following = asked(rows, filters, order, sight, people, limit=limit, cursor=cursor)
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
    sight = sight_of(reader, people)
    rows = filtered(of_view(rows, view, sight), filters, sight)
    rows = rows.order_by(*columns_of(order))
    what = _search(filters, reader, people)
    if what is None:
        return rows.values_list("pk", flat=True).iterator(chunk_size=_AT_ONCE)
    rows = find.those_found(rows, what)
    if not what.careful:
        return rows.values_list("pk", flat=True).iterator(chunk_size=_AT_ONCE)
    some = rows.select_related("customer").iterator(chunk_size=_AT_ONCE)
    batches = iter(lambda: list(islice(some, _AT_ONCE)), [])
    return (one.pk for batch in batches for one in find.seen(batch, what))


def _search(wanted: Filters, reader: Person, people: People) -> Search | None:
    if not wanted.q:
        return None
    return find.search(wanted.q, reader=reader, people=people, split=wanted.split)


def _bare(rows: Rows) -> Rows:
    return rows


def asked(
    rows: QuerySet[Complaint],
    wanted: Filters,
    order: str,
    sight: Sight,
    people: People,
    *,
    limit: int,
    cursor: str,
    dress: Callable[[Rows], Rows] = _bare,
) -> tuple[list[Complaint], str | None]:
    """The page that fits the filters; searched, newest first, it comes out of the index. ``dress``
    adds what is wanted of the rows of the page alone.
    """
    rows = filtered(rows, wanted, sight)
    what = _search(wanted, sight.reader, people)
    if what is None:
        return cut(rows, order, limit=limit, cursor=cursor, dress=dress)
    rows = dress(rows)
    if order != "-received":
        rows = find.those_found(rows, what)
        return cut(rows, order, limit=limit, cursor=cursor, what=what)
    limit = max(1, min(limit, MOST))
    span = _span(wanted, cursor)
    found = find.newest(rows, what, span, count=limit + 1)
    return ended(found, limit, order, BY_KEY)


def _span(wanted: Filters, cursor: str) -> Span:
    """The keys among which a page is looked for: behind the cursor, within the time asked for."""
    ends = [find.EVERYTHING.end]
    if cursor:
        ends += read_cursor(cursor, "-received", BY_KEY)
    if wanted.received_to is not None:
        ends.append(first_key(wanted.received_to + timedelta(milliseconds=1)))
    first = find.EVERYTHING.first
    if wanted.received_from is not None:
        first = first_key(wanted.received_from)
    return Span(first, min(ends))


def first(
    view: View, wanted: Filters, order: str, sight: Sight, *, limit: int, cursor: str
) -> list[UUID]:
    """The keys of a page of a list without words, in its order; one more than it holds, if there
    are more. Errors: ``Refused``.
    """
    columns, moments = columns_of(order), Moments()
    narrowed = timeless(wanted, moments)
    if not cursor:
        return keys_in(_first(view, narrowed, columns, sight, limit).ask(moments.given))
    rows = filtered(visible_of(view, sight), wanted, sight)
    rows = rows.filter(behind(columns, read_cursor(cursor, order, columns)))
    return list(rows.order_by(*columns).values_list("pk", flat=True)[: limit + 1])


@lru_cache(maxsize=KEPT)
def _first(
    view: View, wanted: Filters, columns: tuple[str, ...], sight: Sight, limit: int
) -> Prepared:
    rows = filtered(visible_of(view, sight), wanted, sight)
    return Prepared.of(rows.order_by(*columns).values("pk")[: limit + 1])


def keys_in(found: Iterable[tuple[Any, ...]]) -> list[UUID]:
    """Keys as a database gives them: SQLite keeps them as text."""
    return [key if isinstance(key, UUID) else UUID(key) for (key,) in found]


def read(keys: Iterable[UUID], dress: Callable[[Rows], Rows]) -> dict[UUID, Complaint]:
    """The complaints with these keys, in the order of these."""
    order = list(dict.fromkeys(keys))
    rows = dress(Complaint.objects.filter(pk__in=order)).select_related("customer")
    found = {one.pk: one for one in rows}
    return {key: found[key] for key in order}


def cut(
    rows: QuerySet[Complaint],
    order: str,
    *,
    limit: int,
    cursor: str,
    what: Search | None = None,
    dress: Callable[[Rows], Rows] = _bare,
) -> tuple[list[Complaint], str | None]:
    """A page of ``rows`` in that order, and the cursor of the next. Errors: ``Refused``."""
    columns = columns_of(order)
    if cursor:
        rows = rows.filter(behind(columns, read_cursor(cursor, order, columns)))
    limit = max(1, min(limit, MOST))
    if what is None:
        # Their keys first: an index answers that alone, and the rest is read of so many only.
        keys = rows.order_by(*columns).values("pk")[: limit + 1]
        rows = dress(Complaint.objects.filter(pk__in=keys))
        rows = rows.select_related("customer").order_by(*columns)
        return ended(list(rows), limit, order, columns)
    rows = rows.select_related("customer").order_by(*columns)
    return ended(find.in_order(rows, what, count=limit + 1), limit, order, columns)


def ended(
    found: list[Complaint], limit: int, order: str, columns: Iterable[str]
) -> tuple[list[Complaint], str | None]:
    """A page of what was found, one more than it holds if there are more."""
    shown = found[:limit]
    return shown, cursor_at(shown[-1], order, columns) if len(found) > limit else None


def rows_of(complaints: list[Complaint], *, reader: Person, people: People) -> list[QueueRow]:
    """Complaints as rows, masked for the reader."""
    return shown_rows(complaints, eyes_of_all(complaints, reader, people), people)


def eyes_of_all(complaints: list[Complaint], reader: Person, people: People) -> dict[Any, Eyes]:
    """How the reader sees each of them."""
    ties = scope.ties(complaints, reader, people)
    return {one.pk: eyes_of(reader, tie) for one, tie in zip(complaints, ties, strict=True)}


def shown_rows(
    complaints: list[Complaint], eyes: dict[Any, Eyes], people: People
) -> list[QueueRow]:
    """As ``rows_of``, where it is known how the reader sees them."""
    clocks = deadlines.running_by_complaint(one.pk for one in complaints)
    return queue_rows(complaints, clocks=clocks, people=people, eyes=eyes)
