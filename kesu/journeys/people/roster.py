"""排班: who is there when, and who is the duty supervisor (F15).

All of a file is taken or nothing of it; each change leaves a line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.cells import read_text
from kesu.foundation.tables.shape import BadRow, Row, Table
from kesu.foundation.tables.times import read_time
from kesu.journal.kinds import Facts, declare
from kesu.journal.rules import moment
from kesu.journeys import people_work
from kesu.journeys.payload import Moment, Part, Someone
from kesu.people import operations
from kesu.people.queries import everyone, named
from kesu.people.rules import LONGEST_SHIFT, People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import Rank, rank_level

HEADERS: dict[str, tuple[str, ...]] = {
    "person": ("person", "staff", "sign_in", "name", "agent_no", "人员", "登录名", "工号", "员工"),
    "from": ("from", "start", "starts", "开始", "上班", "开始时间", "上班时间"),
    "to": ("to", "end", "ends", "until", "结束", "下班", "结束时间", "下班时间"),
    "duty": ("duty", "值班", "值班主管"),
}
"""The words by which a column of a roster is known."""
_DUTY = frozenset({"1", "y", "yes", "true", "x", "是", "√", "✓", "值班", "值班主管", "duty"})
_MOST_FAULTS = 20


class Rostered(Facts):
    shifts: int
    people: int


class ShiftDropped(Facts):
    starts: str
    ends: str


declare("staff.rostered", Rostered)
declare("staff.shift_dropped", ShiftDropped)


class ShiftEntry(Part):
    """One shift as it is typed in."""

    person: Someone = Field(title="Person")
    starts: Moment = Field(title="Begins")
    ends: Moment = Field(title="Ends")
    duty: bool = Field(default=False, title="Duty supervisor")


class Shifts(Part):
    shifts: list[ShiftEntry] = Field(min_length=1, max_length=200, title="Shifts")


@dataclass(frozen=True)
class _Shift:
    person: int
    starts: datetime
    ends: datetime
    duty: bool


def take_in(table: Table, *, by: Person | str, at: datetime) -> tuple[int, int]:
    """The shifts of a table: how many it has, and how many were not known before.

    Times without an offset are of the policy's zone. Errors: ``NotYours``; ``Refused`` naming each
    row and column that cannot be used; nothing was taken in then.
    """
    said_by = people_work.signed(by)
    places = _columns(table)
    people, zone = everyone(at), policies.in_force(at).tz
    shifts: list[_Shift] = []
    faults: list[Fault] = []
    for row in table.rows:
        try:
            shifts += _shift(row, places, people, zone, since_1904=table.since_1904)
        except Refused as refused:
            faults += refused.faults
        if len(faults) >= _MOST_FAULTS:
            break
    if faults:
        raise Refused(faults, code="roster")
    return len(shifts), _keep(shifts, by=said_by, at=at)


def enter(entries: Sequence[ShiftEntry], *, by: Person | str, at: datetime) -> int:
    """Shifts that were typed in, all or none; how many were not known before.

    Errors: ``NotYours``; ``Refused`` at ``shifts`` and the place and field that cannot be used.
    """
    said_by, people = people_work.signed(by), everyone(at)
    shifts: list[_Shift] = []
    faults: list[Fault] = []
    for place, one in enumerate(entries):
        person = named(people, one.person)
        wrong = list(_misfits(person, one.starts, one.ends, duty=one.duty))
        faults += [Fault(f"shifts.{place}.{loc}", say, expected) for loc, say, expected in wrong]
        if person is not None:
            shifts.append(_Shift(person.id, one.starts, one.ends, one.duty))
    if faults:
        raise Refused(faults, code="roster")
    return _keep(shifts, by=said_by, at=at)


def drop(shift: int, *, by: Person | str, at: datetime) -> None:
    """Takes a shift off the roster. Errors: ``NotYours``; ``Refused`` for none of that number."""
    said_by = people_work.signed(by)
    with transaction.atomic():
        row = operations.drop_shift(shift)
        if row is None:
            raise Refused(
                [Fault("shift", _("This is not on the roster any more."))], code="unknown"
            )
        facts = {"starts": moment(row.starts), "ends": moment(row.ends)}
        about = ("staff", str(row.staff_id))
        people_work.tell("staff.shift_dropped", about, facts, by=said_by, at=at)


def _keep(shifts: Sequence[_Shift], *, by: str, at: datetime) -> int:
    """Writes them; how many are new."""
    with transaction.atomic():
        new = sum(
            operations.roster_shift(
                staff=one.person, starts=one.starts, ends=one.ends, duty=one.duty
            )
            for one in shifts
        )
        facts = {"shifts": len(shifts), "people": len({one.person for one in shifts})}
        people_work.tell("staff.rostered", ("roster", moment(at)), facts, by=by, at=at)
    return new


def _columns(table: Table) -> dict[str, int]:
    header = [word.strip().lower() for word in table.header]
    places = {
        name: header.index(word)
        for name, words in HEADERS.items()
        for word in words
        if word in header
    }
    faults = [
        Fault(name, _("This column is missing."), ", ".join(HEADERS[name]))
        for name in ("person", "from", "to")
        if name not in places
    ]
    if faults:
        raise Refused(faults, code="roster")
    return places


def _shift(
    row: Row | BadRow,
    places: Mapping[str, int],
    people: People,
    zone: ZoneInfo,
    *,
    since_1904: bool,
) -> list[_Shift]:
    """The shift of a row; none of a blank one."""
    if isinstance(row, BadRow):
        raise Refused([Fault(f"{row.number}", row.reason)])
    cells = {name: row.cells[place] for name, place in places.items()}
    word = read_text(cells["person"])
    if not word and cells["from"] is None and cells["to"] is None:
        return []
    person = named(people, word)
    starts, ends = (read_time(cells[name], zone, since_1904=since_1904) for name in ("from", "to"))
    duty = read_text(cells.get("duty")).strip().lower() in _DUTY
    faults = [
        Fault(f"{row.number}.{name}", _("This is no time."), "2026-02-14 08:00")
        for name, time in (("from", starts), ("to", ends))
        if time is None
    ]
    found = _misfits(person, starts, ends, duty=duty)
    faults += [
        Fault(f"{row.number}.{_COLUMN.get(loc, loc)}", say, expected)
        for loc, say, expected in found
    ]
    if faults or person is None or starts is None or ends is None:
        raise Refused(sorted(faults, key=lambda one: one.loc != f"{row.number}.person"))
    return [_Shift(person.id, starts, ends, duty)]


_COLUMN = {"starts": "from", "ends": "to"}


def _misfits(
    person: Person | None, starts: datetime | None, ends: datetime | None, *, duty: bool
) -> Iterator[tuple[str, str, str]]:
    """What cannot be used of a shift: its field, why, what was expected."""
    if person is None:
        fault = people_work.unknown("person")
        yield "person", fault.message, fault.expected
    elif duty and rank_level(person.rank) < rank_level(Rank.supervisor):
        yield "duty", _("Only a supervisor or above is on duty as one."), _("a supervisor or above")
    if starts is not None and ends is not None and not _fits(starts, ends):
        said = _("A shift ends after it begins, within two days.")
        yield "ends", said, f"> {starts.isoformat()}"


def _fits(starts: datetime, ends: datetime) -> bool:
    return timedelta() < ends - starts <= LONGEST_SHIFT
