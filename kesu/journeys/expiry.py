"""What follows when a clock runs out, whoever sees it first: the worker, or a late step."""

from datetime import timedelta

from kesu.complaints.queries import attempts, messages
from kesu.complaints.rules import tried_in_earnest
from kesu.deadlines import operations
from kesu.deadlines.models import Clock
from kesu.journeys.step import Step
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import ClockName, Rank, ranks_from

_SUPERVISORS = ranks_from(Rank.supervisor)


def expire(step: Step, clock: Clock) -> None:
    """The running clock's time is past: a breach with its true time, told to whom it concerns; or
    尽责未接通, which is none (Q24).
    """
    if clock.name == ClockName.first_callback and _tried(step, clock):
        step.clock(operations.stop(clock=clock, at=clock.due, rule="Q24"))
        return
    step.clock(operations.breach(clock=clock))
    alarm(step, clock)


def alarm(step: Step, clock: Clock) -> None:
    """Whom a breach concerns; what it leads to is theirs to decide (E31, Q23)."""
    complaint = step.complaint
    above = direct_supervisor(step.people, complaint.owner_id, ranks=_SUPERVISORS)
    concerned = {complaint.owner_id, complaint.risk_owner_id, above}
    step.notify(sorted(one for one in concerned if one is not None), "breached", clock.name)


def _tried(step: Step, clock: Clock) -> bool:
    """尽责未接通 within this clock's own time: not a breach, counted apart (Q24)."""
    rule = step.pack.contact_attempts
    return tried_in_earnest(
        [one for one in attempts(step.complaint) if one.at >= clock.started],
        messages=[at for at in messages(step.complaint) if at >= clock.started],
        by=clock.due,
        needed=rule.attempts,
        apart=timedelta(minutes=rule.apart_minutes),
        message=rule.message,
    )
