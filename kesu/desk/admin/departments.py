"""Departments with whom they name, who is on duty, and who stands in for whom."""

from dataclasses import dataclass

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.people import queries
from kesu.people.models import UNASSIGNED
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag


@dataclass(frozen=True)
class DepartmentView:
    """``there``: how many of ``people`` can be reached now."""

    code: str
    people: int
    there: int
    heads: tuple[Person, ...]
    liaison: Person | None
    backup: Person | None


@dataclass(frozen=True)
class House:
    departments: tuple[DepartmentView, ...]
    duty: tuple[Person, ...]
    away: tuple[Person, ...]


def house(*, reader: Person, people: People) -> House:
    """All departments. Errors: ``NotYours``."""
    if not permissions.may_manage_people(reader):
        raise NotYours
    active = [one for one in people.values() if one.active and one.sign_in != UNASSIGNED]
    return House(
        departments=tuple(
            _department(code, desk, active, people)
            for code, desk in sorted(queries.desks().items())
        ),
        duty=_sorted([one for one in active if one.on_duty and one.reachable]),
        away=_sorted([one for one in active if one.on_leave]),
    )


def _department(
    code: str, desk: queries.Desk, active: list[Person], people: People
) -> DepartmentView:
    members = [one for one in active if one.department == code]
    return DepartmentView(
        code=code,
        people=len(members),
        there=sum(one.reachable for one in members),
        heads=_sorted([one for one in members if Flag.head in one.flags]),
        liaison=people.get(desk.liaison) if desk.liaison else None,
        backup=people.get(desk.backup) if desk.backup else None,
    )


def _sorted(found: list[Person]) -> tuple[Person, ...]:
    return tuple(sorted(found, key=lambda one: one.full_name))
