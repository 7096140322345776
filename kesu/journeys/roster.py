"""排班, leave, certificates and desks: who is there, who stands in, who may handle what (F15, B14).

All of a file is taken or nothing of it; each change leaves a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.cells import read_text
from kesu.foundation.tables.shape import BadRow, Row, Table
from kesu.foundation.tables.times import read_time
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journal.rules import moment
from kesu.people import operations
from kesu.people.queries import departments, everyone, named
from kesu.people.rules import People, Person
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
_LONGEST_SHIFT_HOURS = 48


class Rostered(Facts):
    shifts: int
    people: int


class LeaveTaken(Facts):
    starts: str
    ends: str
    deputy: str | None = None


class Certified(Facts):
    types: tuple[str, ...]
    until: str | None = None


class DeskNamed(Facts):
    liaison: str | None = None
    backup: str | None = None


declare("staff.rostered", Rostered)
declare("staff.leave_taken", LeaveTaken)
declare("staff.certified", Certified)
declare("department.desk_named", DeskNamed)


@dataclass(frozen=True)
class _Shift:
    person: int
    starts: datetime
    ends: datetime
    duty: bool


def take_in(table: Table, *, by: str, at: datetime) -> tuple[int, int]:
    """The shifts of a table: how many it has, and how many were not known before.

    Times without an offset are of the policy's zone. Errors: ``Refused`` naming each row and
    column that cannot be used; nothing was taken in then.
    """
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
    with transaction.atomic():
        new = sum(
            operations.roster_shift(
                staff=one.person, starts=one.starts, ends=one.ends, duty=one.duty
            )
            for one in shifts
        )
        facts = {"shifts": len(shifts), "people": len({one.person for one in shifts})}
        _tell("staff.rostered", ("roster", moment(at)), facts, by=by, at=at)
    return len(shifts), new


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
    faults = []
    if person is None:
        faults.append(_unknown(f"{row.number}.person"))
    for name, time in (("from", starts), ("to", ends)):
        if time is None:
            fault = Fault(f"{row.number}.{name}", _("This is no time."), "2026-02-14 08:00")
            faults.append(fault)
    if starts is not None and ends is not None and not _fits(starts, ends):
        said = _("A shift ends after it begins, within two days.")
        faults.append(Fault(f"{row.number}.to", said, f"> {starts.isoformat()}"))
    if faults or person is None or starts is None or ends is None:
        raise Refused(faults)
    duty = read_text(cells.get("duty")).strip().lower() in _DUTY
    return [_Shift(person.id, starts, ends, duty)]


def _fits(starts: datetime, ends: datetime) -> bool:
    return 0 < (ends - starts).total_seconds() <= _LONGEST_SHIFT_HOURS * 3600


def take_leave(
    *, sign_in: str, starts: datetime, ends: datetime, deputy: str | None, by: str, at: datetime
) -> None:
    """Days away with a named deputy, who is the direct supervisor meanwhile (Q30). Times in UTC.

    Errors: ``Refused``; for a supervisor the deputy is at least a lead, who may act for one (Q2).
    """
    people = everyone(at)
    person = _known(people, sign_in, "user")
    other = _known(people, deputy, "deputy") if deputy else None
    faults = []
    if ends <= starts:
        faults.append(Fault("to", _("This is not after the beginning."), f"> {starts}"))
    if other is not None and other.id == person.id:
        faults.append(Fault("deputy", _("Nobody stands in for themselves."), _("another one")))
    elif other is not None and not _may_stand_in(other, person):
        known = _("a lead or above")
        faults.append(Fault("deputy", _("This person cannot act for a supervisor."), known))
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        operations.take_leave(
            staff=person.id, starts=starts, ends=ends, deputy=other.id if other else None
        )
        facts: dict[str, Any] = {"starts": moment(starts), "ends": moment(ends)}
        if other is not None:
            facts["deputy"] = str(other.id)
        _tell("staff.leave_taken", ("staff", str(person.id)), facts, by=by, at=at)


def _may_stand_in(other: Person, person: Person) -> bool:
    needed = rank_level(Rank.lead) if rank_level(person.rank) >= rank_level(Rank.supervisor) else 0
    return rank_level(other.rank) >= needed


def certify(
    *, sign_in: str, types: Iterable[str], until: datetime | None, by: str, at: datetime
) -> None:
    """Certificates for types or groups of types (B24). Errors: ``Refused``."""
    person, pack = _known(everyone(at), sign_in, "user"), policies.in_force(at)
    known = sorted({*(code for code in pack.type_codes), *(row.code for row in pack.groups)})
    codes = list(dict.fromkeys(types))
    wrong = [code for code in codes if code not in known]
    if wrong or not codes:
        raise Refused([Fault("types", _("This type is not known."), ", ".join(known))])
    with transaction.atomic():
        operations.certify(staff=person.id, types=codes, until=until)
        facts: dict[str, Any] = {"types": codes}
        if until is not None:
            facts["until"] = moment(until)
        _tell("staff.certified", ("staff", str(person.id)), facts, by=by, at=at)


def name_desk(
    *, department: str, liaison: str | None, backup: str | None, by: str, at: datetime
) -> None:
    """Whom a department names for complaints, and who takes their place (B14). Errors:
    ``Refused``.
    """
    people, known = everyone(at), departments()
    if department not in known:
        said = _("This department is not known.")
        raise Refused([Fault("department", said, ", ".join(known))])
    first = _known(people, liaison, "liaison") if liaison else None
    second = _known(people, backup, "backup") if backup else None
    with transaction.atomic():
        operations.name_desk(
            department=department,
            liaison=first.id if first else None,
            backup=second.id if second else None,
        )
        desk = {"liaison": first, "backup": second}
        facts = {name: str(one.id) for name, one in desk.items() if one is not None}
        _tell("department.desk_named", ("department", department), facts, by=by, at=at)


def _known(people: People, word: str, loc: str) -> Person:
    person = named(people, word)
    if person is None:
        raise Refused([_unknown(loc)], code="unknown_person")
    return person


def _unknown(loc: str) -> Fault:
    return Fault(loc, _("Nobody is known by that."), _("an id, sign-in name or agent number"))


def _tell(
    kind: str, about: tuple[str, str], facts: Mapping[str, Any], *, by: str, at: datetime
) -> None:
    policy = policies.in_force(at).label
    append([Draft(kind=kind, about=about, by=by, at=at, written=at, policy=policy, facts=facts)])
