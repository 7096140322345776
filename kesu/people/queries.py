"""Reading people."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kesu.people.models import UNASSIGNED, Competence, Department, Leave, Shift, Staff, Token
from kesu.people.rules import People, Person, presence

_ROSTER_REACHES = timedelta(days=14)
"""A roster is there for whoever has a shift so near."""


def everyone(at: datetime | None = None) -> People:
    """All staff by id as they are at ``at`` (UTC), in one query, or two where the house gives
    certificates; a call centre has hundreds, not millions. Without a time the roster, leaves and
    certificates are left aside.
    """
    if at is None:
        return {staff.pk: person_of(staff) for staff in Staff.objects.all()}
    rows = list(_with_roster(at))
    held = _certificates(at) if any(staff.has_certificate for staff in rows) else {}
    return {staff.pk: _as_of(staff, held) for staff in rows}


def _with_roster(at: datetime) -> QuerySet[Any, Any]:
    shifts = Shift.objects.filter(staff=OuterRef("pk"))
    near = shifts.filter(ends__gt=at - _ROSTER_REACHES, starts__lt=at + _ROSTER_REACHES)
    now = shifts.filter(starts__lte=at, ends__gt=at)
    leaves = Leave.objects.filter(staff=OuterRef("pk"), starts__lte=at, ends__gt=at)
    return Staff.objects.annotate(
        rostered=Exists(near),
        on_shift=Exists(now),
        on_duty=Exists(now.filter(duty=True)),
        on_leave=Exists(leaves),
        has_certificate=Exists(Competence.objects.filter(staff=OuterRef("pk"))),
        deputy=Subquery(leaves.order_by("-starts", "-id").values("deputy")[:1]),
    )


def _as_of(staff: Any, held: Mapping[int, dict[bool, set[str]]]) -> Person:
    skills = held.get(staff.pk, {})
    return replace(
        person_of(staff),
        presence=presence(
            staff.presence,
            rostered=staff.rostered,
            on_shift=staff.on_shift,
            on_leave=staff.on_leave,
        ),
        on_duty=staff.on_duty,
        deputy=staff.deputy,
        skills=frozenset(skills.get(True, ())),
        lapsed=frozenset(skills.get(False, ())),
    )


def _certificates(at: datetime) -> dict[int, dict[bool, set[str]]]:
    held: dict[int, dict[bool, set[str]]] = {}
    for staff, types, until in Competence.objects.values_list("staff", "types", "until"):
        holds = until is None or until > at
        held.setdefault(staff, {}).setdefault(holds, set()).add(types)
    return held


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
    )


def named(people: People, word: str | int) -> Person | None:
    """The active person that an id (a number), a sign-in name or an agent number means; words that
    are neither name nor agent number may also be an id.
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
    return None


def unassigned() -> int:
    """The id of the row 待分派."""
    return Staff.objects.values_list("pk", flat=True).get(sign_in=UNASSIGNED)


@dataclass(frozen=True)
class Bearer:
    """Who a token speaks for."""

    token: int
    person: Person
    scopes: frozenset[str]


def bearer(secret: str) -> Bearer | None:
    """The person a token carries; None for an unknown, revoked or inactive one."""
    token = (
        Token.objects.select_related("staff")
        .filter(digest=digest_of(secret), revoked=None, staff__is_active=True)
        .first()
    )
    if token is None:
        return None
    return Bearer(token.pk, person_of(token.staff), frozenset(token.scopes))


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
