"""A case as its page reads it: names instead of people, words instead of codes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints.permissions import may_see_claimants
from kesu.consults.rules import MerchantRole
from kesu.desk.brief_values import Candidate
from kesu.desk.values import CaseView, ClockView, Entry, MeetingView
from kesu.journeys.meeting import MeetingKind
from kesu.policy.codes import (
    NOT_OPEN,
    ClockName,
    ClockState,
    DispositionKind,
    MediationResult,
    Outcome,
    Party,
    Position,
    SolutionKind,
    SpecialRole,
    State,
)
from kesu.workbench.options import function_word
from kesu.workbench.session import Desk
from kesu.workbench.words import value_word, verdict_word

_MET = 4


@dataclass(frozen=True)
class Shown:
    """The case as the template reads it: names instead of people, words instead of codes."""

    view: CaseView
    desk: Desk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view, name)

    @property
    def sees_behaviour(self) -> bool:
        """Whether the reader may learn what orders and claims show; it is asked for apart."""
        return may_see_claimants(self.desk.reader)

    @property
    def owner(self) -> str:
        return self.view.owner.name

    @property
    def risk_owner(self) -> str:
        return self.view.risk_owner.name

    @property
    def dedicated(self) -> str:
        return self.view.dedicated.name if self.view.dedicated else ""

    @property
    def accused(self) -> str:
        return self.view.accused.name if self.view.accused else ""

    @property
    def merchant_role_word(self) -> str:
        return value_word(MerchantRole, self.view.merchant_role) if self.view.merchant_role else ""

    @property
    def level(self) -> str:
        """The customer's level at the receipt, and today's where it is another one (F23)."""
        then, now = self.view.level_then, self.view.customer.level
        if then is None or then == now:
            return _("Level %(n)s") % {"n": now} if now else ""
        return _("Level %(then)s when lodged; now %(now)s") % {"then": then, "now": now}

    @property
    def policy(self) -> str:
        return f"{self.view.policy_name} {self.view.policy_version}"

    @property
    def verdict(self) -> str:
        return verdict_word(self.view.verdict)

    @property
    def cause(self) -> str:
        return self.view.cause.text if self.view.cause else ""

    @property
    def causes(self) -> list[str]:
        """Who bears how much of it."""
        cause = self.view.cause
        shares = cause.responsible if cause else []
        return [f"{value_word(Party, one['party'])} {one['share']}%" for one in shares]

    @property
    def solution_kind(self) -> str:
        return value_word(SolutionKind, self.view.solution.kind) if self.view.solution else ""

    @property
    def solution_state(self) -> tuple[str, str]:
        """How the newest solution stands, and in which tone."""
        solution = self.view.solution
        if solution is None:
            return "", ""
        if solution.returned_at:
            return _("Returned"), "soon"
        if solution.approved_at:
            return (_("Approved by mandate") if solution.mandate else _("Approved")), "ok"
        return _("Waits for approval"), "accent"

    @property
    def clocks(self) -> list[ClockView]:
        """What is waited for, then what was met last; a promise by what was promised."""
        named = {("promise", str(one.id)): one.what for one in self.view.promises}
        for asked in self.view.authority.opinions:
            named["consult", f"opinion-{asked.id}"] = function_word(asked.function, self.desk)
        for told in self.view.authority.reports:
            named["report", str(told.id)] = told.to.name
        for one in self.view.consults:
            named["consult", str(one.id)] = self._department(one.department)
        shown = [
            replace(
                one,
                subject=named.get((one.name, one.subject), "")[:60],
                candidates=candidates(one, self.view.timeline),
            )
            for one in self.view.clocks
            if one.state != ClockState.stopped
        ]
        waiting = [one for one in shown if one.met_at is None]
        return [*waiting, *[one for one in shown if one.met_at][: -_MET - 1 : -1]]

    @property
    def explained(self) -> list[ClockView]:
        """The clocks whose time is derived on demand: not each past day of the daily line."""
        return [one for one in self.clocks if not one.met_at or one.name != ClockName.progress]

    @property
    def undedicated(self) -> bool:
        """Urgent, open, and nobody follows it personally (E33)."""
        waits = self.view.state not in NOT_OPEN
        return self.view.urgent and waits and self.view.dedicated is None

    @property
    def reports(self) -> list[dict[str, Any]]:
        """Who was told, level by level, and how that stands."""
        return [
            {
                "level": self.desk.pack.word("notify", one.level, self.desk.language),
                "to": one.to.name,
                "sent": one.sent,
                "seen": one.acknowledged,
                "over": one.skipped and not one.acknowledged,
                "due": one.due,
            }
            for one in self.view.authority.reports
        ]

    @property
    def opinions(self) -> list[dict[str, Any]]:
        """What functions were asked and, for who may read it, what they think."""
        return [
            {
                "function": function_word(one.function, self.desk),
                "question": one.question,
                "due": one.due,
                "given": one.given_at,
                "by": one.given_by.name if one.given_by else "",
                "text": one.text,
            }
            for one in self.view.authority.opinions
        ]

    @property
    def meetings(self) -> list[dict[str, Any]]:
        """Who met for what, and what came of it."""
        return [
            {
                "kind": value_word(MeetingKind, one.kind),
                "at": one.at,
                "present": ", ".join(one.present),
                "signed": ", ".join(one.signed),
                "decision": one.decision,
                "where": _where(one),
            }
            for one in self.view.authority.meetings
        ]

    @property
    def came_back(self) -> bool:
        """协议后反悔: the customer came back on an agreement, and no other stands (A64)."""
        kinds = ("complaint.agreed", "complaint.reopened")
        told = [one for one in self.view.timeline if one.kind in kinds]
        last = told[-1] if told else None
        return bool(last and last.kind == kinds[1] and last.facts.get("agreement") is not None)

    @property
    def outcome(self) -> str:
        return value_word(Outcome, self.view.outcome) if self.view.outcome else ""

    @property
    def disposition(self) -> str:
        return value_word(DispositionKind, self.view.disposition) if self.view.disposition else ""

    @property
    def decision(self) -> str:
        return value_word(Position, self.view.decision) if self.view.decision else ""

    @property
    def special_role(self) -> str:
        return value_word(SpecialRole, self.view.customer.special_role)

    @property
    def summary(self) -> str:
        """服务小结 of the last closing, or why it was withdrawn."""
        return self._last("complaint.closed", "summary") or self._last(
            "complaint.withdrawn", "reason"
        )

    @property
    def lesson(self) -> str:
        """The improvement item or the reason behind the last disposition."""
        kinds = ("complaint.closed", "complaint.disposed")
        told = [one for one in self.view.timeline if one.kind in kinds]
        notes = told[-1].notes if told else {}
        return str(notes.get("item") or notes.get("reason") or "")

    @property
    def resting(self) -> tuple[str, str] | None:
        """Until which day and why it rests, while it does."""
        told = [one for one in self.view.timeline if one.kind == "complaint.cooled"]
        if self.view.state != State.cooling or not told:
            return None
        return str(told[-1].facts.get("review_on", "")), str(told[-1].notes.get("reason", ""))

    def _last(self, kind: str, note: str) -> str:
        told = [one for one in self.view.timeline if one.kind == kind]
        return str(told[-1].notes.get(note) or "") if told else ""

    def _department(self, code: str) -> str:
        return self.desk.pack.department_name(code, self.desk.language)

    @property
    def consults(self) -> list[dict[str, Any]]:
        return [
            {
                "department": self._department(one.department),
                "question": one.question,
                "answered": one.answered,
                "answer": one.answer,
                "answered_by": one.answered_by.name if one.answered_by else "",
                "due": one.due,
                "sent_back": one.sent_back,
                "sent_back_reason": one.sent_back_reason,
            }
            for one in self.view.consults
        ]


_WEIGHED = frozenset({ClockName.first_callback, ClockName.urgent_contact, ClockName.close})
"""The clocks to which becoming urgent gives a second due time, of which the earlier one stands."""


def candidates(clock: ClockView, told: Iterable[Entry]) -> tuple[Candidate, ...]:
    """Every due time that rules gave a clock since it began; nothing where there was only one."""
    if clock.name not in _WEIGHED:
        return ()
    found: dict[datetime, Candidate] = {}
    for one in told:
        facts = one.facts
        if one.kind not in ("clock.started", "clock.moved") or one.at < clock.started:
            continue
        if (facts["clock"], facts["subject"]) == (clock.name, clock.subject):
            due = datetime.fromisoformat(facts["due"])
            found.setdefault(due, Candidate(one.rule or "", one.at, due, due == clock.due))
    return tuple(found.values()) if len(found) > 1 and clock.due in found else ()


def _where(one: MeetingView) -> list[str]:
    """Where it was, who mediated, what came of that."""
    result = value_word(MediationResult, one.result) if one.result else ""
    return [said for said in (one.place, one.mediator, result) if said]
