"""升级投诉: what a complaint becomes when its handling left the customer dissatisfied (E31).

A breach alone converts nothing, unless the policy says so: it alerts, and 3.3 is offered. The
customer who comes back while something is late, or who is not satisfied, converts.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kesu.complaints.models import Complaint
from kesu.deadlines import queries
from kesu.deadlines.models import Clock
from kesu.desk.letters import words_of
from kesu.desk.values import CaseView
from kesu.desk.views import Timed, overdue
from kesu.journeys import clocks, closing, routes
from kesu.journeys.expiry import expire
from kesu.journeys.mails import CUSTOMERS_LANGUAGE
from kesu.journeys.progress import tell_customer
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState
from kesu.policy.schema import DraftKind

_OWED = frozenset(
    {
        ClockName.first_callback,
        ClockName.urgent_contact,
        ClockName.promise,
        ClockName.silence,
        ClockName.follow_up,
    }
)
"""What the customer waits for. What colleagues owe each other, and a day's line that nobody can
make good any more, is not among it.
"""
_MOMENT = timedelta(seconds=1)


def convert(step: Step, *, trigger: datetime | None = None) -> None:
    """升级投诉 (E31): type 3.3 with the origin kept, owned by a supervisor, a first call-back on
    the calendar day of the trigger (Q23): now, or a breach.
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
    if step.by is not None:
        _say_who_takes_over(step)
    clocks.restart_first_callback(step, since=trigger or step.at)
    closing.converted(step, since=trigger or step.at)


def _say_who_takes_over(step: Step) -> None:
    """The customer reads at once that a supervisor handles it from now on (E80)."""
    tell_customer(step, words_of(step.pack, DraftKind.takeover).say(CUSTOMERS_LANGUAGE))


def is_late(step: Step) -> bool:
    """Whether the customer waits for something that is late, so that hearing from them converts.
    What ran out and nobody has looked at yet runs out first, so a line was told before.
    """
    complaint = step.complaint
    if complaint.type == step.pack.convert.to:
        return False
    for clock in queries.of(complaint):
        ran_out = clock.state == ClockState.running and clock.due < step.at
        if clock.name in _OWED and ran_out:
            expire(step, clock)
    # What they heard in time, and somebody entered afterwards, was not late when they heard it.
    then = [clock for clock in queries.of(complaint) if clock.due < step.at]
    return offered(then, complaint, to=step.pack.convert.to)


def offered(found: Iterable[Timed], case: Complaint | CaseView, *, to: str) -> bool:
    """Whether 3.3 is offered: something the customer waits for is broken and still owed."""
    if case.type == to:
        return False
    return any(one.name in _OWED for one in overdue(list(found), case))


def after_breach(step: Step, clock: Clock) -> None:
    """A breach converts by itself only where the policy says so; the trigger is the moment after
    the due second (Q23).
    """
    rule, complaint = step.pack.convert, step.complaint
    breached = clock.name in _OWED and clock.state == ClockState.breached
    if rule.convert_on_breach and breached and complaint.is_open and complaint.type != rule.to:
        convert(step, trigger=clock.due + _MOMENT)
