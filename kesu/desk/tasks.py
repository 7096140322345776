"""协办: what a department owes, for its liaison; what others were asked, for a case's handler."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Case, Q, When

from kesu.complaints import permissions
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.consults import queries
from kesu.consults.models import Consult, Request, Told
from kesu.consults.rules import OnTime
from kesu.consults.wording import question_of
from kesu.desk import scope
from kesu.desk.faults import NoSuchComplaint
from kesu.desk.reach import eyes_of, find
from kesu.desk.views import Eyes, Policies, person_view
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag, State

_FIGURES_OVER = timedelta(days=30)
_TOLD_SINCE = timedelta(days=14)
_MOST = 100


@dataclass(frozen=True)
class TaskView:
    """A task. ``owes``: what it waits for, ``answer``, ``measure`` or nothing; ``now``: whether it
    may be answered in the state the case is in. ``with_whom``: the colleague it was passed to;
    ``mine``: that is the reader; ``readable``: so is the case.
    """

    id: int
    no: str
    merchant: str
    store: str
    person: str
    role: str
    type_name: str
    department: str
    question: str
    at: datetime
    due: datetime | None
    overdue: bool
    urgent: bool
    owes: str
    now: bool
    by: str
    answer: str
    answered: datetime | None
    answered_by: str
    sent_back: datetime | None
    sent_back_reason: str
    reminded: int
    asks_measure: bool
    measure: str
    measure_on: date | None
    measure_text: str
    with_whom: str = ""
    mine: bool = False
    readable: bool = True


@dataclass(frozen=True)
class ToldView:
    """What a department was told. ``subject`` is empty where it stands on the case's own page."""

    why: str
    at: datetime
    department: str
    merchant: str
    type_name: str
    subject: str = ""


@dataclass(frozen=True)
class Inbox:
    """What a department owes, the earliest due first; ``figures`` of the last thirty days;
    ``measures``: by merchant, how many are overdue that the reader may know of (E83).
    """

    department: str
    tasks: list[TaskView]
    told: list[ToldView]
    figures: OnTime
    measures: dict[str, int]


@dataclass(frozen=True)
class RequestView:
    id: int
    what: str
    party: str
    due: datetime
    overdue: bool
    by: str
    at: datetime
    granted: bool | None
    answer: str
    answered: datetime | None


@dataclass(frozen=True)
class AssistView:
    who: str
    question: str
    by: str
    at: datetime


@dataclass(frozen=True)
class AskedView:
    """Everything that was asked of others on one case, the oldest first."""

    no: str
    tasks: list[TaskView]
    told: list[ToldView]
    requests: list[RequestView]
    assists: list[AssistView]


def inbox(*, reader: Person, people: People, now: datetime) -> Inbox:
    """What the reader's department owes and was told; cut to what the reader may see."""
    rows = queries.of_department(reader.department).select_related("complaint")
    seen = rows.filter(_for(reader, people)).exclude(complaint__state=State.withdrawn)
    others = Case(When(with_whom=reader.id, then=0), default=1)
    owed = list(seen.order_by(others, "due", "id")[:_MOST])
    ties = scope.ties([row.complaint for row in owed], reader, people)
    since = now - _FIGURES_OVER
    found = queries.figures(since=since, until=now, now=now)
    return Inbox(
        department=reader.department,
        tasks=[_mine(row, tie, reader, people, now) for row, tie in zip(owed, ties, strict=True)],
        told=_told_lately(reader, now),
        figures=found.get(reader.department, OnTime()),
        measures=_measures(reader, people, now),
    )


def _measures(reader: Person, people: People, now: datetime) -> dict[str, int]:
    eyes = Eyes(clear=False, identity=False)
    owed = queries.measures_owed(now, among=scope.visible(reader, people))
    return {eyes.text(merchant): number for merchant, number in owed.items()}


def number_of(task: int, *, reader: Person, people: People) -> str:
    """The complaint of a task of the reader's department. Errors: ``NoSuchComplaint``."""
    rows = Consult.objects.filter(pk=task, department=reader.department)
    seen = rows.filter(_for(reader, people))
    no = seen.values_list("complaint__no", flat=True).first()
    if no is None:
        raise NoSuchComplaint
    return no


def _for(reader: Person, people: People) -> Q:
    """Tasks of cases that exist for the reader, and what a colleague passed to them (F26); being
    passed a task opens no restricted case (E36).
    """
    passed = Q(with_whom=reader.id, complaint__restricted=False) & (
        Q(complaint__accused=None) | ~Q(complaint__accused=reader.id)
    )
    return Q(scope.among(scope.visible(reader, people))) | passed


