"""人员变动: what a colleague is called, where they stand and what they may (B05)."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.permissions import may_appoint
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Name, Part, Someone
from kesu.journeys.people import staff
from kesu.people import operations
from kesu.people.models import Staff
from kesu.people.queries import everyone
from kesu.people.rules import People, Person, superiors
from kesu.policy.codes import Flag, Rank


class Changed(Facts):
    """Each ``[before, after]`` of what is another one now; names stand in the note."""

    rank: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    supervisor: tuple[str, ...] = ()
    flags: tuple[tuple[str, ...], ...] = ()
    named: bool = False


class StaffEntry(Part):
    """A colleague as they are typed in."""

    full_name: Name = Field(title="Name")
    agent_no: str = Field(default="", max_length=20, title="Agent number")
    rank: Rank = Field(title="Rank")
    department: Name = Field(title="Department")
    supervisor: Someone | None = Field(default=None, title="Superior")
    flags: list[Flag] = Field(default_factory=list, title="Special duties")
    email: str = Field(default="", max_length=254, title="Work e-mail")


class OwnEntry(Part):
    """What people who manage people say of themselves."""

    full_name: Name = Field(title="Name")
    agent_no: str = Field(default="", max_length=20, title="Agent number")
    email: str = Field(default="", max_length=254, title="Work e-mail")


class NewStaff(StaffEntry):
    """A new colleague; without a password one is made and shown once."""

    sign_in: Name = Field(title="Sign-in name")


declare("staff.changed", Changed)


def add(said: NewStaff, *, password: str | None, by: Person, at: datetime) -> Person:
    """A new person. Errors: ``NotYours`` for a rank or duty above what ``by`` may give;
    ``Refused``.
    """
    said_by = people_work.signed(by)
    if not may_appoint(by, rank=said.rank, flags=said.flags):
        raise NotYours
    superior = _superior(everyone(at), said.supervisor)
    hired = staff.create_staff(
        sign_in=said.sign_in,
        full_name=said.full_name,
        rank=said.rank,
        department=said.department,
        email=said.email,
        supervisor=superior.sign_in if superior else None,
        flags=list(said.flags),
        agent_no=said.agent_no,
        password=password,
        by=said_by,
        at=at,
    )
    return hired.person


def digest_of(person: Person, email: str) -> str:
    """What a form shows of a colleague, to be told apart when it comes back."""
    shown = json.dumps([_shown(person, email, person.supervisor), person.id])
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _shown(person: Person, email: str, above: int | None) -> dict[str, str]:
    return {
        "full_name": person.full_name,
        "agent_no": person.agent_no,
        "rank": str(person.rank),
        "department": person.department,
        "supervisor": str(above or ""),
        "flags": ",".join(sorted(person.flags)),
        "email": email,
    }


def change(
    number: int, said: StaffEntry, *, by: Person, at: datetime, seen: str | None = None
) -> Person:
    """What is said of a colleague from now on; what is not another one leaves no word. ``seen``:
    the digest of what who changes it was shown.

    Errors: ``NotYours``; ``Refused`` for nobody of that number or a field that cannot be used, and
    with the code ``MEANWHILE`` of ``people_work``, and what stands now, where it was changed since.
    """
    people = everyone(at)
    person = people.get(number)
    if person is None:
        raise Refused([people_work.unknown("person")], code="unknown_person")
    said_by = people_work.changer_of(by, person)
    if not may_appoint(by, rank=said.rank, flags=said.flags):
        raise NotYours
    return _write(person, said, people, by=said_by, at=at, seen=seen)


def change_own(said: OwnEntry, *, by: Person, at: datetime, seen: str | None = None) -> Person:
    """Name, number and address of whoever manages people; rank and duties are others' to change.

    Errors: ``NotYours``; ``Refused``, as ``change``.
    """
    signed, people = people_work.signed(by), everyone(at)
    whole = StaffEntry(
        **said.model_dump(),
        rank=Rank(by.rank),
        department=by.department,
        supervisor=by.supervisor,
        flags=[Flag(one) for one in sorted(by.flags)],
    )
    return _write(people[by.id], whole, people, by=signed, at=at, seen=seen)


def _write(
    person: Person,
    said: StaffEntry,
    people: People,
    *,
    by: str,
    at: datetime,
    seen: str | None,
) -> Person:
    superior = _superior(people, said.supervisor)
    faults = [*_faults(said, person, people), *_loop(people, person, superior)]
    if faults:
        raise Refused(faults)
    facts, notes, columns = _difference(person, said, superior)
    if not columns:
        return person
    try:
        with transaction.atomic():
            _still(seen, said, person.id, superior, at)
            operations.ensure_department(code=said.department)
            operations.change_staff(staff=person.id, **columns)
            about = ("staff", str(person.id))
            people_work.tell("staff.changed", about, facts, by=by, at=at, notes=notes)
    except IntegrityError:
        # Two at once: the database had the last word on who has the number.
        raise Refused([staff.taken("agent_no")], code="taken") from None
    return everyone(at)[person.id]


def _still(
    seen: str | None, said: StaffEntry, number: int, superior: Person | None, at: datetime
) -> None:
    """That nobody changed them since: what stands now is read behind a lock."""
    if seen is None:
        return
    email = Staff.objects.select_for_update().values_list("email", flat=True).get(pk=number)
    people = everyone(at)
    person = people[number]
    if digest_of(person, email) == seen:
        return
    above = people.get(person.supervisor) if person.supervisor else None
    stands = {**_shown(person, email, None), "supervisor": above.sign_in if above else ""}
    typed = {**said.model_dump(), "supervisor": superior.sign_in if superior else ""}
    typed["flags"] = ",".join(sorted(said.flags))
    raise people_work.meanwhile(stands, typed)


def _superior(people: People, word: str | int | None) -> Person | None:
    return people_work.known(people, word, "supervisor") if word is not None else None


def _faults(said: StaffEntry, person: Person, people: People) -> Iterator[Fault]:
    others = {key: one for key, one in people.items() if key != person.id}
    yield from staff.name_faults(person.sign_in, said.full_name, said.agent_no, others)
    yield from staff.place_faults(said.rank, said.department, said.flags)
    yield from staff.reach_faults(said.email, None)


def _loop(people: People, person: Person, superior: Person | None) -> Iterator[Fault]:
    if superior is None:
        return
    if superior.id == person.id or person.id in superiors(people, superior.id):
        said = _("This person works under the one they would report to.")
        yield Fault("supervisor", said, _("somebody who does not work under them"))


def _difference(
    person: Person, said: StaffEntry, superior: Person | None
) -> tuple[dict[str, Any], dict[str, str], dict[str, Any]]:
    """Facts and notes for the line, and the columns to write."""
    facts: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    flags, above = sorted(said.flags), superior.id if superior else None
    for name, before, after, column in (
        ("rank", person.rank, str(said.rank), "rank"),
        ("department", person.department, said.department, "department_id"),
        ("supervisor", str(person.supervisor or ""), str(above or ""), "supervisor_id"),
    ):
        if before != after:
            facts[name], columns[column] = [before, after], after or None
    if sorted(person.flags) != flags:
        facts["flags"], columns["flags"] = [sorted(person.flags), flags], flags
    notes: dict[str, str] = {}
    email = Staff.objects.values_list("email", flat=True).get(pk=person.id)
    known = {"full_name": person.full_name, "agent_no": person.agent_no, "email": email}
    for name, before in known.items():
        after = getattr(said, name).strip()
        if before != after:
            columns[name], notes[name], facts["named"] = after, f"{before} → {after}", True
    return facts, notes, columns
