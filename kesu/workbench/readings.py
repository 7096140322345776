"""What was read on a case, beside it: the line of feeling, the stage, what threatens, advice."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk.readings_values import CaseRead, Point, Reason, TextRead
from kesu.desk.readings_words import (
    DIMENSIONS,
    FACTORS,
    FACTS,
    RISKS,
    SOURCES,
    STAGE_BECAUSE,
    STAGES,
    meant,
)
from kesu.desk.values import CaseView
from kesu.desk.words import urgency_word, word
from kesu.foundation.faults import Refused
from kesu.journeys.reading_corrected import correct
from kesu.policy.codes import MindStage
from kesu.watch.readings import rules
from kesu.watch.readings.rules import Score
from kesu.workbench.feeling import Line, line
from kesu.workbench.session import Desk, signed_in

_TEXTS = 6
_LIVELY = 20
"""A risk below this share of a hundred is not worth a line."""


@dataclass(frozen=True)
class Shown:
    """What the templates read; words instead of codes."""

    banner: dict[str, Any] | None
    dimensions: list[dict[str, Any]]
    line: Line | None
    turns: list[Point]
    stage: dict[str, Any] | None
    stages: list[dict[str, Any]]
    escalation: dict[str, Any]
    urgent: dict[str, Any] | None
    hints: list[dict[str, str]]
    texts: list[dict[str, Any]]
    may_correct: bool
    levels: range = range(6)


def shown(
    read: CaseRead | None, case: CaseView, doable: Collection[str], desk: Desk
) -> Shown | None:
    """For the case page; None where nothing was read or the reader may not know of it.

    ``doable``: the verbs that the page offers.
    """
    if read is None or not read.texts:
        return None
    return Shown(
        banner=_banner(read),
        dimensions=[_score(one) for one in read.dimensions],
        line=line(read.points),
        turns=[one for one in reversed(read.points) if one.turn],
        stage=_stage(read, desk),
        stages=[_stage_step(one) for one in reversed(read.stages)],
        escalation=_escalation(read),
        urgent=_urgent(read, case, doable),
        hints=_hints(read, doable),
        texts=[_text(one) for one in read.texts[:_TEXTS]],
        may_correct="note" in doable,
    )


def _banner(read: CaseRead) -> dict[str, Any] | None:
    """The highest dimension, where it is high; what endangers people before all (A04)."""
    if read.risks.get("self_harm", 0) >= rules.LIVE:
        return {"tone": "breach", "title": word(RISKS, "self_harm"), "value": None, "because": []}
    top = read.dimensions[0]
    if top.value < rules.BANNER:
        return None
    return {"tone": "urgent", "title": word(DIMENSIONS, top.dimension), **_score(top)}


def _score(one: Score) -> dict[str, Any]:
    because = [{"word": _fact(why.code), "weight": why.weight} for why in one.because]
    return {
        "name": word(DIMENSIONS, one.dimension),
        "value": one.value,
        "high": one.value >= rules.BANNER,
        "because": because,
    }


def _fact(code: str) -> str:
    return word(FACTS, code) if code in FACTS else word(RISKS, code)


def _stage(read: CaseRead, desk: Desk) -> dict[str, Any] | None:
    """The stage now and how to answer in it, in the words of the policy."""
    if not read.stage:
        return None
    words = desk.pack.guides.stages.get(MindStage(read.stage)) if read.stage != "none" else None
    last = read.stages[-1]
    return {
        "name": word(STAGES, read.stage),
        "because": word(STAGE_BECAUSE, last.because),
        "answer": words.say(desk.language) if words else "",
        "grave": read.stage in ("revenge", "vent"),
    }


def _stage_step(one: Any) -> dict[str, Any]:
    because = word(STAGE_BECAUSE, one.because)
    return {"at": one.at, "name": word(STAGES, one.stage), "because": because}


def _escalation(read: CaseRead) -> dict[str, Any]:
    found = read.escalation
    return {
        "percent": found.percent,
        "likely": found.likely,
        "factors": [
            {"word": word(FACTORS, one.name), "value": one.value, "points": one.points}
            for one in found.factors
        ],
    }


def _urgent(read: CaseRead, case: CaseView, doable: Collection[str]) -> dict[str, Any] | None:
    """A reason of urgency with one click, for who may mark it (law 8)."""
    if not read.urgent or "mark_urgent" not in doable:
        return None
    code, risks = next(iter(read.urgent.items()))
    return {
        "url": reverse("act", args=[case.no, "mark_urgent"]),
        "code": code,
        "name": urgency_word(code),
        "risks": [word(RISKS, one) for one in risks],
    }


def _hints(read: CaseRead, doable: Collection[str]) -> list[dict[str, str]]:
    """What the rules would have done now, each with the way to the form that does it."""
    found = []
    if read.upset:
        found.append({"say": _("Feelings first: the customer is upset. Calm, then solve.")})
    if read.asks_plan:
        hint = {"say": _("The first talk was heated: take it apart and plan the next one.")}
        found.append(hint | _way("breakdown", doable))
    if read.stage == "revenge":
        hint = {"say": _("They mean to strike back: think of the next tier now.")}
        found.append(hint | _way("escalate", doable))
    if "unsatisfied" in read.warned:
        hint = {"say": _("Two talks did not satisfy them: expect a demand for compensation.")}
        found.append(hint | _way("demand", doable))
    if "no_plan" in read.warned:
        hint = {"say": _("Talks go on without a solution: they want to be taken seriously.")}
        found.append(hint | _way("propose", doable))
    return found


def _way(verb: str, doable: Collection[str]) -> dict[str, str]:
    return {"href": f"#do-{verb}"} if verb in doable else {}


def _text(one: TextRead) -> dict[str, Any]:
    lively = {label: value for label, value in one.risks.items() if value >= _LIVELY}
    return {
        "id": one.id,
        "at": one.at,
        "source": word(SOURCES, one.source),
        "emotion": one.emotion,
        "stage": word(STAGES, one.stage) if one.stage != "none" else "",
        "risks": [_risk(label, value, one) for label, value in lively.items()],
        "feels": [_reason(why) for why in one.reasons if why.about == "emotion"],
        "staged": [_reason(why) for why in one.reasons if why.about == "stage"],
        "others": [(code, str(word)) for code, word in RISKS.items() if code not in lively],
        "stages": [(code, str(word)) for code, word in STAGES.items()],
        "stage_code": one.stage,
    }


def _risk(label: str, value: int, one: TextRead) -> dict[str, Any]:
    return {
        "code": label,
        "word": word(RISKS, label),
        "value": value,
        "by_person": label in one.corrected,
        "reasons": [_reason(why) for why in one.reasons if why.about == label],
    }


def _reason(why: Reason) -> dict[str, Any]:
    found = [meant(code) for code in why.because if code != "meant"]
    return {"why": why, "meant": ", ".join(dict.fromkeys(found))}


@require_POST
@signed_in
def corrected(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """One thing put right; back to the case."""
    try:
        correct(no, _said(request), by=desk.reader, now=desk.now)
    except Refused as refused:
        messages.warning(request, " ".join(one.message for one in refused.faults))
    else:
        messages.success(request, _("Kept: the house learns from it."))
    return redirect("case", no=no)


def _said(request: HttpRequest) -> dict[str, Any]:
    """What the form says, as plain values; a number that is none stays a text and is refused."""
    post = request.POST
    raw: dict[str, Any] = {"reading": _number(post.get("reading", ""))}
    for name in ("wrong", "right"):
        if post.get(name):
            raw[name] = post.getlist(name)
    if post.get("emotion"):
        raw["emotion"] = _number(post["emotion"])
    if post.get("stage"):
        raw["stage"] = post["stage"]
    return raw


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else text
