"""People and their tokens come to be, each with its line on the record. Needs Django set up."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import kesu.journeys.kinds  # noqa: F401 - declares what the journal may say
from kesu.foundation.faults import Fault, Refused
from kesu.journal.operations import Draft, append
from kesu.journeys import naming
from kesu.people import operations
from kesu.people.queries import everyone
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.codes import Flag, Rank

_is_sign_in = re.compile(r"[^\s\x00-\x1f\x7f@/:]{1,64}").fullmatch
_is_department = re.compile(r"[a-z][a-z0-9_]{0,39}").fullmatch


@dataclass(frozen=True)
class Hired:
    """A person who was made. ``department_made``: nobody worked in that department before."""

    person: Person
    department_made: bool


@transaction.atomic
def create_staff(
    *,
    sign_in: str,
    full_name: str,
    rank: str,
    department: str,
    email: str,
    supervisor: str | None,
    flags: Collection[str],
    password: str | None,
    by: str,
    at: datetime,
    agent_no: str = "",
) -> Hired:
    """Makes a person and, where it is unknown, their department; ``supervisor`` is a name.

    Errors: ``Refused`` with every fault; nothing was made then.
    """
    people = everyone()
    faults = list(_faults(people, sign_in, rank=rank, department=department, flags=flags))
    if faults:
        raise Refused(faults)
    superior = naming.person(people, supervisor, loc="supervisor").id if supervisor else None
    made = operations.ensure_department(code=department)
    person = operations.create_staff(
        sign_in=sign_in,
        full_name=full_name,
        agent_no=agent_no,
        rank=rank,
        department=department,
        supervisor=superior,
        flags=flags,
        email=email,
        password=password,
        at=at,
    )
    facts = {"sign_in": sign_in, "rank": rank, "department": department, "flags": sorted(flags)}
    _record("staff.created", person, facts, by=by, at=at)
    return Hired(person, made)


@transaction.atomic
def create_token(*, sign_in: str, scopes: Collection[str], by: str, at: datetime) -> str:
    """A new API token of the person of that name; only now it can be read.

    Errors: ``Refused`` for a person nobody knows.
    """
    person = naming.person(everyone(), sign_in, loc="user")
    secret = operations.create_token(staff=person.id, scopes=scopes, at=at)
    _record("token.created", person, {"scopes": sorted(scopes)}, by=by, at=at)
    return secret


def _faults(
    people: People, sign_in: str, *, rank: str, department: str, flags: Collection[str]
) -> Iterator[Fault]:
    taken = {person.sign_in.lower() for person in people.values()}
    if not _is_sign_in(sign_in):
        yield Fault("sign_in", _("1 to 64 characters without spaces"))
    elif sign_in.lower() in taken:
        yield Fault("sign_in", _("This name is taken."))
    if rank not in list(Rank):
        yield Fault("rank", _("This code is not known."), " ".join(Rank))
    if not _is_department(department):
        yield Fault("department", _("a code of lower-case letters, digits and _"))
    if not set(flags) <= set(Flag):
        yield Fault("flags", _("This code is not known."), " ".join(Flag))


def _record(kind: str, person: Person, facts: Mapping[str, Any], *, by: str, at: datetime) -> None:
    label = policies.in_force(at).label
    about = ("staff", str(person.id))
    append([Draft(kind=kind, about=about, by=by, at=at, written=at, policy=label, facts=facts)])
