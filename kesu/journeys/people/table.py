"""A list of colleagues from a file: all of it is taken in, or nothing (B05, F28)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from kesu.complaints.permissions import may_appoint
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.tables.cells import read_text
from kesu.foundation.tables.shape import BadRow, Row, Table
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.people import staff
from kesu.journeys.people.access import new_password
from kesu.journeys.people.change import NewStaff
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag, Rank

HEADERS: dict[str, tuple[str, ...]] = {
    "sign_in": ("sign_in", "login", "user", "登录名", "登錄名", "账号", "帳號"),
    "full_name": ("full_name", "name", "姓名", "名字"),
    "agent_no": ("agent_no", "number", "工号", "工號", "坐席号"),
    "rank": ("rank", "职级", "職級", "级别"),
    "department": ("department", "部门", "部門"),
    "supervisor": ("supervisor", "superior", "上级", "上級", "直属上级", "主管"),
    "flags": ("flags", "duties", "职责", "職責", "标记"),
    "email": ("email", "e-mail", "mail", "邮箱", "郵箱", "电邮"),
}
"""The words by which a column of a list of colleagues is known."""
_NEEDED = ("sign_in", "full_name", "rank", "department")
_MOST_FAULTS, _MOST_ROWS = 50, 2000


@dataclass(frozen=True)
class Read:
    """What a file says: who is new, and who is known by that sign-in name already."""

    new: tuple[NewStaff, ...]
    known: tuple[str, ...]


@dataclass(frozen=True)
class Hired:
    """One new colleague with the password that is told once."""

    person: Person
    password: str


def read(
    table: Table,
    *,
    ranks: Mapping[str, str],
    departments: Mapping[str, str],
    by: Person,
    at: datetime,
) -> Read:
    """What taking the table in would do. ``ranks``, ``departments``: codes by the words that
    people write for them. A superior may stand in the same file, on any row.

    Errors: ``NotYours``; ``Refused`` naming each row and column that cannot be used.
    """
    people_work.signed(by)
    places, people = _columns(table), everyone(at)
    reading = _Reading(places, people, ranks, departments, by)
    for row in table.rows:
        reading.take(row)
        if len(reading.faults) >= _MOST_FAULTS:
            break
    reading.check_superiors()
    if reading.faults:
        raise Refused(reading.faults[:_MOST_FAULTS], code="staff")
    return Read(tuple(reading.new), tuple(reading.known))


def take_in(found: Read, *, by: Person, at: datetime) -> list[Hired]:
    """Makes everybody who is new, each with a password of their own. Errors: ``NotYours``;
    ``Refused``; nobody was made then.
    """
    said_by = people_work.signed(by)
    if not all(may_appoint(by, rank=one.rank, flags=one.flags) for one in found.new):
        raise NotYours
    hired: list[Hired] = []
    with transaction.atomic():
        for one in _superiors_first(found.new):
            password = new_password()
            made = staff.create_staff(
                sign_in=one.sign_in,
                full_name=one.full_name,
                rank=one.rank,
                department=one.department,
                email=one.email,
                supervisor=str(one.supervisor) if one.supervisor is not None else None,
                flags=list(one.flags),
                agent_no=one.agent_no,
                password=password,
                by=said_by,
                at=at,
            )
            hired.append(Hired(made.person, password))
    return hired


def _superiors_first(rows: tuple[NewStaff, ...]) -> Iterator[NewStaff]:
    waiting, made = list(rows), set[str]()
    new = {one.sign_in.lower() for one in rows}
    while waiting:
        ready = [one for one in waiting if str(one.supervisor or "").lower() not in new - made]
        for one in ready or waiting[:1]:
            made.add(one.sign_in.lower())
            waiting.remove(one)
            yield one


def _chain(above: Mapping[str, str], name: str) -> list[str]:
    """Who stands above ``name`` in the file, the nearest first, until it repeats."""
    found: list[str] = []
    while name in above and above[name] not in found:
        name = above[name]
        found.append(name)
    return found


def _columns(table: Table) -> dict[str, int]:
    header = [word.strip().lower() for word in table.header]
    places = {
        name: header.index(word)
        for name, words in HEADERS.items()
        for word in reversed(words)
        if word in header
    }
    faults = [
        Fault(name, _("This column is missing."), ", ".join(HEADERS[name]))
        for name in _NEEDED
        if name not in places
    ]
    if faults:
        raise Refused(faults, code="staff")
    return places


class _Reading:
    """Reads row after row and keeps what is wrong with each."""

    def __init__(
        self,
        places: dict[str, int],
        people: People,
        ranks: Mapping[str, str],
        departments: Mapping[str, str],
        by: Person,
    ) -> None:
        self._places, self._people, self._by = places, people, by
        self._words = {"rank": ranks, "department": departments}
        self._names = {one.sign_in.lower(): one for one in people.values()}
        self._numbers: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self.new: list[NewStaff] = []
        self.known: list[str] = []
        self.faults: list[Fault] = []

    def take(self, row: Row | BadRow) -> None:
        if isinstance(row, BadRow):
            self._fault(row.number, "", row.reason)
            return
        said = {name: read_text(row.cells[place]).strip() for name, place in self._places.items()}
        if not any(said.values()):
            return
        name = said["sign_in"].lower()
        if name in self._names:
            self.known.append(said["sign_in"])
        elif name in self._rows:
            self._fault(row.number, "sign_in", staff.taken("").message)
        elif len(self.new) >= _MOST_ROWS:
            self._fault(row.number, "", _("This file is too long."), f"≤ {_MOST_ROWS}")
        else:
            self._rows[name] = row.number
            self._new(row.number, said)

    def _new(self, number: int, said: dict[str, str]) -> None:
        values = {key: self._words[key].get(said[key], said[key]) for key in self._words}
        flags = said.get("flags", "").replace(",", " ").replace("，", " ").split()
        mail, agent_no = said.get("email", ""), said.get("agent_no", "")
        faults = [
            *staff.name_faults(said["sign_in"], said["full_name"], agent_no, self._people),
            *staff.place_faults(values["rank"], values["department"], flags),
            *staff.reach_faults(mail, None),
        ]
        if agent_no and self._numbers.setdefault(agent_no, number) != number:
            faults.append(staff.taken("agent_no"))
        if not faults and not may_appoint(self._by, rank=values["rank"], flags=flags):
            faults.append(Fault("rank", _("You may not give this rank or duty.")))
        for one in faults:
            self._fault(number, one.loc, one.message, one.expected)
        if faults:
            return
        try:
            entry = NewStaff(
                sign_in=said["sign_in"],
                full_name=said["full_name"],
                agent_no=agent_no,
                rank=Rank(values["rank"]),
                department=values["department"],
                supervisor=said.get("supervisor") or None,
                flags=[Flag(one) for one in flags],
                email=mail,
            )
        except ValidationError as fault:
            for wrong in fault.errors():
                self._fault(number, str(wrong["loc"][0]), _("This cannot be used."))
            return
        self.new.append(entry)

    def check_superiors(self) -> None:
        for one in self.new:
            word = str(one.supervisor or "").lower()
            active = word in self._names and self._names[word].active
            if word and not active and word not in self._rows:
                self._fault(
                    self._rows[one.sign_in.lower()], "supervisor", staff.unknown("").message
                )
        self._check_circles()

    def _check_circles(self) -> None:
        """Nobody stands under themselves, through however many others of the file."""
        above = {one.sign_in.lower(): str(one.supervisor or "").lower() for one in self.new}
        for name in above:
            if name in _chain(above, name):
                said = _("This person works under the one they would report to.")
                expected = _("somebody who does not work under them")
                self._fault(self._rows[name], "supervisor", said, expected)

    def _fault(self, row: int, column: str, message: str, expected: str = "") -> None:
        place = f"{row}.{column}" if column else f"{row}"
        self.faults.append(Fault(place, message, expected))
