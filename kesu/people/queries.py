"""Reading people."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

from kesu.people.models import (
    UNASSIGNED,
    Competence,
    Department,
    Leave,
    Preference,
    Shift,
    Staff,
    Token,
)
from kesu.people.rules import BREAKS, LONGEST_SHIFT, People, Person, presence

_ROSTER_REACHES = timedelta(days=14)
"""A roster is there for whoever has a shift so near."""
_THERE, _ON_DUTY = 2, 3
_EVERYONE = """
SELECT s.id, s.sign_in, s.full_name, s.agent_no, s.rank, s.department_id, s.supervisor_id,
  s.presence, s.is_active, s.flags, s.state,
  COALESCE(
    (SELECT MAX(CASE WHEN h.duty THEN 3 ELSE 2 END) FROM people_shift h
     WHERE h.staff_id = s.id AND h.ends > %(at)s AND h.ends <= %(soon)s AND h.starts <= %(at)s),
    (SELECT 1 FROM people_shift h
     WHERE h.staff_id = s.id AND h.ends > %(near)s AND h.starts < %(far)s LIMIT 1)),
  (SELECT COALESCE(l.deputy_id, 0) FROM people_leave l
   WHERE l.staff_id = s.id AND l.starts <= %(at)s AND l.ends > %(at)s
   ORDER BY l.starts DESC, l.id DESC LIMIT 1),
  (SELECT 1 FROM people_competence LIMIT 1)
FROM people_staff s ORDER BY s.id
"""
"""Everybody with their shift (3 on duty, 2 at work, 1 not now), who stands in while they are on
leave (0: nobody), and whether the house gives certificates. Nearly every step asks it, so it is
written by hand: the database does in one pass what a query set asks with five.
"""


def everyone(at: datetime | None = None) -> People:
    """All staff by id as they are at ``at`` (UTC), in one query, or two where the house gives
    certificates; a call centre has hundreds, not millions. Without a time the roster, leaves and
    certificates are left aside.
    """
    if at is None:
        return {staff.pk: person_of(staff) for staff in Staff.objects.all()}
    times = {
        "at": at,
        "soon": at + LONGEST_SHIFT,
        "near": at - _ROSTER_REACHES,
        "far": at + _ROSTER_REACHES,
    }
    known = {name: connection.ops.adapt_datetimefield_value(one) for name, one in times.items()}
    with connection.cursor() as cursor:
        cursor.execute(_EVERYONE, known)
        rows = cursor.fetchall()
    held = _certificates(at) if rows and rows[0][-1] else {}
    return {row[0]: _as_of(row, held.get(row[0])) for row in rows}


def _as_of(row: Sequence[Any], held: "_Held | None") -> Person:
    (id_, sign_in, full_name, agent_no, rank, department, supervisor) = row[:7]
    (said, active, flags, state, shift, deputy, _certified) = row[7:]
    return Person(
        id=id_,
        sign_in=sign_in,
        full_name=full_name,
        agent_no=agent_no,
        rank=rank,
        department=department,
        flags=_flags(flags),
        supervisor=supervisor,
        presence=presence(
            said,
            rostered=shift is not None,
            on_shift=shift in (_THERE, _ON_DUTY),
            on_leave=deputy is not None,
        ),
        active=bool(active),
        on_duty=shift == _ON_DUTY,
        deputy=deputy or None,
        skills=frozenset(held.holds) if held else _NOTHING,
        lapsed=frozenset(held.lapsed) if held else _NOTHING,
        on_break=state in BREAKS,
    )


_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=512)
def _flags(stored: str) -> frozenset[str]:
    """The flags as they are stored, a list as JSON: few different ones among many people."""
    return frozenset(json.loads(stored))


@dataclass
class _Held:
    """Types with a certificate that holds, and those whose certificate has lapsed."""

    holds: set[str] = field(default_factory=set)
    lapsed: set[str] = field(default_factory=set)


def _certificates(at: datetime) -> dict[int, _Held]:
    found: dict[int, _Held] = defaultdict(_Held)
    for staff, types, until in Competence.objects.values_list("staff", "types", "until"):
        one = found[staff]
        (one.holds if until is None or until > at else one.lapsed).add(types)
    return found


def person(staff_id: int) -> Person | None:
    """One person, or None."""
    staff = Staff.objects.filter(pk=staff_id).first()
    return person_of(staff) if staff else None


def person_of(staff: Staff) -> Person:
    """The row as a plain value."""
    return Person(
        id=staff.pk,
        sign_in=staff.sign_in,
        full_name=staff.full_name,
        agent_no=staff.agent_no,
        rank=staff.rank,
        department=str(staff.department_id),
        flags=frozenset(staff.flags),
        supervisor=staff.supervisor_id,
        presence=staff.presence,
        active=staff.is_active,
        on_break=staff.state in BREAKS,
    )


def named(people: People, word: str | int) -> Person | None:
    """The active person that an id (a number), a sign-in name or an agent number means; words that
    are neither may also be an id, or the full name of one person alone.
    """
    if isinstance(word, int):
        meant = people.get(word)
        return meant if meant and meant.active else None
    text = str(word).strip()
    active = [one for one in people.values() if one.active]
    for matches in (
        [one for one in active if one.sign_in.lower() == text.lower()],
        [one for one in active if one.agent_no and one.agent_no == text],
        [one for one in active if str(one.id) == text],
    ):
        if matches:
            return matches[0]
    called = [one for one in active if one.full_name == text]
    return called[0] if len(called) == 1 else None


def unassigned() -> int:
    """The id of the row 待分派."""
    return Staff.objects.values_list("pk", flat=True).get(sign_in=UNASSIGNED)


@dataclass(frozen=True)
class Bearer:
    """Who a token speaks for."""

    token: int
    person: Person
    scopes: frozenset[str]
    last_used: datetime | None = None


def bearer(secret: str) -> Bearer | None:
    """The person a token carries; None for an unknown, revoked or inactive one."""
    token = (
        Token.objects.select_related("staff")
        .filter(digest=digest_of(secret), revoked=None, staff__is_active=True)
        .first()
    )
    if token is None:
        return None
    return Bearer(token.pk, person_of(token.staff), frozenset(token.scopes), token.last_used)


def digest_of(secret: str) -> str:
    """How a token is stored."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Desk:
    """Whom a department names for complaints: 接口人 and who takes their place (B14)."""

    liaison: int | None = None
    backup: int | None = None


