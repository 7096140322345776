"""What was read on one complaint as its reader may see it, with reasons (A04, A30, A33, D30)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Model

from kesu.authority.models import Round
from kesu.complaints.models import (
    Breakdown,
    Complaint,
    Contact,
    CustomerDecision,
    Demand,
    EmotionPoint,
    FollowUp,
    Promise,
    Solution,
)
from kesu.correspondence.models import Reply
from kesu.deadlines.models import Clock
from kesu.desk.sheets import Sheets
from kesu.desk.views import Eyes, Policies
from kesu.policy.codes import ContactOutcome, Position
from kesu.remedies.models import Exposure
from kesu.watch.models import CaseReading
from kesu.watch.readings import rules, stages
from kesu.watch.readings.escalating import Escalation, escalation
from kesu.watch.readings.rules import Felt, Known, Score
from kesu.watch.readings.stages import Step, Talk

ALSO: tuple[type[Model], ...] = (Breakdown, CaseReading, Contact, Demand, Exposure)
"""What ``of_case`` reads beside what lies on the desk anyway."""
_SAME_TALK = timedelta(minutes=30)
_LAST_WORDS = 90


@dataclass(frozen=True)
class Reason:
    """``words`` in their sentence; ``because`` says how they are meant; ``weight`` of 100."""

    rule: str
    about: str
    because: tuple[str, ...]
    weight: int
    before: str
    words: str
    after: str
    earlier: str


@dataclass(frozen=True)
class TextRead:
    """One text of the customer as it was read. ``corrected``: what a person said otherwise."""

    id: int
    source: str
    at: datetime
    emotion: int
    stage: str
    risk: int
    risks: dict[str, int]
    reasons: list[Reason]
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point of the line of emotion; ``turn``: it jumped here, ``before`` what it was.
    ``words`` made it so; ``earlier`` was said just before; ``by_people``: noted, else read.
    """

    at: datetime
    level: int
    by_people: bool
    turn: bool = False
    before: int = 0
    words: str = ""
    earlier: str = ""


@dataclass(frozen=True)
class CaseRead:
    """``texts`` the newest first, ``points`` and ``stages`` the oldest first; ``risks`` the most of
    each. ``urgent``: reasons of urgency a person may give, with the risks that ask for them;
    ``warned``: what the talks themselves lead to (D31).
    """

    texts: list[TextRead]
    points: list[Point]
    feeling: Felt | None
    stages: list[Step]
    dimensions: list[Score]
    risks: dict[str, int]
    escalation: Escalation
    urgent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asks_plan: bool = False
    warned: tuple[str, ...] = ()

    @property
    def stage(self) -> str:
        """Where the customer stands now; empty where nothing tells."""
        return self.stages[-1].stage if self.stages else ""

    @property
    def upset(self) -> bool:
        """Whether feelings come before any solution (C06)."""
        return self.feeling is not None and self.feeling.level >= rules.UPSET


def of_case(complaint: Complaint, sheets: Sheets, eyes: Eyes) -> CaseRead | None:
    """All of it from what lies on the desk, without a question more; None for who may not know
    the customer.
    """
    if not eyes.identity:
        return None
    rows = sheets.read(CaseReading)
    rows.sort(key=lambda row: (row.at, row.pk))
    felt = _felt(rows, sheets)
    risks = rules.most(row.risks for row in rows)
    known = _known(complaint, sheets)
    talks = _talks(rows, sheets)
    warned = stages.of_talks(talks, planned=_planned(sheets))
    story = stages.story([*_steps(rows), *warned])
    feeling = rules.feeling(felt)
    return CaseRead(
        texts=[_text(row, eyes) for row in reversed(rows)],
        points=_points(rows, sheets, eyes),
        feeling=feeling,
        stages=story,
        dimensions=rules.dimensions(risks, known),
        risks=risks,
        escalation=_escalation(complaint, sheets, risks, feeling, story, talks),
        urgent=_urgent(complaint, risks),
        asks_plan=_asks_plan(felt, sheets),
        warned=tuple(one.because for one in warned),
    )


def _felt(rows: Iterable[CaseReading], sheets: Sheets) -> list[Felt]:
    said = [Felt(one.at, one.level, True) for one in sheets.read(EmotionPoint)]
    return [*said, *(Felt(row.at, row.emotion, False) for row in rows)]


def _text(row: CaseReading, eyes: Eyes) -> TextRead:
    return TextRead(
        id=row.pk,
        source=row.source,
        at=row.at,
        emotion=row.emotion,
        stage=row.stage,
        risk=row.risk,
        risks=dict(sorted(row.risks.items(), key=lambda one: -one[1])),
        reasons=[_reason(one, eyes) for one in row.reasons if one["rule"] != PERSON],
        corrected=tuple(one["about"] for one in row.reasons if one["rule"] == PERSON),
    )


PERSON = "person"
"""The rule of what a person said of a reading."""


def _reason(one: Mapping[str, object], eyes: Eyes) -> Reason:
    return Reason(
        rule=str(one["rule"]),
        about=str(one["about"]),
        because=tuple(str(why) for why in _listed(one.get("because"))),
        weight=int(str(one.get("weight", 0))),
        **{part: eyes.text(str(one.get(part, ""))) for part in _PARTS},
    )


