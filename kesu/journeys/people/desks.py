"""Whom a department names for complaints: 接口人 and who takes their place (B14)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.payload import Name, Part, Someone
from kesu.journeys.people.staff import CODE
from kesu.people import operations
from kesu.people.queries import Desk, departments, desks, everyone
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag


class DeskNamed(Facts):
    liaison: str | None = None
    backup: str | None = None


class DeskEntry(Part):
    """A desk as it is typed in."""

    department: Name = Field(title="Department")
    liaison: Someone | None = Field(default=None, title="Liaison")
    backup: Someone | None = Field(default=None, title="Backup")


class Founded(Facts):
    code: str


class NewDepartment(Part):
    """A department by its code."""

    code: Name = Field(title="Code")


declare("department.desk_named", DeskNamed)
declare("department.founded", Founded)


def found(*, code: str, by: Person, at: datetime) -> None:
    """A new department; the rules give it its name. Errors: ``NotYours``; ``Refused`` for what is
    no code, or one that is there.
    """
    said_by = people_work.signed(by)
    if not CODE.match(code):
        raise Refused([Fault("code", _("This is not a code."), "a-z 0-9 . : _ -")])
    if code in departments():
        raise Refused([Fault("code", _("This department is there already."), _("another one"))])
    with transaction.atomic():
        operations.ensure_department(code=code)
        about = ("department", code)
        people_work.tell("department.founded", about, {"code": code}, by=said_by, at=at)


def stamps() -> dict[str, str]:
    """Of each department a word that is another one once somebody else is named."""
    return {code: _stamp(one) for code, one in desks().items()}


def _stamp(desk: Desk) -> str:
    return f"{desk.liaison or ''}-{desk.backup or ''}"


def _still(
    department: str, seen: str | None, first: Person | None, second: Person | None, people: People
) -> None:
    """That nobody named this desk since: what stands now is read behind a lock."""
    if seen is None:
        return
    operations.lock_department(code=department)
    now = desks()[department]
    if _stamp(now) == seen:
        return
    stood = {"liaison": now.liaison, "backup": now.backup}
    named = {"liaison": first, "backup": second}
    raise people_work.meanwhile(
        {name: people[one].full_name if one else "" for name, one in stood.items()},
        {name: one.full_name if one else "" for name, one in named.items()},
    )


def name_desk(
    *,
    department: str,
    liaison: str | None,
    backup: str | None,
    by: Person | str,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Whom a department names for complaints, and who takes their place (B14). ``seen``: of
    ``stamps``, as who names it was shown. Errors: ``NotYours``; ``Refused``, with the code
    ``MEANWHILE`` of ``people_work`` where the desk was named since.
    """
    said_by = people_work.signed(by)
    people, known = everyone(at), departments()
    if department not in known:
        said = _("This department is not known.")
        raise Refused([Fault("department", said, ", ".join(known))])
    first = _of(department, people, liaison, "liaison") if liaison else None
    second = _of(department, people, backup, "backup") if backup else None
    with transaction.atomic():
        _still(department, seen, first, second, people)
        operations.name_desk(
            department=department,
            liaison=first.id if first else None,
            backup=second.id if second else None,
        )
        desk = {"liaison": first, "backup": second}
        facts = {name: str(one.id) for name, one in desk.items() if one is not None}
        people_work.tell(
            "department.desk_named", ("department", department), facts, by=said_by, at=at
        )


def _of(department: str, people: People, word: str, loc: str) -> Person:
    """Who answers for a department is one of its people, and neither audits nor looks after the
    system: nothing is asked of those. Errors: ``Refused`` at ``loc``.
    """
    person = people_work.known(people, word, loc)
    if person.department != department or person.flags & {Flag.admin, Flag.auditor}:
        message = _("Nobody who answers for this department is known by that.")
        raise Refused([Fault(loc, message, department)], code="unknown_person")
    return person
