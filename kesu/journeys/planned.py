"""回访计划: the days after execution on which the customer is asked whether it is well now (B19).

The first answered one opens the gate of closing; a later one stays as a task and may reopen the
case (Q32).
"""

from dataclasses import replace

from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import CARE, CalendarDaysRule, due_by
from kesu.journeys.case import Case
from kesu.journeys.expiry import answer
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, Outcome
from kesu.workdays import queries as workdays


def plan(step: Step) -> None:
    """Executed: a clock for each day of the plan, D+n; those of an earlier execution end."""
    drop(step, rule="B19")
    for days in step.pack.follow_up_days(step.complaint.type):
        start(step, f"D+{days}", days=days, rule="B19")


def start(step: Step, subject: str, *, days: int, rule: str) -> None:
    """A clock among the follow-ups, due so many calendar days from the step on."""
    due = due_by(
        CalendarDaysRule(days),
        started=step.at,
        calendar=workdays.calendar(),
        zone=step.pack.tz,
    )
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.follow_up,
        subject=subject,
        due=replace(due, because=rule),
        started=step.at,
        written=step.now,
    )
    step.clock(change)


def goes_on(step: Step, clock: Clock) -> bool:
    """Whether a planned day is still asked after closing (Q32): not of a customer who was lost."""
    return clock.name == ClockName.follow_up and step.complaint.outcome != Outcome.lost_contact


def answered(step: Step) -> None:
    """The customer answered: the earliest one that waits is met."""
    for clock in sorted(waiting(step), key=lambda one: one.due)[:1]:
        answer(step, clock)


def waiting(case: Case) -> list[Clock]:
    """The days of the plan that wait; a task after closing is none."""
    clocks = queries.unanswered_each(case.complaint, ClockName.follow_up)
    return [clock for clock in clocks if not clock.subject.startswith(CARE)]


def drop(step: Step, *, rule: str) -> None:
    """What was planned is not asked any more: another solution comes first."""
    for clock in queries.running_at(step.complaint, ClockName.follow_up, step.at):
        step.clock(operations.stop(clock=clock, at=step.at, rule=rule))