_PARTS = ("before", "words", "after", "earlier")


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _points(rows: Sequence[CaseReading], sheets: Sheets, eyes: Eyes) -> list[Point]:
    """People's points and those read in one line, by time."""
    said = [
        Point(one.at, one.level, True, words=eyes.text(one.turning_point))
        for one in sheets.read(EmotionPoint)
    ]
    read = [_read_point(row, eyes) for row in rows]
    line = sorted([*said, *read], key=lambda one: (one.at, one.by_people))
    turned = {turn.place: turn for turn in rules.turns([_as_felt(one) for one in line])}
    ours = _our_words(sheets, eyes)
    return [
        _turned(one, turned.get(place), ours) if place in turned or _marked(one) else one
        for place, one in enumerate(line)
    ]


def _as_felt(one: Point) -> Felt:
    return Felt(one.at, one.level, one.by_people)


def _marked(one: Point) -> bool:
    """A person said that it turned here."""
    return one.by_people and bool(one.words)


def _read_point(row: CaseReading, eyes: Eyes) -> Point:
    hot = next((one for one in row.reasons if one["about"] == "emotion"), None)
    if hot is None:
        return Point(row.at, row.emotion, False)
    shown = _reason(hot, eyes)
    words = f"{shown.before}{shown.words}{shown.after}"
    return Point(row.at, row.emotion, False, words=words, earlier=shown.earlier)


def _turned(one: Point, turn: rules.Turn | None, ours: Sequence[tuple[datetime, str]]) -> Point:
    said = [words for at, words in ours if at <= one.at]
    earlier = one.earlier or (said[-1] if said else "")
    before = turn.before if turn else one.level
    return Point(one.at, one.level, one.by_people, True, before, one.words, earlier)


def _our_words(sheets: Sheets, eyes: Eyes) -> list[tuple[datetime, str]]:
    """How our answers ended, in order: what was said just before the feeling turned."""
    return sorted((one.at, eyes.text(one.text)[-_LAST_WORDS:]) for one in sheets.read(Reply))


def _steps(rows: Iterable[CaseReading]) -> list[Step]:
    return [
        Step(row.at, row.stage, "said" if _said_stage(row) else "read", row.emotion) for row in rows
    ]


def _said_stage(row: CaseReading) -> bool:
    return any(one["rule"] == PERSON and one["about"] == "stage" for one in row.reasons)


def _talks(rows: Iterable[CaseReading], sheets: Sheets) -> list[Talk]:
    """The talks that reached the customer; content unless something says otherwise."""
    read = {row.ref: row.emotion for row in rows if row.source == CaseReading.Source.contact}
    felt = [(one.at, one.level) for one in sheets.read(EmotionPoint)]
    unhappy = sorted(_refusals(sheets))
    talks = []
    for one in sheets.read(Contact):
        if one.outcome != ContactOutcome.reached:
            continue
        said = [level for at, level in felt if abs(at - one.at) <= _SAME_TALK]
        hot = said[-1] >= 1 if said else read.get(str(one.pk), 0) >= 2
        near = [at for at in unhappy if abs(at - one.at) <= _SAME_TALK]
        unhappy = [at for at in unhappy if at not in near]
        talks.append(Talk(one.at, not hot and not near))
    return [*talks, *(Talk(at, False) for at in unhappy)]


def _refusals(sheets: Sheets) -> Iterable[datetime]:
    """When the customer said no to what was offered or done."""
    yield from (one.at for one in sheets.read(Round) if not one.agreed)
    yield from (o.at for o in sheets.read(CustomerDecision) if o.position == Position.refused)
    yield from (one.at for one in sheets.read(FollowUp) if one.satisfied is False)


def _planned(sheets: Sheets) -> datetime | None:
    found = sheets.read(Solution)
    return found[0].at if found else None


def _known(complaint: Complaint, sheets: Sheets) -> Known:
    return Known(
        source=complaint.source,
        special_role=complaint.customer.special_role,
        mandated=complaint.mandated_deadline is not None,
        exposed=bool(sheets.read(Exposure)),
        batch=complaint.batch_id is not None,
        amount=max((one.amount or 0 for one in sheets.read(Demand)), default=0),
    )


def _urgent(complaint: Complaint, risks: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Why it may be urgent, where it is open and not urgent yet (law 8: a person says so)."""
    if complaint.urgent or not complaint.is_open:
        return {}
    grave = [label for label, value in risks.items() if value >= rules.GRAVE]
    found = Policies().pack(complaint).urgent.read(grave)
    return {str(code): labels for code, labels in found.items()}


def _asks_plan(felt: Sequence[Felt], sheets: Sheets) -> bool:
    """The first talks were heated and nobody has planned the next one (A31)."""
    planned = any(one.plan for one in sheets.read(Breakdown))
    return not planned and any(one.level >= rules.UPSET for one in felt)


def _escalation(
    complaint: Complaint,
    sheets: Sheets,
    risks: Mapping[str, int],
    feeling: Felt | None,
    story: Sequence[Step],
    talks: Sequence[Talk],
) -> Escalation:
    return escalation(
        {
            "emotion": feeling.level if feeling else 0,
            "stage": stages.STAGES.index(story[-1].stage) if story else 0,
            "risk": max((value for label, value in risks.items() if label in _ABOVE), default=0),
            "unhappy_talks": sum(not one.content for one in talks),
            "urges": sheets.urges.get(complaint.pk, 0),
            "breaches": sum(one.breached_at is not None for one in sheets.read(Clock)),
            "broken_promises": sum(one.kept is False for one in sheets.read(Promise)),
            "refused": len(list(_refusals(sheets))),
        }
    )


_ABOVE = frozenset({"media", "regulator", "lawsuit", "group_action", "police", "self_harm"})
"""The risks that lead out of the house."""
