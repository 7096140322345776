"""批准补赔: somebody of enough rank agrees to one remedy that waits (A07, F10)."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority.rules import Ground
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import giving
from kesu.journeys.case import Case
from kesu.journeys.faults import GateShut, Missing
from kesu.journeys.payload import Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.remedies import gifts
from kesu.remedies.models import Remedy


class GrantRemedy(Payload):
    remedy: Name = Field(title="Remedy")


def check(case: Case, said: GrantRemedy) -> None:
    """It is one of this complaint and waits."""
    named(case, said.remedy, states=("planned",))


def named(case: Case, key: str, *, states: tuple[str, ...]) -> Remedy:
    """The remedy meant, in one of these states. Errors: ``Refused``, naming those there are."""
    row = gifts.remedy_of(case.complaint, key)
    if row is None or row.state not in states:
        there = [one for one in gifts.owed(case.complaint) if one.state in states]
        known = ", ".join(f"{one.pk} ({one.what[:20]})" for one in there)
        message = _("No remedy of that number can be meant here.")
        raise Refused([Fault("remedy", message, known)], code="unknown_remedy")
    return row


def gate_enough(case: Case, values: Any) -> Missing | None:
    """Whoever agrees may give that much, and did not ask for it (A07)."""
    if case.by is None or values is None:
        return None
    row = named(case, values.remedy, states=("planned",))
    if row.by_id == case.by.id:
        return Missing("somebody_else", _("Somebody other than who asked for it agrees to it."))
    answer = giving.judge(case, row, not_from=(case.complaint.owner_id, row.by_id))
    if answer.allowed:
        return None
    if answer.ground is Ground.legal:
        return Missing("legal", _("This needs legal first."))
    if answer.short:
        return Missing("budget", _("Your budget of this month does not reach."))
    rank = case.pack.rank_name(answer.rank, giving.language())
    message = _("This is over your mandate: it needs %(rank)s.")
    return Missing("mandate", message % {"rank": rank})


def grant_remedy(step: Step, said: GrantRemedy) -> None:
    """planned → approved; what it costs is taken of the budget of who agrees. The owner is told."""
    row = named(step, said.remedy, states=("planned",))
    answer = giving.judge(step, row, not_from=(step.complaint.owner_id, row.by_id))
    if not giving.allow(step, row, answer):
        raise GateShut([Missing("budget", _("Your budget of this month does not reach."))])
    facts = {**giving.told_of(row), "mandate": row.mandate}
    step.tell("complaint.remedy_allowed", facts, rule="A07")
    step.notify({step.complaint.owner_id, row.by_id} - {step.staff}, "approved")


declare(
    Verb(
        name="grant_remedy",
        words=Words("批准补赔", "批准補賠", "Agree to a remedy"),
        payload=GrantRemedy,
        from_states=states(OPEN),
        gates=(gate_enough,),
        act=grant_remedy,
        check=check,
    )
)