def desks() -> dict[str, Desk]:
    """The desks of all departments by code."""
    rows = Department.objects.values_list("code", "liaison", "backup")
    return {code: Desk(liaison, backup) for code, liaison, backup in rows}


def shifts(staff: Collection[int], start: datetime, end: datetime) -> list[Shift]:
    """The shifts of these people that lie in part between two times, in UTC, the earliest first."""
    rows = Shift.objects.filter(staff__in=staff, starts__lt=end, ends__gt=start)
    return list(rows.order_by("starts", "id"))


def leaves(staff: Collection[int], start: datetime, end: datetime) -> list[Leave]:
    """As ``shifts``, of days away; the newest first, since it counts."""
    rows = Leave.objects.filter(staff__in=staff, starts__lt=end, ends__gt=start)
    return list(rows.order_by("-starts", "-id"))


def departments() -> list[str]:
    """The codes of all departments."""
    return list(Department.objects.order_by("code").values_list("code", flat=True))


def preferred(person: int) -> dict[str, Any]:
    """How a person likes their screens: each setting by its key, the oldest first, in one query."""
    rows = Preference.objects.filter(person=person).order_by("id")
    return dict(rows.values_list("key", "value"))


@dataclass(frozen=True)
class Doing:
    """What a person said they do now: a code of ``AgentState``, or nothing, and since when."""

    state: str
    since: datetime | None


def doing(staff: Collection[int]) -> dict[int, Doing]:
    """What each of these people said they do."""
    rows = Staff.objects.filter(pk__in=staff).values_list("pk", "state", "state_since")
    return {key: Doing(state, since) for key, state, since in rows}


def next_shift(staff: int, *, after: datetime) -> Shift | None:
    """The next shift of a person that begins after a time (UTC)."""
    return Shift.objects.filter(staff=staff, starts__gt=after).order_by("starts").first()
