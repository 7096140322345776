"""What a line of the record holds, in the words of the screens: codes, people, money and times."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk import words
from kesu.policy.codes import (
    ContactOutcome,
    Direction,
    FollowUpOutcome,
    Party,
    Position,
    Remedy,
    ResultGrade,
)
from kesu.workbench.session import Desk
from kesu.workbench.words import listed, value_word

_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
_LAST = 6
_PEOPLE = frozenset(
    {"owner", "risk_owner", "mentor", "grantor", "staff", "accused", "liaison", "backup", "to"}
)
_CENTS = frozenset({"amount", "cost", "worth", "loss"})
_LABELS: dict[str, Any] = {
    "accused": gettext_lazy("Who it is about"),
    "amount": gettext_lazy("Amount"),
    "because": gettext_lazy("Reason"),
    "batch": gettext_lazy("Batch"),
    "channel": gettext_lazy("Channel"),
    "clause": gettext_lazy("Clause"),
    "clock": gettext_lazy("Deadline"),
    "consult": gettext_lazy("Task of a department"),
    "cost": gettext_lazy("Cost"),
    "customer": gettext_lazy("Customer"),
    "department": gettext_lazy("Department"),
    "direction": gettext_lazy("Direction"),
    "disposition": gettext_lazy("Disposition"),
    "due": gettext_lazy("Due"),
    "due_before": gettext_lazy("Due before"),
    "emotion": gettext_lazy("Emotion"),
    "evidence": gettext_lazy("Evidence"),
    "form_no": gettext_lazy("Form number"),
    "grade": gettext_lazy("Grade"),
    "handler": gettext_lazy("Who handles it"),
    "item": gettext_lazy("Thing"),
    "kind": gettext_lazy("Kind"),
    "level": gettext_lazy("Degree"),
    "liaison": gettext_lazy("Liaison"),
    "mandate": gettext_lazy("Mandate"),
    "month": gettext_lazy("Month"),
    "none_yet": gettext_lazy("No progress yet"),
    "outcome": gettext_lazy("Outcome"),
    "owner": gettext_lazy("Owner"),
    "percent": gettext_lazy("Percent of the time"),
    "promise": gettext_lazy("Promise"),
    "rank": gettext_lazy("Rank"),
    "received": gettext_lazy("Received"),
    "remedy": gettext_lazy("Remedy"),
    "result": gettext_lazy("Result"),
    "risk_owner": gettext_lazy("Who answers for the risk"),
    "routed_by": gettext_lazy("Given by"),
    "satisfied": gettext_lazy("Satisfied"),
    "shares": gettext_lazy("Responsibility"),
    "solution": gettext_lazy("Solution"),
    "source": gettext_lazy("Source"),
    "staff": gettext_lazy("Colleague"),
    "state": gettext_lazy("State"),
    "tier": gettext_lazy("Tier"),
    "to": gettext_lazy("To whom"),
    "type": gettext_lazy("Type"),
    "urgent": gettext_lazy("Urgent"),
    "verdict": gettext_lazy("Verdict"),
    "worth": gettext_lazy("Worth a piece"),
}
_UNSAID = frozenset({"subject", "report", "issue_key", "over"})
"""Keys of rows and marks of the machine; the exports hold them."""
_KINDS: dict[str, type] = {
    "direction": Direction,
    "position": Position,
    "kind": Remedy,
    "result": ResultGrade,
}
_OUTCOMES: dict[str, type] = {
    "complaint.contacted": ContactOutcome,
    "complaint.followed_up": FollowUpOutcome,
    "complaint.revisited": FollowUpOutcome,
}
_SAID: dict[str, Callable[[str], Any]] = {
    "clock": words.clock_word,
    "channel": words.channel_word,
    "source": words.source_word,
    "verdict": words.verdict_word,
    "disposition": words.disposition_word,
    "outcome": words.outcome_word,
}


@dataclass(frozen=True)
class Fact:
    """One fact: what it is called, its value in words, and how it is written on the record."""

    name: str
    said: str
    written: str


def told(kind: str, facts: Mapping[str, Any], desk: Desk) -> list[Fact]:
    """The facts of a line of that kind; what nothing is known of is left out."""
    return [
        Fact(str(_LABELS.get(name, name)), said, f"{name}: {value}")
        for name, value in facts.items()
        if name not in _UNSAID and value is not None and value not in ("", [], {})
        for said in _values(kind, name, value, desk)
    ]


def _values(kind: str, name: str, value: Any, desk: Desk) -> Iterator[str]:
    if isinstance(value, list | tuple):
        yield _several(kind, name, list(value), desk)
    elif isinstance(value, Mapping):
        yield listed([f"{_of_party(key)} {one}" for key, one in value.items()])
    else:
        yield _one(kind, name, value, desk)


def _several(kind: str, name: str, value: list[Any], desk: Desk) -> str:
    """Of what changed both ends, also where one of them is nobody and nothing."""
    known = [None if one in (None, "") else _one(kind, name, one, desk) for one in value]
    if name in ("state", "owner", "tier", "type"):
        return " → ".join(one or "–" for one in known)
    return listed([one for one in known if one is not None])


def _of_party(key: str) -> str:
    return value_word(Party, key)


def _one(kind: str, name: str, value: Any, desk: Desk) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name in _PEOPLE and str(value).isdigit():
        known = desk.people.get(int(value))
        return known.full_name if known else str(value)
    if name in _CENTS and isinstance(value, int):
        return _("%(yuan)s yuan") % {"yuan": f"{value / 100:.2f}"}
    if isinstance(value, str):
        return _code(kind, name, value, desk)
    return str(value)


def _code(kind: str, name: str, value: str, desk: Desk) -> str:
    if _TIME.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(desk.pack.tz):%Y-%m-%d %H:%M}"
    if _ID.fullmatch(value):
        return f"…{value[-_LAST:]}"
    return str(_of_rules(name, value, desk) or _of_codes(kind, name, value))


def _of_rules(name: str, value: str, desk: Desk) -> str:
    """What the rules in force call a code."""
    pack, language = desk.pack, desk.language
    if name == "type" and pack.has_type(value):
        return f"{value} {pack.type(value).name.say(language)}"
    if name == "department":
        return pack.department_name(value, language)
    return pack.rank_name(value, language) if name in ("rank", "level", "over") else ""


def _of_codes(kind: str, name: str, value: str) -> Any:
    if name == "state":
        return (words.clock_state_word if kind.startswith("clock.") else words.state_word)(value)
    if name == "urgent":
        return f"{value} {words.urgency_word(value)}"
    if name == "outcome" and kind in _OUTCOMES:
        return value_word(_OUTCOMES[kind], value)
    if name in _KINDS:
        return value_word(_KINDS[name], value)
    return _SAID[name](value) if name in _SAID else value
