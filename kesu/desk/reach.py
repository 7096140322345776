"""Which complaint a reader may reach, and with what eyes."""

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.complaints.queries import by_number
from kesu.desk import scope
from kesu.desk.faults import AccusedHere, NoSuchComplaint
from kesu.desk.views import Eyes
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag


def find(no: str, *, reader: Person, people: People) -> tuple[Complaint, Tie]:
    """The row and the reader's tie to it, for those who may see it.

    Errors: ``NoSuchComplaint`` also for one that is not for this reader; ``AccusedHere``.
    """
    complaint = by_number(no)
    if complaint is None:
        raise NoSuchComplaint
    tie = scope.tie(complaint, reader, people)
    if tie.accused:
        raise AccusedHere
    if not permissions.may_see(reader, tie):
        raise NoSuchComplaint
    return complaint, tie


def survivor(no: str, *, reader: Person, people: People) -> str:
    """The number of the case that is worked for the one with that number, through every merging;
    empty where that is itself, or one that is not for this reader (F04).
    """
    seen = [no]
    try:
        row, _tie = find(no, reader=reader, people=people)
        while row.merged_into is not None and row.merged_into.no not in seen:
            row, _tie = find(row.merged_into.no, reader=reader, people=people)
            seen.append(row.no)
    except (AccusedHere, NoSuchComplaint):
        return ""
    return seen[-1] if len(seen) > 1 else ""


def eyes_of(reader: Person, tie: Tie) -> Eyes:
    """How this reader sees a complaint: a liaison does not learn who the customer is."""
    return Eyes(
        clear=permissions.may_reveal(reader, tie),
        identity=Flag.liaison not in reader.flags,
        opinions=permissions.may_read_opinion(reader, tie, own=False),
    )
