"""升级: one step up the ladder F to A, or to a function for its opinion, with what was tried (A14,
A44, F22).
"""

from datetime import timedelta
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority.models import Escalation
from kesu.foundation.faults import Fault, Refused
from kesu.journal.rules import moment
from kesu.journeys import naming
from kesu.journeys.case import Case
from kesu.journeys.faults import Stale
from kesu.journeys.opinions import advisers, ask
from kesu.journeys.payload import Moment, Payload, Text
from kesu.journeys.perform import allowed
from kesu.journeys.progress import tell_customer
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Tier
from kesu.routing.rules import for_tier

Target = Literal[
    "F",
    "E",
    "D",
    "C",
    "B",
    "A",
    "legal",
    "spokesperson",
    "product",
    "finance",
    "risk",
    "merchant",
    "operations",
    "group",
]
"""Every ``Tier``, then every ``Function``: one list, so that a wrong word has one fault."""

_UNSEEN = timedelta(seconds=1)
"""So soon nobody has seen what somebody else has just done."""


class Escalate(Payload):
    reason: Text = Field(title="Reason")
    tried: Text | None = Field(default=None, title="What was tried")
    suggestion: Text | None = Field(default=None, title="Your suggestion")
    to: Target | None = Field(default=None, title="To tier or function")
    due: Moment | None = Field(default=None, title="By when")
    notice: Text | None = Field(default=None, title="What the customer is told of who takes over")


def check(case: Case, said: Escalate) -> None:
    """What was tried and a suggestion, unless urgent; one step, further only when urgent; a time
    to answer lies ahead.
    """
    if not case.complaint.urgent:
        needed = {"tried": said.tried, "suggestion": said.suggestion}
        faults = [
            Fault(name, _("This is required."), _("needed unless the complaint is urgent"))
            for name, value in needed.items()
            if value is None
        ]
        if faults:
            raise Refused(faults, code="escalation_needs")
    if said.due is not None:
        naming.after(said.due, case.at, loc="due")
    if not _asks(said):
        _ask_seen(case)
        _target(case, said)


def _ask_seen(case: Case) -> None:
    """Of two people who escalate at one moment the state stops nobody: it would rise two steps.
    Who owns it by now, or names the version they saw, knows what they do. Errors: ``Stale``.
    """
    last = Escalation.objects.filter(complaint=case.complaint).order_by("-id").first()
    if last is None or case.version_named or case.by is None:
        return
    if case.by.id in (last.by_id, case.complaint.owner_id):
        return
    if timedelta() <= case.now - last.at < _UNSEEN:
        row = case.complaint
        raise Stale(row.state, row.version - 1, allowed(case), asked=False)


def escalate(step: Step, said: Escalate) -> None:
    """Raises the tier and gives the complaint to somebody of that rank: in the owner's chain of
    superiors, else a colleague of that rank, else the next above. A dedicated handler stays. A
    function is asked, and nothing else changes.
    """
    if _asks(said):
        _ask(step, said)
        return
    target = _target(step, said)
    notes = {"reason": said.reason, "tried": said.tried, "suggestion": said.suggestion}
    facts: dict[str, object] = {
        "tier": [step.complaint.tier, target.value],
        "noticed": said.notice is not None,
    }
    if said.due is not None:
        facts["due"] = moment(said.due)
    step.tell("complaint.escalated", facts, notes=notes, rule="A14")
    rise(step, target, reason=said.reason, tried=said.tried, suggestion=said.suggestion)
    if said.notice is None:
        unnoticed(step)
    else:
        tell_customer(step, said.notice)


def _asks(said: Escalate) -> bool:
    """Whether a function is meant and no tier."""
    return said.to is not None and said.to not in {one.value for one in Tier}


def _ask(step: Step, said: Escalate) -> None:
    assert said.to is not None
    row = ask(
        step,
        str(said.to),
        reason=said.reason,
        tried=said.tried or "",
        suggestion=said.suggestion or "",
        due=said.due,
    )
    if not advisers(step, row.function):
        step.warn("nobody_to_ask", _("Nobody of this function may read the complaint."))
    if said.notice is not None:
        tell_customer(step, said.notice)


def unnoticed(step: Step) -> None:
    """The customer does not know who takes over: said to who escalates, not forbidden (E80)."""
    step.warn("no_notice", _("The customer was not told who takes over."))


def rise_one(step: Step, *, reason: str) -> None:
    """One step by rule, as far as there is one: the customer refused (A14)."""
    target = step.pack.tier_above(Tier(step.complaint.tier))
    if target is None:
        return
    facts = {"tier": [step.complaint.tier, target.value], "automatic": True}
    step.tell("complaint.escalated", facts, notes={"reason": reason}, rule="A14")
    rise(step, target, reason=reason)
    unnoticed(step)


def rise(
    step: Step,
    target: Tier,
    *,
    reason: str,
    tried: str | None = None,
    suggestion: str | None = None,
) -> None:
    """The change itself."""
    Escalation.objects.create(
        complaint=step.complaint,
        tier_from=step.complaint.tier,
        tier_to=target.value,
        reason=reason,
        tried=tried or "",
        suggestion=suggestion or "",
        by_id=step.by.id if step.by else None,
        at=step.at,
    )
    before = step.pack.rank_of_tier(Tier(step.complaint.tier))
    rank = step.pack.rank_of_tier(target)
    step.set(tier=target.value)
    if rank == before and step.owner.rank == rank:
        return
    owner = for_tier(
        step.people,
        owner=step.complaint.owner_id,
        rank=rank,
        accused=step.complaint.accused_id,
        type_code=step.complaint.type,
    )
    if owner is not None:
        step.assign(owner)


def _target(case: Case, said: Escalate) -> Tier:
    ladder = case.pack.ladder
    now = Tier(case.complaint.tier)
    next_up = case.pack.tier_above(now)
    if next_up is None:
        raise Refused([Fault("to", _("There is no tier above this one."), "")], code="top_tier")
    target = Tier(said.to) if said.to is not None else next_up
    if ladder.index(target) <= ladder.index(now):
        expected = ", ".join(tier.value for tier in ladder[ladder.index(now) + 1 :])
        raise Refused([Fault("to", _("This is not above the present tier."), expected)])
    if target != next_up and not case.complaint.urgent:
        message = _("Only an urgent complaint may rise more than one step.")
        raise Refused([Fault("to", message, next_up.value)], code="one_step")
    return target


declare(
    Verb(
        name="escalate",
        words=Words("升级", "升級", "Escalate"),
        payload=Escalate,
        from_states=states(OPEN),
        act=escalate,
        check=check,
    )
)
