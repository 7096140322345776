"""One complaint: what may I do now?"""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.consults.rules import MerchantRole
from kesu.desk import case as desk_case
from kesu.desk.values import CaseView, ClockView
from kesu.desk.views import overdue
from kesu.journeys import offers
from kesu.journeys.meeting import MeetingKind
from kesu.journeys.offers import Standing
from kesu.policy.codes import (
    NOT_OPEN,
    ClockName,
    ClockState,
    DispositionKind,
    Outcome,
    Party,
    Position,
    SolutionKind,
    SpecialRole,
    State,
)
from kesu.workbench import drafted, outbox, rooms, timeline
from kesu.workbench.acts import Attempt, actions, function_word, needs
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import value_word, verdict_word

_SHOWN = 12
_MET = 4


@signed_in
def case(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The case page; of a merged one that of the case it went into, which has its own behind it
    (``own``, F04).
    """
    standing = offers.standing(no, by=desk.reader, people=desk.people, now=desk.now)
    merged = standing.view.merged_into and not request.GET.get("own")
    into = desk_case.survivor(no, reader=desk.reader, people=desk.people) if merged else ""
    if not into:
        return _render(request, desk, standing)
    said = _("%(no)s went into this case, which is worked for both.")
    messages.info(request, said % {"no": standing.view.no})
    return redirect("case", no=into)


def page(
    request: HttpRequest,
    desk: Desk,
    no: str,
    *,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what was typed into one action if that was not taken."""
    standing = offers.standing(no, by=desk.reader, people=desk.people, now=desk.now)
    return _render(request, desk, standing, attempt=attempt, status=status)


def _render(
    request: HttpRequest,
    desk: Desk,
    standing: Standing,
    *,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    found = standing.view
    part = request.GET.get("part", "")
    entries = [timeline.shown(entry, now=desk.now) for entry in timeline.part(found.timeline, part)]
    attempt = attempt or drafted.asked(request, found)
    doable = actions(found, standing.offers, desk, attempt)
    shown = Shown(found, desk)
    context = {
        "case": shown,
        "back": {"url": reverse("queue"), "label": _("Workbench")},
        "rooms": rooms.tabs(found.no, "case"),
        "tabs": _tabs(found, part),
        "folded": entries[:-_SHOWN],
        "entries": entries[-_SHOWN:],
        "actions": doable,
        "convert": _convert(standing, desk),
        "gates": needs(standing.closing, [one.verb for one in doable]),
        "levels": [point.level for point in found.emotions],
        "turn": next((i for i, one in enumerate(found.emotions) if one.turning_point), None),
        "next_clock": next_clock(found),
        "letters": outbox.shown(standing.letters),
        "reveal_url": reverse("reveal", args=[found.no]) if _can_reveal(found) else "",
    }
    return render(request, "workbench/case.html", context, status=status)


def _convert(standing: Standing, desk: Desk) -> dict[str, str]:
    """3.3 is offered after a breach, to who may change the type (E31)."""
    for one in standing.offers:
        if one.suggested:
            code = str(one.suggested["type"])
            name = desk.pack.type(code).name.say(desk.language)
            address = reverse("act", args=[standing.view.no, one.verb.name])
            return {"url": address, "type": code, "name": name}
    return {}


def _can_reveal(found: CaseView) -> bool:
    return found.may_reveal and bool(found.customer.phone or found.customer.email)


def next_clock(case: CaseView) -> ClockView | None:
    """The overdue clock that waits longest, else the next that runs out."""
    owed = overdue(case.clocks, case)
    running = [
        one
        for one in case.clocks
        if one.state == ClockState.running and one.name != ClockName.report
    ]
    return next(iter([*owed, *running]), None)


@dataclass(frozen=True)
class Shown:
    """The case as the template reads it: names instead of people, words instead of codes."""

    view: CaseView
    desk: Desk

    def __getattr__(self, name: str) -> Any:
        return getattr(self.view, name)

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
            replace(one, subject=named.get((one.name, one.subject), "")[:60])
            for one in self.view.clocks
            if one.state != ClockState.stopped
        ]
        waiting = [one for one in shown if one.met_at is None]
        return [*waiting, *[one for one in shown if one.met_at][: -_MET - 1 : -1]]

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


def _tabs(found: CaseView, part: str) -> list[dict[str, Any]]:
    address = reverse("case", args=[found.no])
    own = "own=1&" if found.merged_into else ""
    named = [("", _("All")), *((name, title) for name, (title, _kinds) in timeline.PARTS.items())]
    return [
        {
            "url": f"{address}?{own}part={name}" if name or own else address,
            "label": str(title),
            "count": len(timeline.part(found.timeline, name)),
            "current": name == part or (not name and part not in timeline.PARTS),
        }
        for name, title in named
    ]
