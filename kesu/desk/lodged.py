"""What is said when a complaint was taken in: its number to read out, what runs, whose it is."""

from dataclasses import dataclass
from datetime import datetime

from kesu.complaints import permissions
from kesu.complaints.queries import by_number
from kesu.deadlines import queries as deadlines
from kesu.desk import scope
from kesu.people.rules import People, Person
from kesu.policy.codes import ClockState

_SPOKEN = 6


@dataclass(frozen=True)
class Receipt:
    """``spoken``: the last signs of the number, in two pieces of three. ``clock`` is what runs out
    first, "" for nothing.
    """

    no: str
    spoken: tuple[str, str]
    state: str
    owner: str
    mine: bool
    clock: str
    due: datetime | None


def receipt(no: str, *, reader: Person, people: People) -> Receipt | None:
    """As the reader may know it; None where they may not."""
    complaint = by_number(no)
    if complaint is None or not permissions.may_see(reader, scope.tie(complaint, reader, people)):
        return None
    clocks = deadlines.running_by_complaint([complaint.pk]).get(complaint.pk, [])
    running = [one for one in clocks if one.state == ClockState.running]
    first = min(running, key=lambda one: one.due, default=None)
    tail = complaint.no[-_SPOKEN:]
    return Receipt(
        no=complaint.no,
        spoken=(tail[:3], tail[3:]),
        state=complaint.state,
        owner=people[complaint.owner_id].full_name,
        mine=complaint.owner_id == reader.id,
        clock=first.name if first else "",
        due=first.due if first else None,
    )
