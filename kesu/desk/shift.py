"""交接班: what is left behind at the end of a shift, to whom, and whether they took it (F16)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kesu.complaints.models import Promise
from kesu.complaints.queries import worked_on
from kesu.deadlines import queries as deadlines
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.desk.listed import case_rows
from kesu.desk.values import QueueRow
from kesu.desk.whose import Whose, owners
from kesu.foundation.masking import mask_text
from kesu.people import queries as people_queries
from kesu.people.rules import LONGEST_SHIFT, People, Person
from kesu.policy.codes import ClockName, ClockState
from kesu.routing.models import ShiftHandover
from kesu.routing.queries import handovers_waiting

DAY = timedelta(hours=24)
_FARTHEST = timedelta(days=7)
_TICK = timedelta(microseconds=1)
_MOST = 200
_CALLS = (ClockName.first_callback, ClockName.urgent_contact, ClockName.follow_up)


@dataclass(frozen=True)
class Horizon:
    """Until when nobody is there: ``until`` the next shift by the roster, else 24 hours from now.
    ``ends``: when the shift that runs ends; None without one.
    """

    until: datetime
    rostered: bool
    ends: datetime | None


@dataclass(frozen=True)
class Waits:
    """A hand-over that its colleague has not answered."""

    id: int
    to: str
    owner: str
    at: datetime
    words: str


@dataclass(frozen=True)
class LeftCase:
    """A case that is left behind: what of it falls due meanwhile, and whether it is handed over."""

    row: QueueRow
    due: datetime | None
    clocks: list[str] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    calls: int = 0
    waits: Waits | None = None

    @property
    def owed(self) -> bool:
        """Whether somebody must see to it before the owner is back."""
        return self.due is not None or self.row.urgent


@dataclass(frozen=True)
class Received:
    """A case that a colleague leaves to the reader: what they may know before they take it."""

    id: int
    row: QueueRow
    owner: str
    at: datetime
    words: str


@dataclass(frozen=True)
class Answered:
    """What became of a case that was left lately."""

    no: str
    to: str
    answer: str
    at: datetime
    because: str


@dataclass(frozen=True)
class Shift:
    """The end of a shift: ``owed`` cases first, ``rest`` without anything due meanwhile."""

    horizon: Horizon
    owed: list[LeftCase]
    rest: list[LeftCase]
    received: list[Received]
    answered: list[Answered]

    @property
    def promises(self) -> int:
        return sum(len(one.promises) for one in self.owed)

    @property
    def calls(self) -> int:
        return sum(one.calls for one in self.owed)


def shift(*, reader: Person, people: People, now: datetime) -> Shift:
    """What this reader leaves and is left, as of ``now`` (UTC). Errors: ``NotYours``."""
    owners(Whose.mine, reader=reader, people=people)
    horizon = horizon_of(reader.id, now=now)
    found = left_by(reader.id, until=horizon.until, reader=reader, people=people)
    return Shift(
        horizon=horizon,
        owed=[one for one in found if one.owed],
        rest=[one for one in found if not one.owed],
        received=_received(reader, people),
        answered=_answered(reader, people, since=now - DAY),
    )


def horizon_of(staff: int, *, now: datetime) -> Horizon:
    """Until when somebody is away after this shift."""
    running = people_queries.shifts([staff], now, now + timedelta(seconds=1))
    after = max((one.ends for one in running), default=now)
    following = people_queries.next_shift(staff, after=max(now, after - timedelta(seconds=1)))
    if following is None or following.starts > now + _FARTHEST:
        return Horizon(now + DAY, rostered=False, ends=after if running else None)
    return Horizon(following.starts, rostered=True, ends=after if running else None)


def left_by(owner: int, *, until: datetime, reader: Person, people: People) -> list[LeftCase]:
    """The open cases of one owner, what falls due first before all."""
    cases = worked_on(scope.visible(reader, people)).filter(owner=owner)
    keys = list(cases.order_by("queue_due", "no").values_list("pk", flat=True)[:_MOST])
    shown = case_rows(keys, reader, people)
    due, promised, waits = _due(keys, until), _promised(keys, until), _waits(keys, people)
    found = [_left(shown[key], due[key], promised[key], waits.get(key)) for key in keys]
    return sorted(found, key=lambda one: (not one.owed, one.due or until, one.row.no))


def _left(row: QueueRow, clocks: list[Clock], promises: list[str], waits: Waits | None) -> LeftCase:
    return LeftCase(
        row=row,
        due=min((one.due for one in clocks), default=None),
        clocks=list(dict.fromkeys(one.name for one in clocks)),
        promises=promises,
        calls=sum(one.name in _CALLS for one in clocks),
        waits=waits,
    )


def _due(keys: list[UUID] | QuerySet[Any, Any], until: datetime) -> defaultdict[UUID, list[Clock]]:
    """What falls due of each before ``until``, or is overdue."""
    found: defaultdict[UUID, list[Clock]] = defaultdict(list)
    owed = (Q(state=ClockState.running) & ~deadlines.OF_OTHERS) | deadlines.OVERDUE
    rows = Clock.objects.filter(owed, complaint__in=keys, due__lt=until)
    for clock in rows.order_by("due", "id"):
        found[clock.complaint_id].append(clock)
    return found


def _promised(keys: Iterable[UUID], until: datetime) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for key, promises in _promised_until(keys, until).items():
        found[key] = [what for what, _due in promises]
    return found


def _promised_until(
    keys: Iterable[UUID], until: datetime
) -> defaultdict[UUID, list[tuple[str, datetime]]]:
    """What was promised of each, and for when."""
    found: defaultdict[UUID, list[tuple[str, datetime]]] = defaultdict(list)
    rows = Promise.objects.filter(complaint__in=list(keys), kept=None, due__lt=until)
    for one in rows.order_by("due", "id"):
        found[one.complaint_id].append((mask_text(one.what), one.due))
    return found


def _waits(keys: Iterable[UUID], people: People) -> dict[UUID, Waits]:
    rows = handovers_waiting(Q(complaint__in=list(keys)))
    return {one.complaint_id: waits_of(one, people) for one in rows}


def waits_of(row: ShiftHandover, people: People) -> Waits:
    """The row as a value; numbers in its words are masked."""
    return Waits(
        id=row.pk,
        to=people[row.to_id].full_name,
        owner=people[row.owner_id].full_name,
        at=row.at,
        words=mask_text(row.words),
    )


def _received(reader: Person, people: People) -> list[Received]:
    """Of a case that is not for them yet, who is asked to take it sees its row and the words;
    the accused hear nothing of it.
    """
    others = Q(complaint__accused=None) | ~Q(complaint__accused=reader.id)
    waiting = list(handovers_waiting(Q(to=reader.id) & others))
    shown = case_rows({one.complaint_id for one in waiting}, reader, people)
    return [
        Received(
            id=one.pk,
            row=shown[one.complaint_id],
            owner=people[one.owner_id].full_name,
            at=one.at,
            words=mask_text(one.words),
        )
        for one in waiting
    ]


def _answered(reader: Person, people: People, *, since: datetime) -> list[Answered]:
    """Of the cases that still exist for who left them."""
    rows = ShiftHandover.objects.filter(owner=reader.id, answered_at__gte=since)
    rows = rows.filter(scope.among(scope.visible(reader, people)))
    return [
        Answered(
            no=one.complaint.no,
            to=people[one.to_id].full_name,
            answer=one.answer,
            at=one.answered_at or one.at,
            because=mask_text(one.because),
        )
        for one in rows.select_related("complaint").order_by("-answered_at", "-id")[:20]
    ]


@dataclass(frozen=True)
class Gone:
    """Somebody whose shift is over while cases that fall due before the next are with nobody else.
    ``cases``: those that were not handed over, or that nobody took yet.
    """

    staff: int
    name: str
    ended: datetime
    until: datetime
    cases: list[LeftCase]


def missing(*, staff: Iterable[int], reader: Person, people: People, now: datetime) -> list[Gone]:
    """Who of ``staff`` left the shift without handing over what falls due, the latest first."""
    asked = [one for one in staff if one in people]
    ended: dict[int, datetime] = {}
    for row in people_queries.shifts(asked, now - LONGEST_SHIFT, now):
        ended[row.staff_id] = max(row.ends, ended.get(row.staff_id, row.ends))
    gone = {one: ends for one, ends in ended.items() if now - DAY <= ends <= now}
    until = _back(gone, now)
    left = _left_due(until, reader, people)
    found = [
        Gone(one, people[one].full_name, ends, until[one], left[one])
        for one, ends in gone.items()
        if left[one]
    ]
    return sorted(found, key=lambda one: one.ended, reverse=True)


def _back(staff: Collection[int], now: datetime) -> dict[int, datetime]:
    """Until when each of those whose shift is over is away, as ``horizon_of`` says of one."""
    following: dict[int, datetime] = {}
    if staff:
        for row in people_queries.shifts(staff, now, now + _FARTHEST + _TICK):
            if row.starts > now:
                following.setdefault(row.staff_id, row.starts)
    return {one: following.get(one, now + DAY) for one in staff}


def _left_due(
    until: Mapping[int, datetime], reader: Person, people: People
) -> defaultdict[int, list[LeftCase]]:
    """The open cases of each owner that fall due before theirs is over, what falls due first before
    all; for all owners at once.
    """
    found: defaultdict[int, list[LeftCase]] = defaultdict(list)
    if not until:
        return found
    cases = worked_on(scope.visible(reader, people)).filter(owner__in=list(until))
    last = max(until.values())
    due = _due(cases.order_by().values("pk"), last)
    rows = cases.filter(pk__in=list(due)).order_by("queue_due", "no")
    owners_of = dict(rows.values_list("pk", "owner"))
    promised, waits = _promised_until(due, last), _waits(due, people)
    shown = case_rows(due, reader, people)
    for key, owner in owners_of.items():
        clocks = [one for one in due[key] if one.due < until[owner]]
        if clocks and len(found[owner]) < _MOST:
            words = [what for what, at in promised[key] if at < until[owner]]
            found[owner].append(_left(shown[key], clocks, words, waits.get(key)))
    for left in found.values():
        left.sort(key=lambda one: (one.due or last, one.row.no))
    return found
