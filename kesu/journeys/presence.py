"""Two people on one case see each other. It is over in seconds and not put on the record."""

from dataclasses import dataclass
from datetime import datetime

from kesu.complaints import permissions, watching
from kesu.complaints.models import Complaint, Presence
from kesu.desk import reach, scope
from kesu.people.rules import People, Person


@dataclass(frozen=True)
class Other:
    """Somebody else with the case before them."""

    name: str
    typing: bool


@dataclass(frozen=True)
class Company:
    """Who else is there, and the version of the case now."""

    others: list[Other]
    version: int


def be_there(
    no: str, *, by: Person, people: People, now: datetime, typing: bool = False
) -> Company:
    """Keeps that a person has the case before them, and says who else has. Who may not see the
    case is neither kept nor told, nor is who was let out of it meanwhile.

    Errors: ``NoSuchComplaint``, ``AccusedHere``.
    """
    complaint, _tie = reach.find(no, reader=by, people=people)
    there = watching.present(complaint, now=now)
    mine = next((one for one in there if one.staff_id == by.id), None)
    watching.come(complaint, staff=by.id, typing=typing, now=now, known=mine)
    others = (one for one in there if one is not mine)
    return Company(
        [_other(one, people) for one in others if _still(one, complaint, people)], complaint.version
    )


def _still(one: Presence, complaint: Complaint, people: People) -> bool:
    person = people.get(one.staff_id)
    if person is None or not person.active:
        return False
    return permissions.may_see(person, scope.tie(complaint, person, people))


def _other(one: Presence, people: People) -> Other:
    return Other(people[one.staff_id].full_name, one.typing)
