"""One complaint: what may I do now?"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kesu.desk import case as desk_case
from kesu.desk.values import CaseView, ClockView
from kesu.journeys.offers import closing_needs
from kesu.policy import queries as policies
from kesu.workbench import timeline
from kesu.workbench.acts import Attempt, actions
from kesu.workbench.session import Desk, signed_in
from kesu.workbench.words import verdict_word

_SHOWN = 12


@signed_in
def case(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The case page."""
    return page(request, desk, no)


def page(
    request: HttpRequest,
    desk: Desk,
    no: str,
    *,
    attempt: Attempt | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what was typed into one action if that was not taken."""
    found = desk_case.case(no, reader=desk.reader, people=desk.people, timeline=True)
    part = request.GET.get("part", "")
    entries = [timeline.shown(entry, now=desk.now) for entry in timeline.part(found.timeline, part)]
    gates = closing_needs(no, by=desk.reader, now=desk.now)
    context = {
        "case": Shown(found, desk),
        "back": {"url": reverse("queue"), "label": _("Workbench")},
        "tabs": _tabs(found, part),
        "folded": entries[:-_SHOWN],
        "entries": entries[-_SHOWN:],
        "actions": actions(found, desk, attempt),
        "gates": [{"say": one.say, "met": False} for one in gates],
        "levels": [point.level for point in found.emotions],
        "turn": next((i for i, one in enumerate(found.emotions) if one.turning_point), None),
        "next_clock": next_clock(found),
        "reveal_url": reverse("reveal", args=[no]) if _can_reveal(found) else "",
    }
    return render(request, "workbench/case.html", context, status=status)


def _can_reveal(found: CaseView) -> bool:
    return found.may_reveal and bool(found.customer.phone or found.customer.email)


def next_clock(found: CaseView) -> ClockView | None:
    """The overdue clock that waits longest, else the next that runs out."""
    owed = [one for one in found.clocks if one.state == "breached" and one.met_at is None]
    running = [one for one in found.clocks if one.state == "running"]
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
    def policy(self) -> str:
        return f"{self.view.policy_name} {self.view.policy_version}"

    @property
    def verdict(self) -> str:
        return verdict_word(self.view.verdict)

    @property
    def cause(self) -> str:
        return self.view.cause.text if self.view.cause else ""

    @property
    def solution(self) -> str:
        solution = self.view.solution
        return "; ".join(step["text"] for step in solution.steps) if solution else ""

    @property
    def consults(self) -> list[dict[str, Any]]:
        pack = policies.in_force(self.desk.now)
        return [
            {
                "department": pack.department_name(one.department, self.desk.language),
                "question": one.question,
                "answered": one.answered,
                "due": one.due,
            }
            for one in self.view.consults
        ]


def _tabs(found: CaseView, part: str) -> list[dict[str, Any]]:
    address = reverse("case", args=[found.no])
    named = [("", _("All")), *((name, title) for name, (title, _kinds) in timeline.PARTS.items())]
    return [
        {
            "url": f"{address}?part={name}" if name else address,
            "label": str(title),
            "count": len(timeline.part(found.timeline, name)),
            "current": name == part or (not name and part not in timeline.PARTS),
        }
        for name, title in named
    ]
