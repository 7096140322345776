"""The record told as a story: each line with its icon, its sentence and its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.complaints.evidence import EvidenceKind
from kesu.desk.values import Entry
from kesu.desk.words import channel_word, clock_word
from kesu.journeys.establish import KIND as ESTABLISHED
from kesu.journeys.establish import Establish
from kesu.language.nine_questions import QUESTIONS
from kesu.policy.codes import (
    ActionResult,
    CasePath,
    ContactOutcome,
    DispositionKind,
    FollowUpOutcome,
    Handover,
    MediationResult,
    ObjectionClass,
    Outcome,
    Party,
    Position,
    RaisedBy,
    ResultGrade,
    SlipKind,
    Verdict,
)
from kesu.workbench.outbox import BECAUSE, LETTERS, WITHHELD
from kesu.workbench.templatetags.kesu_time import moment as moment_words
from kesu.workbench.titles import TITLES
from kesu.workbench.words import listed, value_word

_CUSTOMER = frozenset(
    {
        "complaint.decided",
        "complaint.demanded",
        "complaint.objected",
        "complaint.talked",
        "complaint.urged",
        "complaint.withdrawn",
    }
)
_LONG = 220
_LINES = 5


@dataclass(frozen=True)
class Shown:
    """One item of the timeline. ``short``: the beginning of words too long to stand there whole.
    ``level`` of the emotion noted with it, ``before`` what it was, ``turn`` the words that turned
    it. ``sound``: where the recording is heard; ``file``: what came with it.
    """

    at: datetime
    tone: str
    icon: str
    by_name: str
    title: str
    text: str
    facts: list[str]
    seq: int = 0
    kind: str = ""
    short: str = ""
    level: int | None = None
    before: int | None = None
    turn: str = ""
    turn_at: datetime | None = None
    sound: str = ""
    file: str = ""
    file_url: str = ""
    file_size: int = 0


def shown(entry: Entry, *, now: datetime) -> Shown:
    """A line as it is read."""
    title, icon, tone = TITLES.get(entry.kind, (entry.kind, "note", ""))
    by_rule = entry.by.startswith("system:") and entry.rule
    noted = entry.kind == "complaint.emotion_noted"
    text = "" if noted and entry.notes.get("turning_point") else _text(entry)
    return Shown(
        at=entry.at,
        tone=_tone(entry, tone),
        icon=icon,
        by_name=_("By rule %(rule)s") % {"rule": entry.rule} if by_rule else entry.by_name,
        title=str(title),
        text=text,
        facts=_facts(entry, now),
        seq=entry.seq,
        kind=entry.kind,
        short=_short(text),
        level=entry.facts.get("level") if noted else None,
        turn=str(entry.notes.get("turning_point") or "") if noted else "",
    )


def _tone(entry: Entry, tone: str) -> str:
    """What the customer said or did stands as theirs, whoever wrote it down."""
    called_us = entry.facts.get("direction") == "in"
    return "customer" if entry.kind in _CUSTOMER or called_us else tone


def _short(text: str) -> str:
    """The beginning of a long text; nothing where all of it may stand."""
    lines = text.split("\n")
    if len(text) <= _LONG and len(lines) <= _LINES:
        return ""
    return "\n".join(lines[:_LINES])[: _LONG - 40].rstrip()


def _text(entry: Entry) -> str:
    """The words of a line, one under another."""
    if entry.kind == ESTABLISHED:
        return "\n".join(_answers(entry))
    said: list[str] = []
    for name, value in _main_first(_told(entry)):
        if name == "steps" and isinstance(value, list):
            said += [f"{place}. {_planned(step)}" for place, step in enumerate(value, 1)]
        elif name == "actions" and isinstance(value, list):
            said += [_done(one) for one in value]
        elif name == "options" and isinstance(value, list):
            said += [_("Option: %(text)s") % {"text": one} for one in value]
        elif name == "items" and isinstance(value, list):
            said.append(", ".join(str(one) for one in value))
        elif isinstance(value, str) and value.strip():
            said.append(f"{_NOTE_NAMES[name]}: {value}" if name in _NOTE_NAMES else value)
    return "\n".join(said)


def _answers(entry: Entry) -> Iterator[str]:
    """Each with its question, in the order in which they are asked."""
    for name in QUESTIONS:
        if name in entry.notes:
            yield f"{_(str(Establish.model_fields[name].title))}: {entry.notes[name]}"


def _told(entry: Entry) -> dict[str, Any]:
    """Its notes; of evidence the kind in words, the file stands below by itself."""
    notes = entry.notes
    if entry.kind != "complaint.evidence_added":
        return notes
    words = {name: value for name, value in notes.items() if name != "name"}
    return {**words, "kind": value_word(EvidenceKind, str(notes.get("kind", "")))}


def _main_first(notes: dict[str, Any]) -> list[tuple[str, Any]]:
    """What was said before what explains it; steps before what they rest on."""
    return sorted(notes.items(), key=lambda one: _NOTE_ORDER.get(one[0], 1))


_NOTE_ORDER = {"steps": 0, "actions": 0, "text": 0, "what": 0, "summary": 0, "options": 1}
_NOTE_NAMES: dict[str, Any] = {
    "clause": gettext_lazy("Clause"),
    "no_clause": gettext_lazy("Why no clause fits"),
    "tried": gettext_lazy("What was tried"),
    "suggestion": gettext_lazy("Suggestion"),
    "no_merchant": gettext_lazy("Why no merchant is involved"),
    "remedy_sought": gettext_lazy("What the customer wants"),
    "turning_point": gettext_lazy("Turning point"),
    "cause": gettext_lazy("Direct cause"),
    "category": gettext_lazy("Category"),
    "recording": gettext_lazy("Recording"),
    "delivery_check": gettext_lazy("Delivery check"),
    "suspect": gettext_lazy("Suspected use"),
    "reference": gettext_lazy("Reference"),
    "requester": gettext_lazy("Who asks for it"),
    "authority": gettext_lazy("Authority"),
    "document": gettext_lazy("Document number"),
    "jurisdiction": gettext_lazy("Jurisdiction"),
    "transfer_to": gettext_lazy("Handed on to"),
    "officers": gettext_lazy("Officers"),
    "handed_over": gettext_lazy("What was handed over"),
    "receipt": gettext_lazy("Receipt"),
    "place": gettext_lazy("Place"),
    "mediator": gettext_lazy("Mediator"),
    "item": gettext_lazy("Improvement item"),
    "attitude": gettext_lazy("Attitude"),
    "demand": gettext_lazy("Asks for"),
    "plan": gettext_lazy("Plan for the talk"),
    "attachment": gettext_lazy("A feeling or bond that matters"),
    "material_need": gettext_lazy("A material need"),
    "essence": gettext_lazy("What the problem really is"),
    "stop_loss": gettext_lazy("A loss must be stopped now"),
    "method": gettext_lazy("How it was met"),
    "whose": gettext_lazy("Who said them"),
    "real_demand": gettext_lazy("What it is really about"),
    "expected": gettext_lazy("What was expected"),
    "actual": gettext_lazy("What came"),
    "root_cause": gettext_lazy("Root cause"),
    "lessons": gettext_lazy("Lessons"),
    "option": gettext_lazy("Option"),
    "note": gettext_lazy("Note"),
}


def _planned(step: dict[str, Any]) -> str:
    due = step.get("due")
    return f"{step.get('text', '')} ({due})" if due else str(step.get("text", ""))


def _done(action: dict[str, Any]) -> str:
    words = [str(action.get("action", "")), value_word(ActionResult, action.get("result", ""))]
    return listed([*words, *([str(action["reference"])] if action.get("reference") else [])])


_KINDS_OF: dict[str, type[StrEnum]] = {
    "verdict": Verdict,
    "position": Position,
    "disposition": DispositionKind,
}
_OUTCOMES: dict[str, type[StrEnum]] = {
    "complaint.contacted": ContactOutcome,
    "complaint.followed_up": FollowUpOutcome,
}
"""Of which enumeration a fact is: the same code has another word in each."""
_LESSONS: dict[str, tuple[str, type[StrEnum]]] = {
    "complaint.analysed": ("path", CasePath),
    "complaint.objected": ("kind", ObjectionClass),
    "complaint.gap_found": ("raised_by", RaisedBy),
    "complaint.closed": ("result", ResultGrade),
}


def _facts(entry: Entry, now: datetime) -> list[str]:
    facts = entry.facts
    found: list[str] = []
    if entry.kind.startswith("clock."):
        found.append(str(clock_word(facts["clock"])))
        found.append(_when(facts["due"], now))
        return found
    if entry.kind.startswith("mail."):
        return _of_mail(facts)
    if "channel" in facts:
        found.append(str(channel_word(facts["channel"])))
    kinds = {**_KINDS_OF, "outcome": _OUTCOMES.get(entry.kind, Outcome)}
    found += [value_word(kind, facts[name]) for name, kind in kinds.items() if name in facts]
    name, kind = _LESSONS.get(entry.kind, ("", Outcome))
    found += [value_word(kind, facts[name])] if facts.get(name) else []
    found += [str(facts["month"])[:7]] if entry.kind == "conduct.put_on_record" else []
    found += [_("Sympathy shown")] if facts.get("empathy") else []
    if entry.kind == "complaint.regulator_involved":
        found.append(value_word(SlipKind, facts["kind"]))
    if entry.kind.startswith("complaint.regulator_") and facts.get("transfer"):
        found.append(value_word(Handover, facts["transfer"]))
    if entry.kind == "complaint.met" and facts.get("result"):
        found.append(value_word(MediationResult, facts["result"]))
    if entry.kind == "complaint.urged":
        found.append(_("No. %(n)s") % {"n": facts["count"]} if facts["by"] == "customer" else "")
    found += [str(facts["no"])] if "no" in facts else []
    found += _changes(facts, now)
    return [one for one in found if one]


def _of_mail(facts: dict[str, Any]) -> list[str]:
    because = facts.get("because", "")
    reason = WITHHELD.get(because) or BECAUSE.get(because)
    return [str(LETTERS.get(facts["letter"], facts["letter"])), *([str(reason)] if reason else [])]


def _changes(facts: dict[str, Any], now: datetime) -> list[str]:
    found = [" → ".join(str(one) for one in facts["tier"])] if _pair(facts, "tier") else []
    found += [" → ".join(str(one) for one in facts["type"])] if _pair(facts, "type") else []
    if facts.get("form_no"):
        found.append(str(facts["form_no"]))
    if facts.get("cost") is not None:
        found.append(_("%(yuan)s yuan") % {"yuan": f"{facts['cost'] / 100:.2f}"})
    if facts.get("due"):
        found.append(_when(str(facts["due"]), now))
    if facts.get("satisfied") is not None:
        found.append(_("Satisfied") if facts["satisfied"] else _("Not satisfied"))
    if facts.get("review_on"):
        found.append(_("Review on %(day)s") % {"day": facts["review_on"]})
    found += [
        f"{value_word(Party, party)} {share}%"
        for party, share in (facts.get("shares") or {}).items()
    ]
    if facts.get("kept") is not None:
        found.append(_("Kept") if facts["kept"] else _("Not kept"))
    if facts.get("passed") is not None:
        found.append(_("Identified") if facts["passed"] else _("Not identified"))
    if facts.get("loss") is not None:
        found.append(_("Loss %(yuan)s yuan") % {"yuan": f"{facts['loss'] / 100:.2f}"})
    if facts.get("held_seconds") is not None:
        minutes = facts["held_seconds"] // 60
        found.append(_("lay there for %(minutes)s minutes") % {"minutes": minutes})
    if facts.get("none_yet"):
        found.append(_("No progress yet"))
    found += [str(code) for code in facts.get("reasons") or ()]
    return found


def _pair(facts: dict[str, Any], name: str) -> bool:
    return isinstance(facts.get(name), list) and len(facts[name]) == 2


def _when(text: str, now: datetime) -> str:
    due = datetime.fromisoformat(text)
    return moment_words(timezone.localtime(due), now)
