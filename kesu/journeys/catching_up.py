"""补记: the daily line of a case that is told late goes on by itself (C21, ADR 5).

A line that was due before it was told of is judged at once and runs no more, so nothing would make
the lines of the days since. An hour is left to tell the story to its end; then each day without a
line is a miss of its own day, and today's line runs.
"""

from datetime import timedelta

from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState

WHAT = "daily"
_TO_TELL = timedelta(hours=1)


def ask(step: Step) -> None:
    """The line that began was over before it was told of: somebody looks in an hour."""
    operations.look_again(complaint=step.complaint, what=WHAT, at=step.now + _TO_TELL)


def behind(step: Step) -> Clock | None:
    """The last line that stands on the record, where nothing follows it; None where one runs or
    the case owes none any more.
    """
    operations.forget(complaint=step.complaint, what=WHAT)
    clock = queries.latest(step.complaint, ClockName.progress)
    if clock is None or not step.complaint.is_open:
        return None
    ended = clock.state == ClockState.breached and clock.met_at is None and clock.born_late
    return clock if ended and clock.due < step.now else None
