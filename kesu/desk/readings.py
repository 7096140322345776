"""What was read on one complaint as its reader may see it, with reasons (A04, A30, A33, D30)."""

from collections.abc import Iterable, Mapping, Sequence
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
from kesu.desk.readings_values import (
    CaseRead,
    Escalation,
    Factor,
    Point,
    Reason,
    TextRead,
)
from kesu.desk.sheets import Sheets
from kesu.desk.views import Eyes, Policies
from kesu.language import triage
from kesu.language.triage import escalation
from kesu.policy.codes import ContactOutcome, Position
from kesu.remedies.models import Exposure
from kesu.watch.models import CaseReading
from kesu.watch.readings import rules, stages
from kesu.watch.readings.rules import Felt, Known
from kesu.watch.readings.stages import Step, Talk

ALSO: tuple[type[Model], ...] = (Breakdown, CaseReading, Contact, Demand, Exposure)
"""What ``of_case`` reads beside what lies on the desk anyway."""
_SAME_TALK = timedelta(minutes=30)
_LAST_WORDS = 90


def of_case(complaint: Complaint, sheets: Sheets, eyes: Eyes, *, now: datetime) -> CaseRead | None:
    """All of it from what lies on the desk, without a question more; None for who may not know
    the customer. ``now`` in UTC.
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
        escalation=_escalation(complaint, sheets, risks, feeling, talks, _until(complaint, now)),
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


def _until(complaint: Complaint, now: datetime) -> datetime:
    """Up to when it was open."""
    return complaint.closed_customer_at or now


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
    talks: Sequence[Talk],
    at: datetime,
) -> Escalation:
    """How likely it goes higher, by factors that anybody can count (A33)."""
    unhappy = sum(not one.content for one in talks)
    factors: dict[str, float] = {
        "emotion": feeling.level if feeling else 0,
        "risk_words": max((risks.get(label, 0) for label in _ABOVE), default=0),
        "contacts_without_result": unhappy + sheets.urges.get(complaint.pk, 0),
        "broken_promises": sum(one.kept is False for one in sheets.read(Promise)),
        "breached_clocks": sum(one.breached_at is not None for one in sheets.read(Clock)),
        "customer_level": complaint.customer.level or 0,
        "days_open": max(0, (at - complaint.received).days),
    }
    percent, told = escalation(factors)
    return Escalation(percent, tuple(_factor(one, percent, factors) for one in told))


def _factor(one: triage.Factor, percent: int, factors: Mapping[str, float]) -> Factor:
    without = {name: value for name, value in factors.items() if name != one.name}
    return Factor(one.name, round(one.value), percent - escalation(without)[0])


_ABOVE = frozenset({"media", "regulator", "lawsuit", "group_action", "police", "self_harm"})
"""The risks that lead out of the house."""
