"""Colleagues as those who manage people see them: no word of a complaint, only how many."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Count, Q

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.desk.faults import NoSuchComplaint, NotYours
from kesu.journal.queries import about
from kesu.people.models import UNASSIGNED, Competence, Leave, Staff, Token
from kesu.people.rules import People, Person, team
from kesu.policy.codes import OPEN, rank_level

MOST = 200
_SECOND_FACTOR = "mfa.Authenticator"
STATES = ("active", "present", "away", "ended")


@dataclass(frozen=True)
class Ask:
    """What narrows the list; "" for all. ``state``: one of ``STATES``."""

    q: str = ""
    rank: str = ""
    department: str = ""
    state: str = "active"


@dataclass(frozen=True)
class Colleague:
    """One line of the list. ``open``: open complaints that are theirs."""

    person: Person
    superior: str
    open: int
    changeable: bool


@dataclass(frozen=True)
class Colleagues:
    """At most ``MOST`` rows of ``count``; ``totals`` by state, of the whole house."""

    rows: tuple[Colleague, ...]
    count: int
    totals: dict[str, int]


@dataclass(frozen=True)
class Bound:
    """Open complaints that somebody stands in, by what they are there."""

    owner: int
    risk_owner: int
    dedicated: int
    any: int


@dataclass(frozen=True)
class Held:
    types: str
    until: datetime | None
    lapsed: bool


@dataclass(frozen=True)
class Happened:
    """One line of the record about a colleague: no note is opened."""

    kind: str
    at: datetime
    by: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """One colleague. ``second_factor``: set, unset, or "" where this house asks none."""

    person: Person
    email: str
    joined: datetime | None
    last_sign_in: datetime | None
    has_password: bool
    second_factor: str
    sessions: int
    tokens: int
    superior: Person | None
    team: tuple[Person, ...]
    bound: Bound
    held: tuple[Held, ...]
    leaves: tuple[Leave, ...]
    happened: tuple[Happened, ...]
    changeable: bool


def colleagues(ask: Ask, *, reader: Person, people: People) -> Colleagues:
    """The list. Errors: ``NotYours``."""
    _ask_may(reader)
    everybody = [one for one in people.values() if one.sign_in != UNASSIGNED]
    found = sorted(
        (one for one in everybody if _fits(one, ask)),
        key=lambda one: (not one.active, -rank_level(one.rank), one.full_name, one.id),
    )
    shown = found[:MOST]
    owned = _owned([one.id for one in shown])
    rows = tuple(
        Colleague(one, _name(people, one.supervisor), owned[one.id], _changeable(reader, one))
        for one in shown
    )
    return Colleagues(rows, len(found), _totals(everybody))


def dossier(number: int, *, reader: Person, people: People, now: datetime) -> Dossier:
    """One colleague whole. Errors: ``NotYours``; ``NoSuchComplaint`` for nobody of that number."""
    _ask_may(reader)
    person = people.get(number)
    if person is None or person.sign_in == UNASSIGNED:
        raise NoSuchComplaint
    row = Staff.objects.get(pk=number)
    below = [people[one] for one in team(people, number)]
    direct = (one for one in below if one.supervisor == number and one.active)
    return Dossier(
        person=person,
        email=row.email,
        joined=row.joined,
        last_sign_in=row.last_login,
        has_password=row.has_usable_password(),
        second_factor=_second_factor(number),
        sessions=_sessions(number, now),
        tokens=Token.objects.filter(staff=number, revoked=None).count(),
        superior=people.get(person.supervisor) if person.supervisor else None,
        team=tuple(sorted(direct, key=lambda one: (-rank_level(one.rank), one.full_name))),
        bound=_bound(number),
        held=tuple(_held(number, now)),
        leaves=tuple(Leave.objects.filter(staff=number, ends__gt=now).order_by("starts")[:5]),
        happened=tuple(_happened(number, people)),
        changeable=_changeable(reader, person),
    )


def _ask_may(reader: Person) -> None:
    if not permissions.may_manage_people(reader):
        raise NotYours


def _changeable(reader: Person, person: Person) -> bool:
    return permissions.may_change_person(reader, person)


def _fits(one: Person, ask: Ask) -> bool:
    words = ask.q.casefold().split()
    said = f"{one.full_name} {one.sign_in} {one.agent_no}".casefold()
    return (
        all(word in said for word in words)
        and ask.rank in ("", one.rank)
        and ask.department in ("", one.department)
        and (not ask.state or _in_state(one, ask.state))
    )


def _in_state(one: Person, state: str) -> bool:
    match state:
        case "ended":
            return not one.active
        case "present":
            return one.reachable
        case "away":
            return one.active and not one.reachable
        case _:
            return one.active


def _totals(everybody: list[Person]) -> dict[str, int]:
    return {state: sum(_in_state(one, state) for one in everybody) for state in STATES}


def _owned(numbers: list[int]) -> Counter[int]:
    rows = Complaint.objects.filter(owner__in=numbers, state__in=OPEN).order_by()
    counted = rows.values_list("owner").annotate(n=Count("pk"))
    return Counter(dict(counted))


def _bound(number: int) -> Bound:
    owner, risk, dedicated = (Q(**{name: number}) for name in ("owner", "risk_owner", "dedicated"))
    found = Complaint.objects.filter(owner | risk | dedicated, state__in=OPEN).aggregate(
        owner=Count("pk", filter=owner),
        risk_owner=Count("pk", filter=risk),
        dedicated=Count("pk", filter=dedicated),
        any=Count("pk"),
    )
    return Bound(**found)


def _sessions(number: int, now: datetime) -> int:
    live = Session.objects.filter(expire_date__gt=now)
    return sum(one.get_decoded().get(SESSION_KEY) == str(number) for one in live.iterator())


def _second_factor(number: int) -> str:
    if not apps.is_installed("allauth.mfa"):
        return ""
    kept: Any = apps.get_model(_SECOND_FACTOR)
    return "set" if kept.objects.filter(user=number).exists() else "unset"


def _held(number: int, now: datetime) -> Iterator[Held]:
    for row in Competence.objects.filter(staff=number).order_by("types"):
        yield Held(row.types, row.until, row.until is not None and row.until <= now)


def _happened(number: int, people: People) -> Iterator[Happened]:
    lines = about("staff", str(number), with_notes=False)
    for line in reversed(lines[-20:]):
        kind, _, id_ = line.by.partition(":")
        name = _name(people, int(id_)) if kind == "staff" and id_.isdigit() else ""
        yield Happened(line.kind, line.at, name or line.by, line.facts)


def _name(people: People, one: int | None) -> str:
    return people[one].full_name if one is not None and one in people else ""
