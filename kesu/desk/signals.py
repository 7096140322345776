"""风险预警 as a reader may see it: what may become a complaint, and what was done (A22)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.desk.rates import Share
from kesu.desk.signal_sight import visible
from kesu.desk.values import PersonView
from kesu.desk.views import person_view
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.masking import mask_text
from kesu.journal.models import JournalHead, JournalLine
from kesu.people.rules import People, Person
from kesu.watch.models import HitMark, Message, Signal
from kesu.watch.permissions import may_read_signals, may_settle_signals

MOST = 200
MOST_COUNTED = 100
"""Beyond this many open ones nobody counts."""
_MOST_TURNS = 400
_MOST_NEWS = 50
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


def waiting(*, reader: Person, people: People) -> int:
    """How many are open that the reader may see, ``MOST_COUNTED`` at most."""
    if not may_settle_signals(reader):
        return 0
    return visible(reader, people).filter(state=Signal.State.open)[:MOST_COUNTED].count()


def signals(
    wanted: Wanted, *, reader: Person, people: People, limit: int = 50, cursor: str = ""
) -> SignalPage:
    """Open ones by level, the newest first; without open ones the last settled first.

    Errors: ``NotYours``; ``Refused`` for a cursor that is none.
    """
    _ask(reader)
    rows = _narrowed(visible(reader, people), wanted).order_by("-level", "-last_at", "-id")
    if list(wanted.states) and Signal.State.open not in wanted.states:
        rows = rows.order_by("-settled", "-id")
    start, limit = _offset(cursor), max(1, min(limit, MOST))
    found = list(_with(rows)[start : start + limit + 1])
    following = str(start + limit) if len(found) > limit else None
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
    """Errors: ``NotYours``."""
    _ask(reader)
    raised = visible(reader, people).filter(raised__gte=now - SINCE, raised__lte=now)
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
    """What happened behind line ``after``: lines stand in the order in which they were committed,
    so that nothing is missed.
    """
    end = head()
    if end <= after:
        return SignalNews(end, [], [])
    lines = JournalLine.objects.filter(about_kind="signal", seq__gt=after, seq__lte=end)
    keys = [UUID(one) for one in lines.order_by("-seq").values_list("about_id", flat=True)]
    keys = list(dict.fromkeys(keys))[:_MOST_NEWS]
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


def _with(rows: QuerySet[Signal]) -> QuerySet[Signal]:
    return rows.select_related("conversation", "order", "customer", "about", "complaint")


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 10:
        return int(cursor)
    raise Refused([Fault("cursor", _("This cursor cannot be used."), _("the value of next"))])


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
        said=_masked(one.said),
        facts=one.facts,
        reasons=list(one.reasons),
        shop=one.shop,
        times=one.times,
        raised=one.raised,
        last_at=one.last_at,
        conversation=one.conversation.key if one.conversation else "",
        order=one.order.external_id if one.order else "",
        customer=str(one.customer_id) if one.customer_id else "",
        about=_number(one.about, readable),
        subject=_masked(one.about.subject) if one.about and one.about_id in readable else "",
        complaint=_number(one.complaint, readable),
        by=person_view(people, one.by_id),
        settled=one.settled,
        action=_masked(one.action),
        helped=one.helped,
        version=one.times + (one.state != Signal.State.open),
    )


def _number(case: Complaint | None, readable: set[UUID]) -> str:
    return case.no if case is not None and case.pk in readable else ""


def _turn(one: Message) -> TurnView:
    live = [(hit["start"], hit["end"]) for hit in one.hits if not hit["negated"]]
    return TurnView(one.speaker, _masked(one.text), one.at, live)


_RUN = re.compile(r"[\d+][\d +\-]{3,}[\dXx]")


def _masked(text: str) -> str:
    """As masked elsewhere, with signs that take the room of what they cover: places stay right."""
    return _RUN.sub(lambda run: _fitted(mask_text(run[0]), len(run[0])), text)


def _fitted(masked: str, room: int) -> str:
    at = max(masked.find("*"), 0)
    return (masked[:at] + "*" * (room - len(masked)) + masked[at:])[:room]
