"""升级投诉: what a complaint becomes when its handling left the customer dissatisfied (E31)."""

from kesu.journeys import clocks, routes
from kesu.journeys.step import Step


def convert(step: Step) -> None:
    """升级投诉 (E31): type 3.3 with the origin kept, owned by a supervisor, a first call-back on
    the calendar day of the trigger (Q23).
    """
    before, target = step.complaint.type, step.pack.convert.to
    origin = step.complaint.origin_type or before
    if before != target:
        step.set(type=target, origin_type=origin, grade_rank=int(step.pack.grade(target)))
    routes.raise_tier(step, step.pack.initial_tier(target, urgent=step.complaint.urgent))
    routes.reroute(step)
    step.tell(
        "complaint.converted",
        {"type": [before, target], "origin": origin, "tier": step.complaint.tier},
        rule="E31",
    )
    clocks.restart_first_callback(step)
