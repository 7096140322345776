"""Reading people."""

import hashlib
from dataclasses import dataclass

from kesu.people.models import UNASSIGNED, Department, Staff, Token
from kesu.people.rules import People, Person


def everyone() -> People:
    """All staff by id, in one query; a call centre has hundreds, not millions."""
    return {staff.pk: person_of(staff) for staff in Staff.objects.all()}


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


def departments() -> list[str]:
    """The codes of all departments."""
    return list(Department.objects.order_by("code").values_list("code", flat=True))
