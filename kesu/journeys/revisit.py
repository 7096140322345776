"""后续回访: a later day of the plan comes after closing; not well after all, the case is open again
(Q32, B19).
"""

from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints.models import FollowUp as FollowUpRow
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import planned
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.follow_up import FollowUp
from kesu.journeys.kinds import FollowedUp
from kesu.journeys.reopen import Reopen, reopen
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import FollowUpOutcome, State


class Revisit(FollowUp):
    """As a 回访 before closing."""


declare_kind("complaint.revisited", FollowedUp)


def gate_planned(case: Case, _values: Any) -> Missing | None:
    """A day of the plan still waits."""
    if planned.waiting(case):
        return None
    return Missing("planned", _("No later follow-up is planned."))


def revisit(step: Step, said: Revisit) -> None:
    """Keeps the attempt. Answered, the day is met; not satisfied: → verifying, open again."""
    judged = said.model_dump(include={"outcome", "satisfied", "service_met", "emotional_met"})
    FollowUpRow.objects.create(
        complaint=step.complaint, solution=step.solution, by_id=step.staff, at=step.at, **judged
    )
    step.tell("complaint.revisited", judged, rule="Q32")
    if said.outcome != FollowUpOutcome.answered:
        return
    planned.answered(step)
    if said.satisfied is False:
        planned.drop(step, rule="Q32")
        why = said.note or _("Not satisfied at a later follow-up.")
        reopen(step, Reopen(reason=why))


declare(
    Verb(
        name="revisit",
        words=Words("后续回访", "後續回訪", "Follow up later"),
        payload=Revisit,
        from_states=states(State.closed, State.archived),
        to_states=states(State.verifying),
        gates=(gate_planned,),
        act=revisit,
    )
)
