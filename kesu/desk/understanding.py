"""研判 of one complaint as its reader may see it: what it is about, where it leads, its lesson."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kesu.authority.models import Round
from kesu.complaints.models import (
    Aggravation,
    Analysis,
    Breakdown,
    Cause,
    Complaint,
    CustomerDecision,
    Demand,
    Gap,
    Objection,
    Solution,
)
from kesu.desk.nine_questions import Nine, nine_questions
from kesu.desk.reach import eyes_of, find
from kesu.desk.values import RoundView
from kesu.desk.views import Eyes, Policies
from kesu.improvement.models import CaseReview, Item
from kesu.improvement.queries import items_of, reviews_of
from kesu.journal import queries as journal
from kesu.people.rules import People, Person
from kesu.policy.codes import Flag, Position
from kesu.policy.schema import Text


@dataclass(frozen=True)
class BreakdownView:
    at: datetime
    by: str
    attitude: str
    emotion: int
    demand: str
    real_demand: str
    plan: str


@dataclass(frozen=True)
class AnalysisView:
    """``conditions`` by their names: yes, no, a level, or words."""

    at: datetime
    by: str
    conditions: dict[str, Any]
    path: str


@dataclass(frozen=True)
class DemandView:
    """``amount`` in 分."""

    at: datetime
    kind: str
    amount: int | None
    basis: str


@dataclass(frozen=True)
class ObjectionView:
    at: datetime
    kind: str
    text: str
    method: str


@dataclass(frozen=True)
class GapView:
    expected: str
    actual: str
    raised_by: str


@dataclass(frozen=True)
class WordsView:
    """Words that made it worse, and whose."""

    at: datetime
    words: str
    whose: str


@dataclass(frozen=True)
class ReviewView:
    at: datetime
    by: str
    root_cause: str
    department: str
    preventable: bool | None
    lessons: str
    bears: list[dict[str, Any]]


@dataclass(frozen=True)
class ItemView:
    """``again``: an earlier case taught it first."""

    id: str
    title: str
    source: str
    state: str
    at: datetime
    again: bool


@dataclass(frozen=True)
class CauseShown:
    text: str
    category: str
    responsible: list[dict[str, Any]]
    at: datetime


@dataclass(frozen=True)
class Understanding:
    """Lists with the newest first; ``steps``: the five steps of a talk with when they were reached
    (E82); ``plan``: what the policy has thought of for this type, part by part (B16, B17).
    """

    no: str
    state: str
    tier: str
    asks_review: bool
    result: str
    closed_customer_at: datetime | None
    closed_internal_at: datetime | None
    causes: list[CauseShown]
    steps: list[tuple[str, datetime | None]]
    breakdowns: list[BreakdownView] = field(default_factory=list)
    analyses: list[AnalysisView] = field(default_factory=list)
    demands: list[DemandView] = field(default_factory=list)
    rounds: list[RoundView] = field(default_factory=list)
    objections: list[ObjectionView] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    gaps: list[GapView] = field(default_factory=list)
    worse: list[WordsView] = field(default_factory=list)
    reviews: list[ReviewView] = field(default_factory=list)
    items: list[ItemView] = field(default_factory=list)
    plan: list[tuple[str, str]] = field(default_factory=list)
    nine: Nine | None = None


def understanding(no: str, *, reader: Person, people: People) -> Understanding:
    """All of it; a department that was asked sees causes and steps, not what we think of the
    customer. Errors: ``NoSuchComplaint``, ``AccusedHere``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    eyes, pack = eyes_of(reader, tie), Policies().pack(complaint)
    batch = complaint.batch_id is not None
    shown: dict[str, Any] = {
        "no": complaint.no,
        "state": complaint.state,
        "tier": complaint.tier,
        "asks_review": pack.asks_review(tier=complaint.tier, urgent=complaint.urgent, batch=batch),
        "result": _result(complaint),
        "closed_customer_at": complaint.closed_customer_at,
        "closed_internal_at": complaint.closed_internal_at,
        "causes": _causes(complaint, eyes),
        "steps": _steps(complaint),
    }
    if Flag.liaison not in reader.flags:
        shown |= _talk(complaint, eyes, people) | _learnt(complaint, eyes, people)
        shown["plan"] = _plan(complaint)
    return Understanding(**shown)


