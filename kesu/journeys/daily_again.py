"""The daily line and the silence of a case that is its own again (F04): they go on as they were,
and a word on the case that stood for both was a word to this customer.
"""

from collections.abc import Iterable
from datetime import datetime

from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock
from kesu.journeys import silence, together
from kesu.journeys.expiry import line_due
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName

_MOST_DAYS = 8


def line(step: Step, other: Step, stopped: Iterable[Clock]) -> None:
    """The line of the day that merging stopped, with its due time; days since then one by one."""
    before = next((one for one in stopped if one.name == ClockName.progress), None)
    if before is None:
        return
    said = _lines_of(other)
    together.start_like(step, before)
    for _day in range(_MOST_DAYS):
        clock = queries.latest(step.complaint, ClockName.progress)
        assert clock is not None
        met = said.get(clock.due)
        if met is not None:
            step.clock(operations.meet(clock=clock, at=met))
        elif clock.due >= step.at:
            break
        step.clock(
            operations.start(
                complaint=step.complaint,
                name=ClockName.progress,
                due=line_due(clock.due, step.pack.tz),
                started=clock.due,
                written=step.now,
            )
        )


def listening(step: Step, other: Step, stopped: Iterable[Clock], *, merged: datetime) -> None:
    """The 48 hours that merging stopped, to the same time; to a later one after a word on the
    other case.
    """
    before = next((one for one in stopped if one.name == ClockName.silence), None)
    if before is None:
        return
    theirs = queries.latest(other.complaint, ClockName.silence)
    since_merged = silence.due_after(other, merged)
    heard = theirs is not None and since_merged is not None and theirs.due >= since_merged.due
    together.start_like(step, theirs if heard and theirs is not None else before)


def _lines_of(other: Step) -> dict[datetime, datetime]:
    """When the line of each day was said on the other case."""
    return {
        clock.due: clock.met_at
        for clock in queries.of(other.complaint)
        if clock.name == ClockName.progress and clock.met_at is not None
    }