def _mine(row: Consult, tie: Tie, reader: Person, people: People, now: datetime) -> TaskView:
    shown = _task(row, eyes_of(reader, tie), people, now)
    readable = permissions.may_see(reader, tie)
    return replace(shown, mine=row.with_whom_id == reader.id, readable=readable)


def of_case(no: str, *, reader: Person, people: People, now: datetime) -> AskedView:
    """What was asked of others on a case. Errors: ``NoSuchComplaint``, ``AccusedHere``."""
    complaint, tie = find(no, reader=reader, people=people)
    eyes = eyes_of(reader, tie)
    rows = Consult.objects.filter(complaint=complaint).select_related("complaint")
    if not eyes.identity:
        rows = rows.filter(department=reader.department)
    told = [] if not eyes.identity else queries.told_of(complaint)
    policies = Policies()
    return AskedView(
        no=complaint.no,
        tasks=[_task(row, eyes, people, now) for row in rows.order_by("at", "id")],
        told=[_told(row, complaint, policies, eyes) for row in told],
        requests=[_request(row, eyes, people, now) for row in _requests(complaint, eyes)],
        assists=_assists(complaint, eyes, people),
    )


def _task(row: Consult, eyes: Eyes, people: People, now: datetime) -> TaskView:
    complaint = row.complaint
    owes = _owes(row)
    return TaskView(
        id=row.pk,
        no=complaint.no,
        merchant=eyes.text(complaint.merchant),
        store=eyes.text(complaint.store),
        person=eyes.text(complaint.merchant_person),
        role=complaint.merchant_role,
        type_name=Policies().type_name(complaint),
        department=row.department,
        question=eyes.text(question_of(row)),
        at=row.at,
        due=row.due,
        overdue=bool(owes) and row.due is not None and now > row.due,
        urgent=complaint.urgent,
        owes=owes,
        now=owes == "measure" or complaint.state == State.consulting,
        by=_name(people, row.by_id),
        answer=eyes.text(row.answer),
        answered=row.answered_at,
        answered_by=_name(people, row.answered_by_id),
        sent_back=row.sent_back_at,
        sent_back_reason=eyes.text(row.sent_back_reason),
        reminded=row.reminded,
        asks_measure=row.asks_measure,
        measure=row.measure,
        measure_on=row.measure_on,
        measure_text=eyes.text(row.measure_text),
        with_whom=_name(people, row.with_whom_id),
    )


def _owes(row: Consult) -> str:
    if row.sent_back_at is not None:
        return ""
    if row.answered_at is None:
        return "answer"
    return "measure" if row.asks_measure and not row.measure else ""


def _name(people: People, id_: int | None) -> str:
    view = person_view(people, id_)
    return view.name if view else ""


def _told_lately(reader: Person, now: datetime) -> list[ToldView]:
    """Told without being asked: what it is about, and nothing that tells who complained. Who is in
    the department to look after the system, or to audit it, was told nothing.
    """
    if not reader.flags.isdisjoint((Flag.admin, Flag.auditor)):
        return []
    rows = Told.objects.filter(
        department=reader.department, at__gte=now - _TOLD_SINCE, complaint__restricted=False
    ).filter(Q(complaint__accused=None) | ~Q(complaint__accused=reader.id))
    found = rows.select_related("complaint").order_by("-at", "-id")[:_MOST]
    policies, eyes = Policies(), Eyes(clear=False, identity=False)
    return [
        _told(row, row.complaint, policies, eyes, subject=eyes.text(row.complaint.subject))
        for row in found
    ]


def _told(
    row: Told, complaint: Complaint, policies: Policies, eyes: Eyes, subject: str = ""
) -> ToldView:
    return ToldView(
        why=row.why,
        at=row.at,
        department=row.department,
        merchant=eyes.text(complaint.merchant),
        type_name=policies.type_name(complaint),
        subject=subject,
    )


def _requests(complaint: Complaint, eyes: Eyes) -> list[Request]:
    return queries.requests_of(complaint) if eyes.identity else []


def _request(row: Request, eyes: Eyes, people: People, now: datetime) -> RequestView:
    return RequestView(
        id=row.pk,
        what=eyes.text(row.what),
        party=eyes.text(row.party),
        due=row.due,
        overdue=row.answered_at is None and now > row.due,
        by=_name(people, row.by_id),
        at=row.at,
        granted=row.granted,
        answer=eyes.text(row.answer),
        answered=row.answered_at,
    )


def _assists(complaint: Complaint, eyes: Eyes, people: People) -> list[AssistView]:
    rows = queries.assists_of(complaint) if eyes.identity else []
    return [
        AssistView(
            _name(people, row.who_id), eyes.text(row.question), _name(people, row.by_id), row.at
        )
        for row in rows
    ]
