"""班组看板: what falls due in two hours, with whom it lies, and who has room for it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from django.db.models import Count, Q, QuerySet

from kesu.complaints.models import Complaint
from kesu.complaints.permissions.boards import may_lead
from kesu.complaints.queries import worked_on
from kesu.desk import scope, shift
from kesu.desk.faults import NotYours
from kesu.desk.late import is_late
from kesu.desk.listed import case_rows
from kesu.desk.shift import Gone, Waits, waits_of
from kesu.desk.values import QueueRow
from kesu.people import queries as people_queries
from kesu.people.models import UNASSIGNED
from kesu.people.queries import Doing
from kesu.people.rules import People, Person, team
from kesu.policy.codes import rank_level
from kesu.routing.queries import handovers_waiting

SOON = timedelta(hours=2)
_MOST = 200


@dataclass(frozen=True)
class Load:
    """Open complaints of one owner: all, urgent ones, those with something overdue."""

    open: int = 0
    urgent: int = 0
    overdue: int = 0


@dataclass(frozen=True)
class Member:
    """One person. ``due``: what runs out within two hours or is overdue, the earliest first.
    ``deputy``: who stands in during leave.
    """

    person: Person
    doing: Doing
    load: Load
    due: list[QueueRow]
    deputy: str = ""


@dataclass(frozen=True)
class Waiting:
    """A hand-over that waits for its colleague, with its case."""

    row: QueueRow
    waits: Waits


@dataclass(frozen=True)
class Board:
    """``members``: who has something due first; ``unassigned``: what is nobody's."""

    members: list[Member]
    unassigned: list[QueueRow]
    gone: list[Gone]
    waiting: list[Waiting]

    @property
    def due(self) -> int:
        return sum(len(one.due) for one in self.members) + len(self.unassigned)

    @property
    def overdue(self) -> int:
        rows = [*self.unassigned, *(row for one in self.members for row in one.due)]
        return sum(row.breached for row in rows)


def board(*, reader: Person, people: People, now: datetime) -> Board:
    """The people under this reader at ``now`` (UTC). Errors: ``NotYours`` for who leads nobody."""
    if not may_lead(reader):
        raise NotYours
    members = [people[one] for one in {*team(people, reader.id), reader.id}]
    members = [one for one in members if one.active and one.sign_in != UNASSIGNED]
    ids = [one.id for one in members]
    nobody = [one.id for one in people.values() if one.sign_in == UNASSIGNED]
    cases = worked_on(scope.visible(reader, people))
    loads, due = _loads(cases, ids), _due(cases, [*ids, *nobody], reader, people, now)
    doing = people_queries.doing(ids)
    shown = [
        Member(
            person=one,
            doing=doing[one.id],
            load=loads[one.id],
            due=due[one.id],
            deputy=_name(people, one.deputy),
        )
        for one in members
    ]
    return Board(
        members=sorted(shown, key=_urgency),
        unassigned=[row for one in nobody for row in due[one]],
        gone=shift.missing(staff=ids, reader=reader, people=people, now=now),
        waiting=_waiting(ids, reader, people),
    )


def _urgency(one: Member) -> tuple[float, int, str]:
    """Whose next case falls due first, then by rank and name."""
    first = one.due[0].next_due if one.due else None
    due = first.timestamp() if first else inf
    return (due, -rank_level(one.person.rank), one.person.full_name)


def _loads(cases: QuerySet[Complaint], ids: list[int]) -> defaultdict[int, Load]:
    rows = cases.filter(owner__in=ids).values_list("owner")
    counted = rows.annotate(
        open=Count("pk"),
        pressing=Count("pk", filter=Q(urgent=True)),
        late=Count("pk", filter=is_late()),
    )
    found: defaultdict[int, Load] = defaultdict(Load)
    for owner, open_, urgent, late in counted.order_by():
        found[owner] = Load(open_, urgent, late)
    return found


def _due(
    cases: QuerySet[Complaint], ids: list[int], reader: Person, people: People, now: datetime
) -> defaultdict[int, list[QueueRow]]:
    near = cases.filter(owner__in=ids, queue_due__lt=now + SOON).order_by("queue_due", "no")
    keys = list(near.values_list("pk", "owner")[:_MOST])
    shown = case_rows([key for key, _owner in keys], reader, people)
    found: defaultdict[int, list[QueueRow]] = defaultdict(list)
    for key, owner in keys:
        found[owner].append(shown[key])
    return found


def _waiting(ids: list[int], reader: Person, people: People) -> list[Waiting]:
    rows = list(
        handovers_waiting(Q(owner__in=ids) | Q(to__in=ids)).filter(
            scope.among(scope.visible(reader, people))
        )
    )
    shown = case_rows({one.complaint_id for one in rows}, reader, people)
    return [Waiting(shown[one.complaint_id], waits_of(one, people)) for one in rows]


def _name(people: People, one: int | None) -> str:
    return people[one].full_name if one is not None and one in people else ""
