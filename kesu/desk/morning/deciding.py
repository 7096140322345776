"""现在要你定: what waits for a word of this reader, the earliest due first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from kesu.authority.models import Meeting, Report
from kesu.complaints.models import Complaint, Contact
from kesu.complaints.permissions.boards import may_approve_something
from kesu.complaints.queries import attempts_each
from kesu.complaints.rules import LOST, reaching
from kesu.desk import approvals
from kesu.desk.granting import Barred
from kesu.desk.late import is_late
from kesu.desk.listed import case_rows
from kesu.desk.values import QueueRow
from kesu.people.rules import People, Person
from kesu.policy.codes import ContactOutcome, Direction, Tier
from kesu.routing.models import Transfer

_SHOWN = 12
_OF_A_KIND = 5
_PASSED_ON = 2


class Kind(StrEnum):
    """Why it stands here."""

    report = "report"
    breach = "breach"
    approval = "approval"
    together = "together"
    passed = "passed"
    lost = "lost"


@dataclass(frozen=True)
class Decision:
    """One thing to decide. ``cost`` in 分 and ``barred`` of an approval; ``by``: who asks for it;
    ``clock``: which one broke.
    """

    kind: Kind
    row: QueueRow
    due: datetime | None
    by: str = ""
    cost: int | None = None
    barred: Barred | None = None
    clock: str = ""
    times: int = 0


def decisions(
    waiting: QuerySet[Complaint],
    *,
    reader: Person,
    people: People,
    now: datetime,
    zone: ZoneInfo,
) -> list[Decision]:
    """What this reader decides, each case once, for its most pressing reason."""
    found: dict[str, Decision] = {}
    for one in _all(waiting, reader, people, now, zone):
        found.setdefault(one.row.no, one)
    ordered = sorted(found.values(), key=lambda one: (one.due is None, one.due or now, one.row.no))
    return ordered[:_SHOWN]


def _all(
    waiting: QuerySet[Complaint], reader: Person, people: People, now: datetime, zone: ZoneInfo
) -> Iterator[Decision]:
    yield from _reports(waiting, reader, people)
    if may_approve_something(reader):
        yield from _approvals(reader, people, now)
    yield from _together(waiting, reader, people)
    yield from _breaches(waiting, reader, people)
    yield from _passed(waiting, reader, people)
    yield from _lost(waiting, reader, people, zone, now)


def _reports(waiting: QuerySet[Complaint], reader: Person, people: People) -> Iterator[Decision]:
    """Reports to the reader that nobody acknowledged (E64)."""
    rows = Report.objects.filter(to=reader.id, acknowledged=None, complaint__in=waiting)
    told = list(rows.order_by("due", "id")[:_OF_A_KIND])
    shown = case_rows({one.complaint_id for one in told}, reader, people)
    for one in told:
        by = people.get(one.by_id) if one.by_id is not None else None
        yield Decision(Kind.report, shown[one.complaint_id], one.due, by=by.full_name if by else "")


def _approvals(reader: Person, people: People, now: datetime) -> Iterator[Decision]:
    found = approvals.waiting(reader=reader, people=people, now=now, awards=False)
    for one in found[:_SHOWN]:
        yield Decision(
            Kind.approval,
            one.row,
            one.row.next_due,
            by=one.proposer,
            cost=one.cost,
            barred=one.barred,
        )


def _together(waiting: QuerySet[Complaint], reader: Person, people: People) -> Iterator[Decision]:
    """Of the highest tiers, what nobody met about yet (A15)."""
    met = Meeting.objects.filter(kind="decision", tier__in=(Tier.A, Tier.B))
    rows = waiting.filter(tier__in=(Tier.A, Tier.B)).exclude(pk__in=met.values("complaint"))
    yield from _rows(Kind.together, rows, reader, people)


def _breaches(waiting: QuerySet[Complaint], reader: Person, people: People) -> Iterator[Decision]:
    """What is overdue and still owed, the longest first."""
    late = waiting.filter(is_late())
    for one in _rows(Kind.breach, late, reader, people):
        at = one.row.breached_at or one.row.next_due
        yield Decision(
            Kind.breach, one.row, at, by=one.row.owner.name, clock=one.row.breached_clock
        )


def _passed(waiting: QuerySet[Complaint], reader: Person, people: People) -> Iterator[Decision]:
    """Passed on twice: the next time only a supervisor does (E42)."""
    counted = Transfer.objects.filter(complaint__in=waiting).values_list("complaint")
    often = counted.annotate(n=Count("pk")).filter(n__gte=_PASSED_ON).order_by("-n", "complaint")
    times: dict[UUID, int] = dict(often[:_OF_A_KIND])
    shown = case_rows(times, reader, people)
    for key, n in times.items():
        yield Decision(Kind.passed, shown[key], shown[key].next_due, times=n)


def _lost(
    waiting: QuerySet[Complaint], reader: Person, people: People, zone: ZoneInfo, now: datetime
) -> Iterator[Decision]:
    """Contact is lost: a supervisor may close it (Q13)."""
    vain = Contact.objects.filter(
        complaint__in=waiting,
        direction=Direction.out,
        outcome__in=(ContactOutcome.no_answer, ContactOutcome.busy),
    )
    counted = vain.values_list("complaint").annotate(n=Count("pk"))
    often = dict(counted.filter(n__gte=LOST.attempts).order_by("-n", "complaint")[:50])
    tried = attempts_each(often)
    offset = now.astimezone(zone).utcoffset() or timedelta()
    lost = [key for key in often if reaching(tried[key], zone_offset=offset).shown][:_OF_A_KIND]
    shown = case_rows(lost, reader, people)
    for key in lost:
        yield Decision(Kind.lost, shown[key], shown[key].next_due, times=often[key])


def _rows(
    kind: Kind, rows: QuerySet[Complaint], reader: Person, people: People
) -> Iterator[Decision]:
    keys = list(rows.order_by("queue_due", "no").values_list("pk", flat=True)[:_OF_A_KIND])
    shown = case_rows(keys, reader, people)
    for key in keys:
        yield Decision(kind, shown[key], shown[key].next_due)
