"""转紧急: a reason from U1 to U5, a supervisor or above, three hours (E16, E33, E63)."""

from collections.abc import Iterable

from pydantic import Field

from kesu.journal.rules import moment
from kesu.journeys import clocks, reports, routes
from kesu.journeys.payload import Moment, Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Urgency


class MarkUrgent(Payload):
    reasons: list[Urgency] = Field(min_length=1, max_length=5, title="Reasons")
    mandated_deadline: Moment | None = Field(default=None, title="Mandated deadline")
    requester: Name | None = Field(default=None, title="Who asks for it")


def mark_urgent(step: Step, said: MarkUrgent) -> None:
    """Adds the reasons. A complaint that becomes urgent now goes to a supervisor or above, who is
    its dedicated handler; its due time is never later than it was (Q22).
    """
    mandated = {Urgency.U5} if said.mandated_deadline is not None else set()
    reasons = sorted({*step.complaint.urgent_reasons, *said.reasons, *mandated})
    became = not step.complaint.urgent
    if said.mandated_deadline is not None:
        step.set(mandated_deadline=said.mandated_deadline)
    make_urgent(step, reasons)
    facts: dict[str, object] = {"reasons": reasons}
    if step.complaint.dedicated_id is not None:
        facts["dedicated"] = str(step.complaint.dedicated_id)
    if said.mandated_deadline is not None:
        facts["mandated_deadline"] = moment(said.mandated_deadline)
    notes = {"requester": said.requester}
    step.tell("complaint.marked_urgent", facts, notes=notes, rule="E16")
    if became or said.mandated_deadline is not None:
        clocks.hurry(step)
    if became:
        reports.begin(step)


def make_urgent(step: Step, reasons: Iterable[str], loads: routes.Loads | None = None) -> None:
    """Urgent with these reasons, owned by a supervisor or above who follows it personally."""
    step.set(urgent=True, urgent_reasons=list(reasons))
    routes.raise_tier(step, routes.first_tier(step))
    routes.reroute(step, loads)
    if step.complaint.dedicated_id is None and not step.complaint.understaffed:
        step.set(dedicated_id=step.complaint.owner_id)


declare(
    Verb(
        name="mark_urgent",
        words=Words("转紧急", "轉緊急", "Mark as urgent"),
        payload=MarkUrgent,
        from_states=states(OPEN),
        act=mark_urgent,
    )
)
