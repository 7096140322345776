"""结案时限: how soon after its receipt a complaint is to be closed, where the policy says (D12)."""

from dataclasses import replace
from datetime import datetime

from kesu.deadlines import operations, queries
from kesu.deadlines.rules import Due, due_by
from kesu.journeys.rule import rule_of
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName
from kesu.workdays import queries as workdays


def start(step: Step) -> None:
    """At lodging, counted from the receipt."""
    due = _due(step, since_urgent=False)
    if due is not None:
        _start(step, due, started=step.complaint.received)


def recount(step: Step) -> None:
    """Another type: from the receipt again, under the same version; an urgent one only comes
    forward. A type without a closing time ends it.
    """
    if not step.pack.closing.use:
        return
    due = _due(step, since_urgent=False)
    for clock in queries.running_at(step.complaint, ClockName.close, step.at):
        if due is None:
            step.clock(operations.stop(clock=clock, at=step.at, rule="D12"))
        elif not step.complaint.urgent or due.due < clock.due:
            step.clock(operations.move(clock=clock, due=due, at=step.at, written=step.now))
    known = queries.latest(step.complaint, ClockName.close)
    if due is not None and known is None:
        start(step)


def converted(step: Step, *, since: datetime) -> None:
    """It became 3.3: never later than it was, counted by the new type from the trigger (UTC)."""
    due = _due_since(step, since)
    if due is None:
        return
    for clock in queries.running_at(step.complaint, ClockName.close, step.at):
        if not clock.subject and due.due < clock.due:
            step.clock(operations.move(clock=clock, due=due, at=step.at, written=step.now))
    if queries.latest(step.complaint, ClockName.close) is None:
        _start(step, due, started=since)


def hurry(step: Step) -> None:
    """It became urgent: never later than it was, counted from that moment."""
    due = _due(step, since_urgent=True)
    if due is None:
        return
    for clock in queries.running_at(step.complaint, ClockName.close, step.at):
        if due.due < clock.due:
            step.clock(operations.move(clock=clock, due=due, at=step.at, written=step.now))


def _start(step: Step, due: Due, *, started: datetime) -> None:
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.close,
        due=due,
        started=started,
        written=step.now,
    )
    step.clock(change)


def _due(step: Step, *, since_urgent: bool) -> Due | None:
    return _due_since(step, step.at if since_urgent else step.complaint.received)


def _due_since(step: Step, since: datetime) -> Due | None:
    complaint = step.complaint
    rule = step.pack.closing_rule(complaint.type, urgent=complaint.urgent)
    if rule is None:
        return None
    due = due_by(rule_of(rule), started=since, calendar=workdays.calendar(), zone=step.pack.tz)
    return replace(due, because="D12")
