"""Reads what somebody wrote (A18, A30, A33, D30): words watched for, risks, emotion and stage, each
with its reasons. Works without anything learned; what people marked makes it better (A22).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kesu.language.emotion import HOT, Warmth, degree, least, warmth, warmths
from kesu.language.normalise import Reading as AsRead
from kesu.language.normalise import readings
from kesu.language.risk import LIVE, Finding, find, total, weigh
from kesu.language.risk_rules import shipped as rules
from kesu.language.stage import stage
from kesu.language.triage_escalation import Factor, escalation
from kesu.language.triage_model import ANGER, Trained
from kesu.language.triage_turns import Turn, turning_points
from kesu.language.watch import Hit
from kesu.language.watchlists import shipped as watched

__all__ = [
    "Factor",
    "Reading",
    "Reason",
    "Trained",
    "Turn",
    "escalation",
    "read",
    "read_many",
    "turning_points",
]


class Reason(NamedTuple):
    """Why a number is what it is: a rule, the words it rests on, and where they stand.

    ``about`` is a label of ``risks``, ``emotion`` or ``stage``; ``because`` says how the words are
    meant: ``meant``, or what weakened them, the strongest first (``negated``, ``others``, …), or
    ``learned``; ``weight`` is what the rule gave, 0 to 1.
    """

    rule: str
    about: str
    words: str
    start: int
    end: int
    because: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Reading:
    """What was read: ``risks`` 0 to 1 by label, ``emotion`` 0 to 5, ``risk`` 0 to 100."""

    hits: tuple[Hit, ...]
    risks: dict[str, float]
    emotion: int
    stage: str
    risk: int
    reasons: tuple[Reason, ...]


def read(text: str, *, model: Trained | None = None) -> Reading:
    """Reads one text."""
    return read_many([text], model=model)[0]


def read_many(texts: Sequence[str], *, model: Trained | None = None) -> list[Reading]:
    """Reads many texts, quicker than one by one."""
    sources = readings(texts)
    hits = watched().scan_read(sources)
    told = [_read(source, tuple(hits.get(place, ()))) for place, source in enumerate(sources)]
    return _corrected(texts, told, model) if model and texts else told


def _read(source: AsRead, hits: tuple[Hit, ...]) -> Reading:
    found, said = find(source.text), find(source.text, rules("stage.toml"))
    warm = warmths(source.text)
    risks = weigh(found)
    emotion = max(degree(warmth(warm, source.text)), least(risks))
    at = stage(said, risks, emotion)
    hottest = sorted((one for one in warm if one.heat > 0), key=lambda one: -one.heat)[:_WARMEST]
    kept = [*found, *map(_heated, hottest), *(one for one in said if one.label == at)]
    reasons = tuple(_reason(source, one) for one in kept)
    return Reading(hits, risks, emotion, at, total(risks, emotion), reasons)


_WARMEST = 3


def _heated(one: Warmth) -> Finding:
    weight = round(min(1.0, one.heat / 5), 4)
    return Finding("emotion.words", "emotion", weight, one.start, one.end)


def _reason(source: AsRead, one: Finding) -> Reason:
    start, end = source.span(one.start, one.end)
    about = one.label if one.label not in _STAGES else "stage"
    return Reason(one.rule, about, source.source[start:end], start, end, one.because, one.weight)


_STAGES = ("expect", "respect", "compensation", "revenge")
_ANGRY = {"mood": 4, "degree": HOT}
"""How heated somebody is whom a model calls angry, by what it learned from."""


def _corrected(texts: Sequence[str], told: Sequence[Reading], model: Trained) -> list[Reading]:
    ruled = {label: [one.risks[label] for one in told] for label in told[0].risks}
    answers = model.answers(texts, ruled)
    rows = ({name: float(sure[at]) for name, sure in answers.items()} for at in range(len(texts)))
    return [
        _learned(text, one, sure, model) for text, one, sure in zip(texts, told, rows, strict=True)
    ]


def _learned(text: str, told: Reading, sure: Mapping[str, float], model: Trained) -> Reading:
    risks = told.risks | {name: round(p, 4) for name, p in sure.items() if name != ANGER}
    risks["self_harm"] = max(risks["self_harm"], told.risks["self_harm"])
    emotion = _heat(told, sure.get(ANGER), model)
    said = [_by_model(text, name, p, model) for name, p in sure.items() if p >= LIVE]
    return replace(
        told,
        risks=risks,
        emotion=emotion,
        risk=total(risks, emotion),
        reasons=(*told.reasons, *said),
    )


def _heat(told: Reading, angry: float | None, model: Trained) -> int:
    """A threat to oneself stays what it is; else the model says whether somebody is angry."""
    if angry is None or told.risks["self_harm"] >= LIVE:
        return told.emotion
    return max(told.emotion, _ANGRY[model.marked]) if angry >= LIVE else min(told.emotion, HOT - 1)


def _by_model(text: str, name: str, sure: float, model: Trained) -> Reason:
    words, start, end = model.words(text, name) or ("", 0, 0)
    about = "emotion" if name == ANGER else name
    return Reason(f"model.{name}", about, words, start, end, ("learned",), round(sure, 4))
