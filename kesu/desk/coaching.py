"""辅导: the help that is owed to colleagues, what is on their record, and the months it counts in.

A supervisor sees those below them, a manager everybody; nobody sees what is about themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kesu.coaching import queries
from kesu.coaching.models import Attitude, Coaching, OnRecord
from kesu.coaching.rules import month_of
from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk import scope
from kesu.desk.faults import NotYours
from kesu.foundation.masking import mask_text
from kesu.people.rules import People, Person, superiors, team
from kesu.policy.schema import Pack

_LATEST = 50
_MEAN_OVER = timedelta(days=30)


@dataclass(frozen=True)
class TaskView:
    """``no`` and ``what``: the case and what is to be learnt from it, for who may see it. ``mine``:
    the reader may say that it was given.
    """

    id: int
    staff: str
    mentor: str
    kind: str
    what: str
    due: datetime
    overdue: bool
    done_at: datetime | None
    late: bool
    outcome: str
    no: str
    mine: bool


@dataclass(frozen=True)
class RecordView:
    """``month``: where it counts. ``state``: counts, appealed, upheld, stands or taken_back."""

    id: int
    staff: str
    kind: str
    at: datetime
    month: date
    moved: bool
    taken_off: date | None
    state: str
    because: str
    appeal: str
    no: str
    may_appeal: bool
    may_answer: bool


@dataclass(frozen=True)
class MonthView:
    """``counts``: names with how often, the most first. ``over``: it may be locked."""

    month: date
    locked: bool
    over: bool
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class AttitudeView:
    """``words`` and ``no`` for who may see the case."""

    staff: str
    score: int
    words: str
    by: str
    at: datetime
    no: str


@dataclass(frozen=True)
class MeanView:
    """The mean of a colleague's scores of thirty days, and of how many."""

    staff: str
    mean: float
    n: int


@dataclass(frozen=True)
class Board:
    """``overdue``: how many of ``owed`` are late."""

    owed: list[TaskView]
    given: list[TaskView]
    records: list[RecordView]
    months: list[MonthView]
    overdue: int
    may_lock: bool
    attitudes: list[AttitudeView] = field(default_factory=list)
    means: list[MeanView] = field(default_factory=list)


def board(*, reader: Person, people: People, pack: Pack, now: datetime) -> Board:
    """All that concerns this reader at ``now`` (UTC). Errors: ``NotYours``."""
    if not permissions.may_see_coaching(reader):
        raise NotYours
    staff = _below(reader, people)
    owed = list(queries.owed(staff))
    given, records = queries.given(staff, _LATEST), queries.records(staff, _LATEST)
    scored = queries.attitudes(staff, _LATEST)
    cases = [one.complaint for one in (*owed, *given)]
    cases += [*(one.complaint for one in records), *(one.complaint for one in scored)]
    known = _numbers(cases, reader, people)
    tasks = [_task(one, reader, people, known, now) for one in owed]
    return Board(
        owed=tasks,
        given=[_task(one, reader, people, known, now) for one in given],
        records=[_record(one, reader, people, known) for one in records],
        months=_months(records, staff, people, month_of(now, pack.tz)),
        overdue=sum(one.overdue for one in tasks),
        may_lock=permissions.may_lock_months(reader),
        attitudes=[_attitude(one, people, known) for one in scored],
        means=_means(staff, people, now),
    )


def _below(reader: Person, people: People) -> frozenset[int]:
    """Whom the reader looks after."""
    if permissions.may_lock_months(reader):
        return frozenset(people) - {reader.id}
    return team(people, reader.id)


def _numbers(
    complaints: Iterable[Complaint | None], reader: Person, people: People
) -> dict[object, str]:
    """The numbers of the cases that exist for this reader."""
    rows: Sequence[Complaint] = list({one.pk: one for one in complaints if one}.values())
    ties = scope.ties(rows, reader, people)
    return {
        one.pk: one.no
        for one, tie in zip(rows, ties, strict=True)
        if permissions.may_see(reader, tie)
    }


def _name(people: People, one: int | None) -> str:
    return people[one].full_name if one is not None and one in people else ""


def _task(
    row: Coaching, reader: Person, people: People, known: dict[object, str], now: datetime
) -> TaskView:
    above = row.mentor_id == reader.id or reader.id in superiors(people, row.staff_id)
    done = row.done_at is not None
    no = known.get(row.complaint_id, "")
    told = no or row.complaint_id is None
    return TaskView(
        id=row.pk,
        staff=_name(people, row.staff_id),
        mentor=_name(people, row.mentor_id),
        kind=row.record.kind if row.record else "",
        what=mask_text(row.what) if told else "",
        due=row.due,
        overdue=not done and row.due < now,
        done_at=row.done_at,
        late=row.done_at is not None and row.done_at > row.due,
        outcome=mask_text(row.outcome),
        no=no,
        mine=not done and (above or permissions.may_lock_months(reader)),
    )


def _record(row: OnRecord, reader: Person, people: People, known: dict[object, str]) -> RecordView:
    entry, state = row.kpientry, _state(row)
    no = known.get(row.complaint_id, "")
    stands = row.reversed_at is None
    hears = permissions.may_lock_months(reader) and row.appealed_by_id != reader.id
    return RecordView(
        id=row.pk,
        staff=_name(people, row.staff_id),
        kind=row.kind,
        at=row.at,
        month=entry.month,
        moved=entry.moved,
        taken_off=entry.taken_off,
        state=state,
        because=mask_text(_because(row) if no else row.answer),
        appeal=mask_text(row.appeal),
        no=no,
        may_appeal=stands and row.appealed_at is None,
        may_answer=state == "appealed" and hears,
    )


def _because(row: OnRecord) -> str:
    """Why it was taken off, or what became of the appeal; a verdict's reason is of the case."""
    return row.answer or row.reversed_because


def _state(row: OnRecord) -> str:
    if row.reversed_at is not None:
        return "upheld" if row.answered_at is not None else "taken_back"
    if row.appealed_at is None:
        return "counts"
    return "appealed" if row.answered_at is None else "stands"


def _attitude(row: Attitude, people: People, known: dict[object, str]) -> AttitudeView:
    no = known.get(row.complaint_id, "")
    return AttitudeView(
        staff=_name(people, row.staff_id),
        score=row.score,
        words=mask_text(row.words) if no else "",
        by=_name(people, row.by_id),
        at=row.at,
        no=no,
    )


def _means(staff: frozenset[int], people: People, now: datetime) -> list[MeanView]:
    """The lowest first: they need help first."""
    found = queries.mean_attitude(staff, since=now - _MEAN_OVER)
    views = [MeanView(_name(people, one), mean, n) for one, (mean, n) in found.items()]
    return sorted(views, key=lambda view: (view.mean, view.staff))


def _months(
    records: Iterable[OnRecord], staff: frozenset[int], people: People, current: date
) -> list[MonthView]:
    entries = [one.kpientry for one in records]
    named = {one.month for one in entries} | {one.taken_off for one in entries if one.taken_off}
    months = sorted(named | {current}, reverse=True)[:12]
    locked = queries.locked_months(since=months[-1])
    counted = queries.counted(months, locked)
    return [
        MonthView(
            month=month,
            locked=month in locked,
            over=month < current,
            counts=_counts(counted[month], staff, people),
        )
        for month in months
    ]


def _counts(
    counted: Mapping[int, int], staff: frozenset[int], people: People
) -> list[tuple[str, int]]:
    rows = [(_name(people, one), n) for one, n in counted.items() if one in staff and n]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
