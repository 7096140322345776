"""Whose work a board shows: one's own, or that of everybody one looks after."""

from enum import StrEnum

from kesu.complaints.permissions.boards import may_handle, may_lead
from kesu.desk.faults import NotYours
from kesu.people.rules import People, Person, team


class Whose(StrEnum):
    mine = "mine"
    team = "team"


def owners(whose: Whose, *, reader: Person, people: People) -> list[int]:
    """The owners meant, by id. Errors: ``NotYours`` for who handles none, or leads nobody."""
    if not may_handle(reader):
        raise NotYours
    if whose is Whose.mine:
        return [reader.id]
    if not may_lead(reader):
        raise NotYours
    return [reader.id, *sorted(team(people, reader.id))]
