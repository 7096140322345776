"""How well reading fits, as people marked it and as it was measured when it was last learned."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kesu.complaints import permissions
from kesu.complaints.models import EmotionPoint
from kesu.desk import marked, reading_model
from kesu.desk.faults import NotYours
from kesu.people.rules import Person
from kesu.policy.codes import ReadRisk
from kesu.watch.models import CaseReading
from kesu.watch.readings import rules

_LOOKED_AT = 5_000
_LARGEST = 1_000_000


@dataclass(frozen=True)
class RiskSeen:
    """One risk among the newest readings: how often it was read, taken back by people, and found by
    them where it was not read.
    """

    code: str
    read: int
    wrong: int
    missed: int

    @property
    def right(self) -> float | None:
        """The share nobody took back, 0 to 1: what nobody looked at counts as right."""
        return (self.read - self.wrong) / self.read if self.read else None


@dataclass(frozen=True)
class RiskMeasured:
    """Of one label when it was learned: shares from 0 to 1 on texts held back; ``by_model``: what
    was learned answers, else the rules as they were better.
    """

    code: str
    precision: float
    recall: float
    texts: int
    by_model: bool


@dataclass(frozen=True)
class Learned:
    """The last learning: its day, on how many texts, and each label."""

    on: date
    texts: int
    labels: Sequence[RiskMeasured]


@dataclass(frozen=True)
class Cause:
    """Turning points on cases whose direct cause is of this category."""

    category: str
    points: int


@dataclass(frozen=True)
class Quality:
    """``texts``: newest readings looked at; ``marked``: of all, those that people put right;
    ``emotions``: how far the emotion read was from what a person said, by steps.
    """

    texts: int
    marked: int
    risks: Sequence[RiskSeen]
    emotions: Sequence[tuple[int, int]]
    learned: Learned | None
    causes: Sequence[Cause]


def quality(*, reader: Person) -> Quality:
    """Everything at once; numbers and codes only. Errors: ``NotYours``."""
    if not permissions.may_read_policy(reader):
        raise NotYours
    marks = marked.corrections()
    newest = CaseReading.objects.order_by("-id").values_list("id", "risks")[:_LOOKED_AT]
    found = dict(newest)
    return Quality(
        texts=len(found),
        marked=len(marks),
        risks=_risks(found, [one for one in marks if one.reading in found]),
        emotions=_emotions(),
        learned=learned(),
        causes=_causes(),
    )


def _risks(found: Mapping[int, Mapping[str, int]], marks: Sequence[marked.Mark]) -> list[RiskSeen]:
    said = {one.reading: one.risks for one in marks}
    read: Counter[str] = Counter()
    for key, risks in found.items():
        there = {label for label, value in risks.items() if value >= rules.LIVE}
        read.update(there - said.get(key, {}).keys())
    wrong = Counter(label for one in marks for label, there in one.risks.items() if not there)
    missed = Counter(label for one in marks for label, there in one.risks.items() if there)
    seen = [
        RiskSeen(one.value, read[one] + wrong[one], wrong[one], missed[one]) for one in ReadRisk
    ]
    return [one for one in seen if one.read or one.missed]


def _emotions() -> list[tuple[int, int]]:
    apart = Counter(abs(before - after) for before, after in marked.emotions())
    return sorted(apart.items())


def learned() -> Learned | None:
    """What was measured at the last learning; None before, and where the file tells nothing."""
    path = reading_model.folder() / reading_model.ABOUT
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return _learned(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _learned(told: Mapping[str, Any]) -> Learned:
    labels = [
        RiskMeasured(
            code=str(code),
            precision=float(one["precision"]),
            recall=float(one["recall"]),
            texts=int(one["rows"]),
            by_model=one["by"] == "model",
        )
        for code, one in told["quality"].items()
    ]
    return Learned(date.fromisoformat(told["learned"]), int(told["rows"]), labels)


_MOST_CAUSES = 8


def _causes() -> list[Cause]:
    """What turned people, by the direct cause of their case, the commonest first (A30)."""
    points = EmotionPoint.objects.exclude(turning_point="").order_by("-id")
    turned = Counter(points.values_list("complaint", flat=True)[:_LOOKED_AT])
    found: Counter[str] = Counter()
    for case, category in marked.categories(turned):
        found[category] += turned[case]
    return [Cause(category, count) for category, count in found.most_common(_MOST_CAUSES)]
