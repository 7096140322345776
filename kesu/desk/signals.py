"""风险预警 as a reader may see it: what may become a complaint, and what was done (A22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.desk import scope, signal_cursor
from kesu.desk.covered import covered, quoting
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.desk.rates import Share
from kesu.desk.sight import Sight
from kesu.desk.signal_sight import visible, visible_from
from kesu.desk.values import PersonView
from kesu.desk.views import person_view
from kesu.journal.models import JournalHead, JournalLine
from kesu.people.rules import People, Person
from kesu.watch.models import HitMark, Message, Signal
from kesu.watch.permissions import may_read_signals, may_settle_signals

MOST = 200
MOST_COUNTED = 100
"""Beyond this many open ones nobody counts."""
_MOST_TURNS = 400
_MOST_NEWS = 50
_MOST_LINES = 5_000
"""So many lines of the journal are looked through at once."""
SINCE = timedelta(days=30)
"""Over which the figures are made."""


@dataclass(frozen=True)
class SignalRow:
    """One warning. ``said`` is masked, places of ``reasons`` are in it as it was and still are:
    masks are as long as what they cover. ``about`` and ``complaint`` are numbers, of complaints
    that the reader may see; ``subject`` what the first is about. ``version`` counts what happened
    to it.
    """

    id: str
    kind: str
    level: int
    state: str
    said: str
    facts: dict[str, Any]
    reasons: list[dict[str, Any]]
    shop: str
    times: int
    raised: datetime
    last_at: datetime
    conversation: str
    order: str
    customer: str
    about: str
    subject: str
    complaint: str
    by: PersonView | None
    settled: datetime | None
    action: str
    helped: bool | None
    version: int


@dataclass(frozen=True)
class SignalPage:
    rows: list[SignalRow]
    next: str | None


@dataclass(frozen=True)
class Wanted:
    """What narrows the list; empty is all. ``open_first``: as the board has it."""

    states: Sequence[str] = ()
    kinds: Sequence[str] = ()
    level: int | None = None
    shop: str | None = None


@dataclass(frozen=True)
class TurnView:
    """One turn of a talk, masked; ``marks``: places of words that are meant."""

    speaker: str
    text: str
    at: datetime
    marks: list[tuple[int, int]]


@dataclass(frozen=True)
class TalkView:
    """A talk as its reader may see it; ``left_out``: how many turns stand before these."""

    key: str
    shop: str
    turns: list[TurnView]
    left_out: int


@dataclass(frozen=True)
class Figures:
    """M26 over ``SINCE``: of the warnings those after which no complaint came, and of the words
    that people marked those found rightly.
    """

    intercepted: Share
    precision: Share


@dataclass(frozen=True)
class SignalNews:
    """What happened behind a line of the journal: the new ones, and those that were settled."""

    head: int
    fresh: list[SignalRow]
    settled: list[SignalRow]


def open_from(sight: Sight) -> QuerySet[Signal, Any]:
    """The keys of those that are open and the reader may see and settle, ``MOST_COUNTED`` at most,
    to be counted.
    """
    if not may_settle_signals(sight.reader):
        return Signal.objects.none().values("pk")
    waiting = visible_from(sight).filter(state=Signal.State.open)
    return waiting.order_by().values("pk")[:MOST_COUNTED]


def signals(
    wanted: Wanted, *, reader: Person, people: People, limit: int = 50, cursor: str = ""
) -> SignalPage:
    """Open ones by level, the newest first; without open ones the last settled first.

    Errors: ``NotYours``; ``Refused`` for a cursor that is none.
    """
    _ask(reader)
    rows, settled = _narrowed(visible(reader, people), wanted), _of_settled(wanted)
    limit = max(1, min(limit, MOST))
    found = list(_with(signal_cursor.after(rows, cursor, settled=settled))[: limit + 1])
    more = len(found) > limit
    following = signal_cursor.of(found[limit - 1], settled=settled) if more else None
    return SignalPage(_views(found[:limit], reader, people), following)


def signal(key: UUID, *, reader: Person, people: People) -> SignalRow:
    """One. Errors: ``NoSuchComplaint``."""
    found = list(_with(visible(reader, people).filter(pk=key)))
    if not found:
        raise NoSuchComplaint
    return _views(found, reader, people)[0]


def by_kind(*, reader: Person, people: People) -> dict[str, int]:
    """How many are open, by kind."""
    rows = visible(reader, people).filter(state=Signal.State.open).order_by()
    return dict(rows.values_list("kind").annotate(n=Count("id")))


def figures(*, reader: Person, people: People, now: datetime) -> Figures:
    """What settled itself counts on no side. Errors: ``NotYours``."""
    _ask(reader)
    raised = visible(reader, people).filter(raised__gte=now - SINCE, raised__lte=now)
    raised = raised.exclude(state=Signal.State.handled, by=None)
    helped = Q(state=Signal.State.handled, helped=True)
    counted = raised.aggregate(n=Count("id", filter=helped), of=Count("id"))
    marks = HitMark.objects.filter(at__gte=now - SINCE, at__lte=now)
    marked = marks.aggregate(n=Count("id", filter=Q(right=True)), of=Count("id"))
    return Figures(Share(counted["n"], counted["of"]), Share(marked["n"], marked["of"]))


def talk(key: UUID, *, reader: Person, people: People) -> TalkView:
    """The conversation of a signal, the last turns of it. Errors: ``NoSuchComplaint``."""
    found = visible(reader, people).select_related("conversation").filter(pk=key).first()
    if found is None or found.conversation is None:
        raise NoSuchComplaint
    rows = Message.objects.filter(conversation=found.conversation)
    turns = list(rows.order_by("-at", "-id")[:_MOST_TURNS])
    return TalkView(
        key=found.conversation.key,
        shop=found.conversation.shop,
        turns=[_turn(one) for one in reversed(turns)],
        left_out=max(0, rows.count() - len(turns)) if len(turns) == _MOST_TURNS else 0,
    )


def head() -> int:
    """The last line of the journal that is written."""
    return JournalHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0


def news(after: int, *, reader: Person, people: People) -> SignalNews:
    """What happened behind line ``after``, the oldest first, and up to which line that is: lines
    stand in the order in which they were committed, so that nothing is missed by whoever asks on
    from there. Who knows of no line, 0, begins now.
    """
    end = head()
    if after <= 0 or end <= after:
        return SignalNews(end, [], [])
    end = min(end, after + _MOST_LINES)
    lines = JournalLine.objects.filter(about_kind="signal", seq__gt=after, seq__lte=end)
    told = list(lines.order_by("seq").values_list("seq", "about_id")[:_MOST_NEWS])
    if len(told) == _MOST_NEWS:
        end = told[-1][0]
    keys = {UUID(key) for _seq, key in told}
    found = _views(list(_with(visible(reader, people).filter(pk__in=keys))), reader, people)
    waits = Signal.State.open.value
    fresh = [one for one in found if one.state == waits]
    return SignalNews(end, fresh, [one for one in found if one.state != waits])


def _ask(reader: Person) -> None:
    if not may_read_signals(reader):
        raise NotYours


def _narrowed(rows: QuerySet[Signal], wanted: Wanted) -> QuerySet[Signal]:
    if wanted.states:
        rows = rows.filter(state__in=list(wanted.states))
    if wanted.kinds:
        rows = rows.filter(kind__in=list(wanted.kinds))
    if wanted.level is not None:
        rows = rows.filter(level=wanted.level)
    return rows if wanted.shop is None else rows.filter(shop=wanted.shop)


def _of_settled(wanted: Wanted) -> bool:
    return bool(wanted.states) and Signal.State.open not in wanted.states


def _with(rows: QuerySet[Signal]) -> QuerySet[Signal]:
    return rows.select_related("conversation", "order", "customer", "about", "complaint")


def _views(found: Sequence[Signal], reader: Person, people: People) -> list[SignalRow]:
    both = (key for one in found for key in (one.about_id, one.complaint_id))
    named = {key for key in both if key is not None}
    seen = scope.visible(reader, people).filter(pk__in=named)
    readable = set(seen.values_list("pk", flat=True)) if named else set()
    return [_view(one, people, readable) for one in found]


def _view(one: Signal, people: People, readable: set[UUID]) -> SignalRow:
    return SignalRow(
        id=str(one.pk),
        kind=one.kind,
        level=one.level,
        state=one.state,
        said=covered(one.said),
        facts=quoting(one.facts),
        reasons=[quoting(reason) for reason in one.reasons],
        shop=one.shop,
        times=one.times,
        raised=one.raised,
        last_at=one.last_at,
        conversation=one.conversation.key if one.conversation else "",
        order=one.order.external_id if one.order else "",
        customer=str(one.customer_id) if one.customer_id else "",
        about=_number(one.about, readable),
        subject=covered(one.about.subject) if one.about and one.about_id in readable else "",
        complaint=_number(one.complaint, readable),
        by=person_view(people, one.by_id),
        settled=one.settled,
        action=covered(one.action),
        helped=one.helped,
        version=one.times + (one.state != Signal.State.open),
    )


def _number(case: Complaint | None, readable: set[UUID]) -> str:
    return case.no if case is not None and case.pk in readable else ""


def _turn(one: Message) -> TurnView:
    live = [(hit["start"], hit["end"]) for hit in one.hits if not hit["negated"]]
    return TurnView(one.speaker, covered(one.text), one.at, live)
