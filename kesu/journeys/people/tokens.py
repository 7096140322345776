"""API tokens: made for a person, said once, ended at once; each on the record."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.permissions import may_change_person
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Name, Part, Someone
from kesu.journeys.people.staff import create_token
from kesu.people import operations
from kesu.people.models import Token
from kesu.people.queries import everyone, person_of
from kesu.people.rules import Person


class TokenRevoked(Facts):
    token: int


class TokenEntry(Part):
    """A token as it is asked for. No scope: all that its person may."""

    person: Someone = Field(title="Whose rights it has")
    name: Name = Field(title="What it is for")
    scope: Name | None = Field(default=None, title="What it may do")


declare("token.revoked", TokenRevoked)


def make(*, sign_in: str, name: str, scopes: Collection[str], by: Person, at: datetime) -> str:
    """A new token, said once. Errors: ``NotYours``; ``Refused`` for somebody unknown or a scope
    that is none.
    """
    said_by = people_work.signed(by)
    person = people_work.known(everyone(at), sign_in, "person")
    if by.id != person.id and not may_change_person(by, person):
        raise NotYours
    return create_token(sign_in=person.sign_in, scopes=scopes, name=name, by=said_by, at=at)


def revoke(token: int, *, by: Person, at: datetime) -> Person:
    """Ends a token: whoever shows it is nobody from now on (401). Whose it was.

    Errors: ``NotYours``; ``Refused`` for none of that number, or one that has ended.
    """
    said_by = people_work.signed(by)
    row = Token.objects.select_related("staff").filter(pk=token).first()
    if row is None:
        raise _gone()
    owner = person_of(row.staff)
    if by.id != owner.id and not may_change_person(by, owner):
        raise NotYours
    with transaction.atomic():
        if not operations.revoke_token(token, at=at):
            raise _gone()
        about = ("staff", str(owner.id))
        people_work.tell("token.revoked", about, {"token": token}, by=said_by, at=at)
    return owner


def _gone() -> Refused:
    return Refused([Fault("token", _("This token has ended already."))], code="unknown")
