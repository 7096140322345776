"""Reads what somebody wrote (A18, A30, A33, D30): words watched for, risks, emotion and stage, each
with its reasons. Works without anything learned; what people marked makes it better (A22).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kesu.language.emotion import Warmth, degree, warmth, warmths
from kesu.language.normalise import Reading as AsRead
from kesu.language.risk import Finding, find, total, weigh
from kesu.language.risk_rules import shipped as rules
from kesu.language.stage import stage
from kesu.language.watch import Hit
from kesu.language.watchlists import shipped as watched


@dataclass(frozen=True)
class Reason:
    """Why a number is what it is: a rule, the words it rests on, and where they stand.

    ``about`` is a label of ``risks``, ``emotion`` or ``stage``; ``because`` says how the words are
    meant: ``meant``, or what weakened them, the strongest first (``negated``, ``others``, …);
    ``weight`` is what the rule gave, 0 to 1.
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


def read(text: str) -> Reading:
    """Reads one text."""
    return read_many([text])[0]


def read_many(texts: Sequence[str]) -> list[Reading]:
    """Reads many texts, quicker than one by one."""
    hits = watched().scan_many(texts)
    return [_read(text, tuple(hits.get(place, ()))) for place, text in enumerate(texts)]


def _read(text: str, hits: tuple[Hit, ...]) -> Reading:
    source = AsRead(text)
    found, said = find(source.text), find(source.text, rules("stage.toml"))
    warm = warmths(source.text)
    risks = weigh(found)
    emotion = degree(warmth(warm, source.text))
    at = stage(said, risks, emotion)
    return Reading(
        hits, risks, emotion, at, total(risks, emotion), _reasons(source, found, warm, said, at)
    )


_WARMEST = 3


def _reasons(
    source: AsRead,
    found: Sequence[Finding],
    warm: Sequence[Warmth],
    said: Sequence[Finding],
    at: str,
) -> tuple[Reason, ...]:
    hottest = sorted((one for one in warm if one.heat > 0), key=lambda one: -one.heat)[:_WARMEST]
    heated = [
        Finding("emotion.words", "emotion", round(min(1, one.heat / 5), 4), one.start, one.end)
        for one in hottest
    ]
    staged = [one for one in said if one.label == at]
    return tuple(
        _reason(source, one, "stage" if one in staged else one.label)
        for one in (*found, *heated, *staged)
    )


def _reason(source: AsRead, one: Finding, about: str) -> Reason:
    start, end = source.span(one.start, one.end)
    words = source.source[start:end]
    return Reason(one.rule, about, words, start, end, one.because, one.weight)
