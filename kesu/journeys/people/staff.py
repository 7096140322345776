"""People and their tokens: made from the command line or the screens, on the record (law 2)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.foundation.faults import Fault, Refused
from kesu.journal.operations import Draft, append
from kesu.people import operations
from kesu.people.models import Staff
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import Flag, Rank

_SIGN_IN = re.compile(r"[\w.@+-]{1,64}\Z")
SCOPES = ("read", "write")
"""What a token may be narrowed to; without any it may all that its person may."""

CODE = re.compile(r"\w[\w.:-]{0,39}\Z")
_LONGEST_NAME = 80
_LONGEST_AGENT_NO = 20


@dataclass(frozen=True)
class Hired:
    """A person who was made. ``department_made``: nobody worked in that department before."""

    person: Person
    department_made: bool


def create_staff(
    *,
    sign_in: str,
    full_name: str,
    rank: str,
    department: str,
    email: str = "",
    supervisor: str | None,
    flags: Collection[str],
    agent_no: str = "",
    password: str | None,
    by: str,
    at: datetime,
) -> Hired:
    """A new person and, where nobody knew it, their department; without a password they cannot
    sign in.

    ``supervisor`` is a sign-in name, ``by`` as a journal line names it, ``at`` in UTC.
    Errors: ``Refused`` with a fault for each field that cannot be used.
    """
    people = everyone(at)
    superior = _person(people, supervisor)
    faults = [
        *name_faults(sign_in, full_name, agent_no, people),
        *place_faults(rank, department, flags),
        *reach_faults(email, password),
    ]
    if supervisor is not None and superior is None:
        faults.append(unknown("supervisor"))
    if faults:
        raise Refused(faults)
    try:
        with transaction.atomic():
            made = operations.ensure_department(code=department)
            person = operations.create_staff(
                sign_in=sign_in,
                full_name=full_name.strip(),
                agent_no=agent_no,
                rank=rank,
                department=department,
                supervisor=superior.id if superior else None,
                flags=set(flags),
                email=email,
                password=password,
                at=at,
            )
            facts = {
                "rank": rank,
                "department": department,
                "flags": sorted(set(flags)),
            }
            notes = {
                "sign_in": sign_in,
                "full_name": full_name.strip(),
                "email": email,
                "agent_no": agent_no,
            }
            _tell("staff.created", person.id, facts, notes=notes, by=by, at=at)
    except IntegrityError:
        # Two at once: the database had the last word on who has the name.
        raise Refused([taken("sign_in")], code="taken") from None
    return Hired(person, department_made=made)


def create_token(
    *, sign_in: str, scopes: Collection[str], by: str, at: datetime, name: str = ""
) -> str:
    """A new API token of a person, said once; only its hash is kept.

    Errors: ``Refused`` for somebody unknown or a scope that is none.
    """
    faults = [
        Fault("scope", _("%(value)s is not known.") % {"value": scope}, ", ".join(SCOPES))
        for scope in scopes
        if scope not in SCOPES
    ]
    person = _person(everyone(at), sign_in)
    if person is None:
        raise Refused([unknown("user"), *faults], code="unknown_person")
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        secret = operations.create_token(staff=person.id, scopes=set(scopes), at=at, name=name)
        facts, notes = {"scopes": sorted(set(scopes))}, {"name": name}
        _tell("token.created", person.id, facts, notes=notes, by=by, at=at)
    return secret


def set_presence(*, sign_in: str, presence: str, by: str, at: datetime) -> None:
    """Whether a person can be reached: decides who acts for whom and who gets new work.

    Errors: ``Refused`` for somebody unknown or another word than present, away, leave.
    """
    person = _person(everyone(at), sign_in)
    known = [str(one) for one in Staff.Presence.values]
    if person is None:
        raise Refused([unknown("user")], code="unknown_person")
    if presence not in known:
        raise Refused([Fault("presence", _("This is not known."), ", ".join(known))])
    with transaction.atomic():
        operations.set_presence(staff=person.id, presence=presence)
        facts = {"presence": [person.presence, presence]}
        _tell("staff.presence_set", person.id, facts, by=by, at=at)


def _person(people: People, sign_in: str | None) -> Person | None:
    wanted = (sign_in or "").lower()
    found = (one for one in people.values() if one.active and one.sign_in.lower() == wanted)
    return next(found, None)


def name_faults(sign_in: str, full_name: str, agent_no: str, people: People) -> Iterator[Fault]:
    if not _SIGN_IN.match(sign_in):
        yield Fault("sign_in", _("This cannot be a sign-in name."), "1-64: a-z 0-9 . @ + - _")
    elif any(one.sign_in.lower() == sign_in.lower() for one in people.values()):
        yield taken("sign_in")
    if not _fits_in_a_line(full_name, _LONGEST_NAME) or not full_name.strip():
        yield Fault("full_name", _("This cannot be a name."), f"1-{_LONGEST_NAME}")
    if not _fits_in_a_line(agent_no, _LONGEST_AGENT_NO):
        yield Fault("agent_no", _("This cannot be an agent number."), f"0-{_LONGEST_AGENT_NO}")
    elif agent_no and any(one.agent_no == agent_no for one in people.values()):
        yield taken("agent_no")


def place_faults(rank: str, department: str, flags: Collection[str]) -> Iterator[Fault]:
    yield from _code_faults("rank", [rank], Rank)
    if not CODE.match(department):
        yield Fault("department", _("This is not a code."), "a-z 0-9 . : _ -")
    yield from _code_faults("flags", flags, Flag)


def _code_faults(loc: str, values: Collection[str], known: type[StrEnum]) -> Iterator[Fault]:
    codes = [entry.value for entry in known]
    for value in values:
        if value not in codes:
            message = _("%(value)s is not known.") % {"value": value}
            yield Fault(loc, message, ", ".join(codes))


def reach_faults(email: str, password: str | None) -> Iterator[Fault]:
    if email:
        try:
            validate_email(email)
        except ValidationError as fault:
            yield Fault("email", " ".join(fault.messages), "name@example.com")
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as fault:
            yield Fault("password", " ".join(fault.messages))


def _fits_in_a_line(text: str, longest: int) -> bool:
    return len(text) <= longest and (text == "" or text.isprintable())


def taken(loc: str) -> Fault:
    return Fault(loc, _("Somebody has this already."), _("another one"))


def unknown(loc: str) -> Fault:
    return Fault(loc, _("Nobody is known by that."), _("a sign-in name"))


def _tell(
    kind: str,
    staff: int,
    facts: Mapping[str, object],
    *,
    by: str,
    at: datetime,
    notes: Mapping[str, str] | None = None,
) -> None:
    draft = Draft(
        kind=kind,
        about=("staff", str(staff)),
        by=by,
        at=at,
        written=at,
        policy=policies.in_force(at).label,
        facts=facts,
        notes=notes,
    )
    append([draft])
