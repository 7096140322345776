"""The day that the customer chose for the next word (Q26).

It is a promise made while they were on the line: until that day comes the daily line waits, and
nobody is silent. No other promise moves what the customer is told each day.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from kesu.complaints.models import Contact, Promise
from kesu.deadlines import operations, queries
from kesu.deadlines.rules import day_of
from kesu.journeys import silence
from kesu.journeys.expiry import line_due
from kesu.journeys.step import Step
from kesu.policy.codes import PERSON_ON_THE_LINE, ClockName, ContactOutcome

_SAME_TALK = timedelta(hours=1)


def chosen(step: Step, promise: Promise) -> None:
    """A promise was made: where the customer took part, its day is the one they chose."""
    day, today = day_of(promise.due, step.pack.tz), day_of(step.at, step.pack.tz)
    if day <= today or not _on_the_line(step):
        return
    step.set(answer_on=day)
    _move_the_line(step, after=step.at)
    silence.put_off(step)


def over(step: Step, promise: Promise) -> None:
    """A promise was settled: one settled before its day leaves no day to wait for."""
    day, today = day_of(promise.due, step.pack.tz), day_of(step.at, step.pack.tz)
    if step.complaint.answer_on == day and today < day:
        step.set(answer_on=None)
        _move_the_line(step, after=step.at)


def _move_the_line(step: Step, *, after: datetime) -> None:
    due = line_due(after, step.pack.tz, chosen=step.complaint.answer_on)
    today = day_of(step.at, step.pack.tz)
    for clock in queries.running_at(step.complaint, ClockName.progress, step.at):
        if day_of(clock.due, step.pack.tz) > today:
            moved = operations.move(clock=clock, due=due, at=step.at, written=step.now)
            step.clock(moved)


def _on_the_line(step: Step) -> bool:
    complaint = step.complaint
    if step.at == complaint.received and complaint.channel in PERSON_ON_THE_LINE:
        return True
    just = Q(at__gt=step.at - _SAME_TALK, at__lte=step.at)
    talks = Contact.objects.filter(just, complaint=complaint, outcome=ContactOutcome.reached)
    return talks.exists()