def _talk(complaint: Complaint, eyes: Eyes, people: People) -> dict[str, Any]:
    objections = _newest(Objection, complaint)
    return {
        "nine": nine_questions(complaint, eyes),
        "breakdowns": [_breakdown(one, eyes, people) for one in _newest(Breakdown, complaint)],
        "analyses": [_analysis(one, eyes, people) for one in _newest(Analysis, complaint)],
        "demands": [
            DemandView(one.at, one.kind, one.amount, eyes.text(one.basis))
            for one in _newest(Demand, complaint)
        ],
        "rounds": [
            RoundView(one.at, eyes.text(one.offer), eyes.text(one.reaction), one.agreed)
            for one in Round.objects.filter(complaint=complaint).order_by("-at", "-id")
        ],
        "objections": [
            ObjectionView(one.at, one.kind, eyes.text(one.text), eyes.text(one.method))
            for one in objections
        ],
        "counted": dict(Counter(one.kind for one in objections)),
        "gaps": [
            GapView(eyes.text(one.expected), eyes.text(one.actual), one.raised_by)
            for one in _newest(Gap, complaint)
        ],
        "worse": [
            WordsView(one.at, eyes.text(one.words), eyes.text(one.whose))
            for one in _newest(Aggravation, complaint)
        ],
    }


def _learnt(complaint: Complaint, eyes: Eyes, people: People) -> dict[str, Any]:
    return {
        "reviews": [_review(one, eyes, people) for one in reversed(reviews_of(complaint))],
        "items": [_item(one, complaint, eyes) for one in reversed(items_of(complaint))],
    }


def _newest(model: Any, complaint: Complaint) -> Iterable[Any]:
    return list(model.objects.filter(complaint=complaint).order_by("-at", "-id"))


def _by(people: People, one: int | None) -> str:
    return people[one].full_name if one is not None and one in people else ""


def _breakdown(row: Breakdown, eyes: Eyes, people: People) -> BreakdownView:
    return BreakdownView(
        at=row.at,
        by=_by(people, row.by_id),
        attitude=eyes.text(row.attitude),
        emotion=row.emotion,
        demand=eyes.text(row.demand),
        real_demand=eyes.text(row.real_demand),
        plan=eyes.text(row.plan),
    )


def _analysis(row: Analysis, eyes: Eyes, people: People) -> AnalysisView:
    return AnalysisView(row.at, _by(people, row.by_id), eyes.text(row.conditions), row.path)


def _review(row: CaseReview, eyes: Eyes, people: People) -> ReviewView:
    return ReviewView(
        at=row.at,
        by=_by(people, row.by_id),
        root_cause=eyes.text(row.root_cause),
        department=row.department,
        preventable=row.preventable,
        lessons=eyes.text(row.lessons),
        bears=row.bears,
    )


def _item(row: Item, complaint: Complaint, eyes: Eyes) -> ItemView:
    again = row.complaint_id != complaint.pk
    return ItemView(str(row.pk), eyes.text(row.title), row.source, row.state, row.at, again)


def _causes(complaint: Complaint, eyes: Eyes) -> list[CauseShown]:
    return [
        CauseShown(eyes.text(one.text), eyes.text(one.category), one.responsible, one.at)
        for one in _newest(Cause, complaint)
    ]


def _steps(complaint: Complaint) -> list[tuple[str, datetime | None]]:
    """迅速接受, 平息, 总结澄清, 提供选择, 达成共识 (E82)."""
    summed = Breakdown.objects.filter(complaint=complaint).order_by("at", "id").first()
    offered = Solution.objects.filter(complaint=complaint).order_by("at", "id").first()
    agreed = CustomerDecision.objects.filter(complaint=complaint)
    agreed = agreed.exclude(position=Position.refused).order_by("at", "id")
    consent = agreed.first()
    return [
        ("accept", complaint.accepted),
        ("calm", complaint.soothed_at),
        ("sum_up", summed.at if summed else None),
        ("offer", offered.at if offered else None),
        ("agree", consent.at if consent else None),
    ]


def _result(complaint: Complaint) -> str:
    """How well the newest closing ended, as its line says."""
    if not complaint.outcome:
        return ""
    about = str(complaint.pk)
    closings = journal.about("complaint", about, with_notes=False, only="complaint.closed")
    return str(closings[-1].facts.get("result") or "") if closings else ""


def _plan(complaint: Complaint) -> list[tuple[str, str]]:
    policies = Policies()
    plan = policies.pack(complaint).plan(complaint.type)
    return [
        (part, said.say(policies.language))
        for part, said in plan._asdict().items()
        if isinstance(said, Text)
    ]
