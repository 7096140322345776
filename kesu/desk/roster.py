"""Who is there: today, and by day through a week (F15)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.people import queries
from kesu.people.models import UNASSIGNED
from kesu.people.rules import People, Person
from kesu.policy.codes import rank_level

WEEK = 7


@dataclass(frozen=True)
class ShiftView:
    id: int
    starts: datetime
    ends: datetime
    duty: bool


@dataclass(frozen=True)
class LeaveView:
    """``deputy``: the name of who stands in, or nothing."""

    id: int
    deputy: str


@dataclass(frozen=True)
class DayCell:
    """One person's day: the shifts that begin on it, and the leave that covers it."""

    day: date
    shifts: tuple[ShiftView, ...]
    leave: LeaveView | None


@dataclass(frozen=True)
class RosterRow:
    """One person: where they are now, their week, and what they hold certificates for."""

    person: Person
    cells: tuple[DayCell, ...]
    skills: tuple[str, ...]
    lapsed: tuple[str, ...]


@dataclass(frozen=True)
class DeskView:
    """The names of a department's 接口人 and of who takes their place (B14)."""

    department: str
    liaison: str
    backup: str


@dataclass(frozen=True)
class Roster:
    """A week from ``first``, a Monday. ``counts``: present, away, leave, of those in ``rows``."""

    first: date
    days: tuple[date, ...]
    rows: tuple[RosterRow, ...]
    duty: tuple[Person, ...]
    counts: dict[str, int]
    desks: tuple[DeskView, ...]


def week(
    *, reader: Person, people: People, day: date, department: str = "", zone: ZoneInfo
) -> Roster:
    """The week of ``day`` in ``zone``, of one department or of all. Errors: ``NotYours``."""
    if not permissions.may_read_roster(reader):
        raise NotYours
    first = day - timedelta(days=day.weekday())
    days = tuple(first + timedelta(days=place) for place in range(WEEK))
    shown = _shown(people, department)
    plan = _Plan([one.id for one in shown], people, days, zone)
    on_duty = (one for one in people.values() if one.on_duty and one.reachable)
    return Roster(
        first=first,
        days=days,
        rows=tuple(_row(one, plan) for one in shown),
        duty=tuple(sorted(on_duty, key=lambda one: one.full_name)),
        counts=dict(Counter(one.presence for one in shown)),
        desks=tuple(_desks(people)),
    )


def _shown(people: People, department: str) -> list[Person]:
    found = [
        one
        for one in people.values()
        if one.active and one.sign_in != UNASSIGNED and department in ("", one.department)
    ]
    return sorted(found, key=lambda one: (-rank_level(one.rank), one.full_name))


class _Plan:
    """The shifts and leaves of some people in some days, in two queries."""

    def __init__(self, staff: list[int], people: People, days: Iterable[date], zone: ZoneInfo):
        self._people, self.days, self._zone = people, tuple(days), zone
        first, after = self._midnight(self.days[0]), self._midnight(self.days[-1], later=1)
        self._shifts: dict[tuple[int, date], list[ShiftView]] = defaultdict(list)
        for row in queries.shifts(staff, first, after):
            began = row.starts.astimezone(zone).date()
            shown = ShiftView(row.pk, row.starts, row.ends, row.duty)
            self._shifts[row.staff_id, max(began, self.days[0])].append(shown)
        self._leaves = queries.leaves(staff, first, after)

    def cell(self, staff: int, day: date) -> DayCell:
        start, end = self._midnight(day), self._midnight(day, later=1)
        away = (
            one
            for one in self._leaves
            if one.staff_id == staff and one.starts < end and one.ends > start
        )
        leave = next(away, None)
        return DayCell(
            day,
            tuple(self._shifts.get((staff, day), ())),
            LeaveView(leave.pk, _name(self._people, leave.deputy_id)) if leave else None,
        )

    def _midnight(self, day: date, later: int = 0) -> datetime:
        return datetime.combine(day + timedelta(days=later), time(), self._zone)


def _row(person: Person, plan: _Plan) -> RosterRow:
    return RosterRow(
        person=person,
        cells=tuple(plan.cell(person.id, day) for day in plan.days),
        skills=tuple(sorted(person.skills)),
        lapsed=tuple(sorted(person.lapsed)),
    )


def _desks(people: People) -> Iterator[DeskView]:
    for code, desk in sorted(queries.desks().items()):
        yield DeskView(code, _name(people, desk.liaison), _name(people, desk.backup))


def _name(people: People, one: int | None) -> str:
    return people[one].full_name if one is not None and one in people else ""
