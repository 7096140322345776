"""The record told as a story: each line with its icon, its sentence and its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk.values import Entry
from kesu.desk.words import channel_word, clock_word
from kesu.policy.codes import (
    ActionResult,
    CasePath,
    ContactOutcome,
    DispositionKind,
    FollowUpOutcome,
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
from kesu.workbench.words import value_word

_TITLES: dict[str, tuple[Any, str, str]] = {
    "complaint.lodged": (gettext_lazy("lodged the complaint"), "plus", ""),
    "complaint.accepted": (gettext_lazy("accepted it"), "check", ""),
    "complaint.contacted": (gettext_lazy("spoke with the customer"), "phone", "call"),
    "complaint.classified": (gettext_lazy("changed the type"), "layers", ""),
    "complaint.marked_urgent": (gettext_lazy("marked it urgent"), "flag", "urgent"),
    "complaint.regulator_involved": (
        gettext_lazy("recorded that an authority is involved"),
        "flag",
        "urgent",
    ),
    "complaint.verified": (gettext_lazy("verified it"), "search", ""),
    "complaint.consulted": (gettext_lazy("asked a department"), "users", ""),
    "complaint.fed_back": (gettext_lazy("answered the task"), "users", ""),
    "complaint.evidence_added": (gettext_lazy("added evidence"), "clip", ""),
    "complaint.side_empty": (gettext_lazy("found nothing on one side"), "scale", ""),
    "complaint.agreement_drafted": (gettext_lazy("drafted an agreement"), "note", ""),
    "complaint.agreed": (gettext_lazy("recorded the agreement"), "stamp", "ok"),
    "complaint.evidence_retracted": (
        gettext_lazy("relies on a piece of evidence no more"),
        "clip",
        "soon",
    ),
    "complaint.evidence_spoilt": (
        gettext_lazy("A file of the evidence is not what it was"),
        "octagon-alert",
        "breach",
    ),
    "complaint.cause_recorded": (gettext_lazy("recorded the cause"), "search", ""),
    "complaint.proposed": (gettext_lazy("proposed a solution"), "send", ""),
    "complaint.form_drawn": (gettext_lazy("The form has its number"), "note", ""),
    "complaint.approved": (gettext_lazy("approved the solution"), "stamp", "ok"),
    "complaint.returned": (gettext_lazy("returned the solution"), "stamp", "soon"),
    "complaint.replied": (gettext_lazy("replied to the customer"), "chat", "call"),
    "complaint.decided": (gettext_lazy("kept the customer's decision"), "user", "customer"),
    "complaint.executed": (gettext_lazy("logged what was done"), "check", ""),
    "complaint.followed_up": (gettext_lazy("followed up"), "phone", "call"),
    "complaint.resolved": (gettext_lazy("solved it in the same contact"), "check", "ok"),
    "complaint.closed": (gettext_lazy("closed it"), "lock", "ok"),
    "complaint.disposed": (gettext_lazy("decided what is learnt from it"), "layers", ""),
    "complaint.archived": (gettext_lazy("archived it"), "lock", ""),
    "complaint.reopened": (gettext_lazy("reopened it"), "flag", "soon"),
    "complaint.escalated": (gettext_lazy("escalated it"), "arrow-up", "soon"),
    "complaint.converted": (gettext_lazy("It is an escalated complaint now"), "arrow-up", "urgent"),
    "complaint.transferred": (gettext_lazy("transferred it"), "arrow-right", ""),
    "complaint.sent_back": (gettext_lazy("sent the task back"), "users", "soon"),
    "complaint.routing_tried": (gettext_lazy("looked for a supervisor for the call"), "phone", ""),
    "complaint.identified": (gettext_lazy("checked the identity"), "user", ""),
    "complaint.frozen": (gettext_lazy("froze the account"), "lock", "soon"),
    "complaint.investigated": (gettext_lazy("recorded the investigation"), "search", ""),
    "complaint.account_amended": (gettext_lazy("amended the account"), "check", ""),
    "complaint.unfrozen": (gettext_lazy("lifted the freeze"), "lock", "ok"),
    "complaint.assisted": (gettext_lazy("asked a colleague"), "users", ""),
    "complaint.handed_over": (gettext_lazy("handed it over"), "arrow-right", ""),
    "complaint.promised": (gettext_lazy("made a promise"), "promise", ""),
    "complaint.promise_settled": (gettext_lazy("settled a promise"), "promise", ""),
    "complaint.progressed": (gettext_lazy("told the customer how it stands"), "chat", "call"),
    "complaint.emotion_noted": (gettext_lazy("noted the emotion"), "user", ""),
    "complaint.broken_down": (gettext_lazy("took the first talk apart"), "chat", ""),
    "complaint.analysed": (gettext_lazy("looked at the eight conditions"), "scale", ""),
    "complaint.objected": (gettext_lazy("recorded an objection"), "chat", "customer"),
    "complaint.gap_found": (gettext_lazy("recorded what was expected"), "scale", ""),
    "complaint.aggravated": (
        gettext_lazy("recorded words that made it worse"),
        "triangle-alert",
        "soon",
    ),
    "complaint.preferred": (gettext_lazy("noted how to reach the customer"), "phone", "customer"),
    "complaint.reviewed": (gettext_lazy("reviewed the case"), "book", ""),
    "complaint.coached": (gettext_lazy("asked for coaching"), "users", ""),
    "conduct.put_on_record": (gettext_lazy("It is on the colleague's record"), "note", "soon"),
    "conduct.taken_off_record": (gettext_lazy("It is off the colleague's record"), "note", ""),
    "coaching.asked": (gettext_lazy("Coaching is owed"), "users", "soon"),
    "complaint.met": (gettext_lazy("recorded a meeting"), "users", ""),
    "complaint.talked": (gettext_lazy("recorded a round of talks"), "chat", "customer"),
    "complaint.dedicated": (gettext_lazy("dedicated it to somebody"), "flag", "urgent"),
    "complaint.kept": (gettext_lazy("keeps it, as agreed"), "user", ""),
    "complaint.opinion_asked": (gettext_lazy("asked for an opinion"), "users", "soon"),
    "complaint.opinion_given": (gettext_lazy("gave an opinion"), "scale", ""),
    "complaint.reported": (gettext_lazy("reported it upwards"), "arrow-up", "urgent"),
    "complaint.acknowledged": (gettext_lazy("acknowledged the report"), "check", "ok"),
    "complaint.noted": (gettext_lazy("wrote a note"), "note", ""),
    "complaint.withdrawn": (gettext_lazy("The customer withdrew it"), "user", "customer"),
    "complaint.cooled": (gettext_lazy("lets it rest"), "clock", ""),
    "complaint.resumed": (gettext_lazy("took it up again"), "arrow-right", ""),
    "complaint.batched": (gettext_lazy("It belongs to a batch"), "layers", "urgent"),
    "complaint.merged": (gettext_lazy("merged it into another case"), "layers", "soon"),
    "complaint.took_in": (gettext_lazy("merged another case into this one"), "layers", "soon"),
    "complaint.unmerged": (gettext_lazy("undid the merging"), "layers", ""),
    "complaint.gave_back": (gettext_lazy("gave the merged case back"), "layers", ""),
    "complaint.split": (gettext_lazy("split off a second matter"), "layers", ""),
    "complaint.split_off": (gettext_lazy("It is the second matter of another case"), "layers", ""),
    "complaint.extended": (gettext_lazy("approved more time by law"), "clock", ""),
    "complaint.urged": (gettext_lazy("chased it"), "bell", "customer"),
    "customer.revealed": (gettext_lazy("looked at the full number"), "eye", ""),
    "mail.queued": (gettext_lazy("Mail was written"), "mail", "system"),
    "mail.sent": (gettext_lazy("Mail went out"), "mail", "system"),
    "mail.set_aside": (gettext_lazy("Mail was set aside"), "mail", "breach"),
    "mail.replayed": (gettext_lazy("sent the mail again"), "mail", ""),
    "mail.withheld": (gettext_lazy("No mail was sent"), "mail", "system"),
    "clock.started": (gettext_lazy("A deadline began"), "clock", "system"),
    "clock.moved": (gettext_lazy("A deadline moved"), "clock", "system"),
    "clock.met": (gettext_lazy("A deadline is met"), "clock", "system"),
    "clock.breached": (gettext_lazy("A deadline passed"), "octagon-alert", "breach"),
    "clock.stopped": (gettext_lazy("A deadline ended"), "clock", "system"),
}

PARTS: dict[str, tuple[Any, frozenset[str]]] = {
    "contacts": (
        gettext_lazy("With the customer"),
        frozenset(
            {
                "complaint.contacted",
                "complaint.replied",
                "complaint.decided",
                "complaint.followed_up",
                "complaint.progressed",
                "complaint.promised",
                "complaint.promise_settled",
                "complaint.emotion_noted",
                "complaint.withdrawn",
                "mail.queued",
                "mail.sent",
                "mail.set_aside",
                "mail.replayed",
                "mail.withheld",
            }
        ),
    ),
    "departments": (
        gettext_lazy("Departments"),
        frozenset(
            {
                "complaint.consulted",
                "complaint.fed_back",
                "complaint.assisted",
                "complaint.opinion_asked",
                "complaint.opinion_given",
            }
        ),
    ),
    "approvals": (
        gettext_lazy("Solutions"),
        frozenset(
            {
                "complaint.proposed",
                "complaint.approved",
                "complaint.returned",
                "complaint.form_drawn",
                "complaint.escalated",
            }
        ),
    ),
    "deadlines": (
        gettext_lazy("Deadlines"),
        frozenset({"clock.started", "clock.moved", "clock.met", "clock.breached", "clock.stopped"}),
    ),
}
_FOLDED = frozenset({"clock.started", "clock.met", "clock.stopped", "mail.queued"})


@dataclass(frozen=True)
class Shown:
    """One item of the timeline."""

    at: datetime
    tone: str
    icon: str
    by_name: str
    title: str
    text: str
    facts: list[str]


def part(entries: Iterable[Entry], name: str) -> list[Entry]:
    """The lines of one part of the story; the whole leaves quiet clock lines out."""
    if name in PARTS:
        return [entry for entry in entries if entry.kind in PARTS[name][1]]
    return [entry for entry in entries if entry.kind not in _FOLDED]


def shown(entry: Entry, *, now: datetime) -> Shown:
    """A line as it is read."""
    title, icon, tone = _TITLES.get(entry.kind, (entry.kind, "note", ""))
    by_rule = entry.by.startswith("system:") and entry.rule
    return Shown(
        at=entry.at,
        tone=tone,
        icon=icon,
        by_name=_("By rule %(rule)s") % {"rule": entry.rule} if by_rule else entry.by_name,
        title=str(title),
        text=_text(entry),
        facts=_facts(entry, now),
    )


def _text(entry: Entry) -> str:
    """The words of a line, one under another."""
    said: list[str] = []
    for name, value in _main_first(entry.notes):
        if name == "steps" and isinstance(value, list):
            said += [f"{place}. {_planned(step)}" for place, step in enumerate(value, 1)]
        elif name == "actions" and isinstance(value, list):
            said += [_done(one) for one in value]
        elif name == "options" and isinstance(value, list):
            said += [_("Option: %(text)s") % {"text": one} for one in value]
        elif name == "items" and isinstance(value, list):
            said.append(", ".join(str(one) for one in value))
        elif isinstance(value, str):
            said.append(f"{_NOTE_NAMES[name]}: {value}" if name in _NOTE_NAMES else value)
    return "\n".join(said)


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
    "suspect": gettext_lazy("Suspected use"),
    "reference": gettext_lazy("Reference"),
    "requester": gettext_lazy("Who asks for it"),
    "authority": gettext_lazy("Authority"),
    "document": gettext_lazy("Document number"),
    "jurisdiction": gettext_lazy("Jurisdiction"),
    "transfer_to": gettext_lazy("Handed on to"),
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
    return ", ".join([*words, *([str(action["reference"])] if action.get("reference") else [])])


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
    if entry.kind == "complaint.emotion_noted":
        found.append(str(facts["level"]))
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
