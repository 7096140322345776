"""API tokens as those who look after people see them: never the secret."""

from dataclasses import dataclass
from datetime import datetime

from kesu.complaints import permissions
from kesu.desk.faults import NotYours
from kesu.people.models import Token
from kesu.people.rules import People, Person


@dataclass(frozen=True)
class TokenView:
    """``last_used``: to ten minutes; None: never since this is kept."""

    id: int
    name: str
    person: Person
    scopes: tuple[str, ...]
    made: datetime
    last_used: datetime | None
    revoked: datetime | None
    changeable: bool


def tokens(*, reader: Person, people: People, of: int | None = None) -> list[TokenView]:
    """Those at work first, the newest first; ``of``: one person's. Errors: ``NotYours``."""
    if not permissions.may_manage_people(reader):
        raise NotYours
    rows = Token.objects.order_by("-id")
    if of is not None:
        rows = rows.filter(staff=of)
    found = [_view(row, reader, people) for row in rows]
    return sorted(found, key=lambda one: one.revoked is not None)


def _view(row: Token, reader: Person, people: People) -> TokenView:
    person = people[row.staff_id]
    mine = person.id == reader.id
    return TokenView(
        id=row.pk,
        name=row.name,
        person=person,
        scopes=tuple(row.scopes),
        made=row.made,
        last_used=row.last_used,
        revoked=row.revoked,
        changeable=mine or permissions.may_change_person(reader, person),
    )
