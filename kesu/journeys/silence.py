"""静默: 48 hours without a word from or to the customer (C22), told once to the owner with a
question: is trust lost, will they go higher, or are they gone?

It runs while an accepted complaint is open. Every word starts it anew; a day that the customer
chose is no silence until it comes (Q26).
"""

from datetime import datetime

from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import Due, silent_until
from kesu.journeys.expiry import answer
from kesu.journeys.rule import rule_of
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName
from kesu.workdays import queries as workdays


def start(step: Step) -> None:
    """Begins to listen, unless it does already or the policy names no such time."""
    due = due_after(step, step.at)
    if due is not None and not queries.running_at(step.complaint, ClockName.silence, step.at):
        _start(step, due)


def heard(step: Step) -> None:
    """A word with the customer at ``step.at``: the time begins anew. A silence that lasted too long
    has ended, and stays on the record. Where nobody works any more nobody listens either.
    """
    if not step.complaint.is_open:
        return
    clock, due = queries.latest(step.complaint, ClockName.silence), due_after(step, step.at)
    if clock is None or due is None:
        return
    if clock.waits_for and clock.stopped_at is not None:
        # It waits: once it goes on it has the whole time again.
        whole = due_after(step, clock.stopped_at)
        assert whole is not None
        step.clock(operations.refill(clock=clock, due=whole.due, at=step.at))
        return
    if operations.runs(clock, at=step.at):
        _put_off(step, clock, due)
    elif due.due > clock.due:  # else a later word is known already
        answer(step, clock)
        _start(step, due)


def put_off(step: Step) -> None:
    """The customer chose a day: until it comes nobody is silent."""
    due = due_after(step, step.at)
    for clock in queries.running_at(step.complaint, ClockName.silence, step.at):
        if due is not None:
            _put_off(step, clock, due)


def _put_off(step: Step, clock: Clock, due: Due) -> None:
    """A word that is put on the record late never takes time away that a later one gave."""
    if due.due > clock.due:
        step.clock(operations.move(clock=clock, due=due, at=step.at, written=step.now))


def _start(step: Step, due: Due) -> None:
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.silence,
        due=due,
        started=step.at,
        written=step.now,
    )
    step.clock(change)


def due_after(step: Step, word: datetime) -> Due | None:
    """When a silence since ``word`` lasts too long; None where the policy names no such time."""
    rule = step.pack.clock(ClockName.silence, step.complaint.type)
    if rule is None:
        return None
    return silent_until(
        rule_of(rule),
        word=word,
        chosen=step.complaint.answer_on,
        calendar=workdays.calendar(),
        zone=step.pack.tz,
    )
