"""到期: what time itself does to a complaint. A clock runs out; 冷处理 reaches its review date.

The worker calls ``look`` with rows it has claimed. Nobody asks for it, so no person is checked;
all else is a step like any other: the complaint is taken, the record written last. After a night
asleep thousands are due at once, so the steps of many rows share a transaction: they are read
together, judged one by one, and written together (ADR 10).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kesu.complaints import many
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.deadlines import operations
from kesu.deadlines.lapses import Lapses
from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation.days import midnight
from kesu.journeys import catching_up, dunning, expiry, pauses, request
from kesu.journeys.convert import after_breach
from kesu.journeys.resume import back
from kesu.journeys.step import Step, finish
from kesu.people.queries import everyone
from kesu.policy.codes import ClockName, ClockState, State

SYSTEM = "system:clock"
COOLING = "cooling"
_MOST_LINES = 200
"""A transaction that has come to so many lines takes no further row: others wait for it."""
_MOST_DAYS_AT_ONCE = 31
"""Missed days judged in one step; what is left is due at once."""


def look(moments: Sequence[DueMoment], now: datetime) -> int:
    """Does what is due by ``moments``, rows the caller has claimed, in their order and in one
    transaction; ``now`` in UTC. How many it came to, at least one: the others are still to do.

    A breach carries its true time however late it is seen, and is final (law 7). A row that a
    later claim has taken, that was done already or is not due any more changes nothing.
    """
    with transaction.atomic():
        # The complaints first, as every step does: two orders of locking would wait in a circle.
        complaints = many.take(moment.complaint_id for moment in moments)
        mine = DueMoment.still_mine_of(moments)
        hand = _Hand(moments, complaints, now)
        seen = 0
        for moment in moments:
            if moment.pk in mine:
                hand.work(moment)
            seen += 1
            if hand.lines >= _MOST_LINES:
                break
        hand.write()
    return seen


class _Hand:
    """What was read for the rows in hand, and the steps taken on them."""

    def __init__(
        self,
        moments: Sequence[DueMoment],
        complaints: dict[UUID, Complaint],
        now: datetime,
    ) -> None:
        self._complaints, self._now, self._people = complaints, now, everyone(now)
        rows = Clock.objects.filter(duemoment__in=[moment.pk for moment in moments])
        self._clocks = {row.pk: row for row in rows}
        self._talk = expiry.Talk.of(_called_back(self._clocks.values()))
        self._lapses = Lapses()
        self._steps: list[Step] = []
        self._idle: list[DueMoment] = []
        self._ran_out: list[tuple[Step, Clock]] = []
        self.lines = 0

    def work(self, moment: DueMoment) -> None:
        """One step, if there is one to take."""
        step = self._step(self._complaints[moment.complaint_id])
        if self._does(step, moment):
            self._steps.append(step)
            self.lines += step.lines
        else:
            self._idle.append(moment)

    def _step(self, complaint: Complaint) -> Step:
        return Step(
            complaint=complaint,
            by=None,
            tie=Tie(),
            people=self._people,
            at=self._now,
            now=self._now,
            by_ref=SYSTEM,
        )

    def _does(self, step: Step, moment: DueMoment) -> bool:
        if moment.what == COOLING:
            return _review(step)
        if moment.what == dunning.WHAT:
            return dunning.remind(step, moment.subject)
        if moment.what == request.WHAT:
            return request.come_due(step, moment.subject)
        if moment.what == catching_up.WHAT:
            return self._catch_up(step)
        clock = self._clocks.get(moment.clock_id or 0)
        return clock is not None and self._run_out(step, clock)

    def _run_out(self, step: Step, clock: Clock) -> bool:
        """Whether the clock ran out: it runs, and its due second is past."""
        if clock.state != ClockState.running or step.now <= clock.due:
            return False
        if clock.name == ClockName.progress:
            self._miss(step, clock)
        else:
            expiry.run_out(step, clock, self._lapses, self._talk)
            self._ran_out.append((step, clock))
        return True

    def _miss(self, step: Step, clock: Clock) -> None:
        """One miss for each day that passed without a line, then today's clock; told once."""
        if not step.complaint.is_open:
            step.clock(operations.stop(clock=clock, at=clock.due))
            return
        told = not clock.born_late
        clock = expiry.missed_days(
            step, clock, self._lapses, before=step.now, most=_MOST_DAYS_AT_ONCE
        )
        if told and clock.due >= step.now:
            expiry.alarm(step, clock)

    def _catch_up(self, step: Step) -> bool:
        """The lines of the days since a case was told late; nobody is told of those."""
        clock = catching_up.behind(step)
        if clock is None:
            return False
        self._miss(step, clock)
        return True

    def _converted(self) -> Iterator[Step]:
        """What the policy makes of a breach is a step of its own, behind it."""
        for ran_out, clock in self._ran_out:
            step = self._step(ran_out.complaint)
            after_breach(step, clock)
            if step.says:
                yield step

    def write(self) -> None:
        """Everything that the steps changed, the record last."""
        if self._steps:
            self._lapses.write()
            many.count_versions(Counter(step.complaint.pk for step in self._steps))
            finish(self._steps)
        converted = list(self._converted())
        if converted:
            many.count_versions(Counter(step.complaint.pk for step in converted))
            finish(converted)
        for moment in self._idle:
            _put_back(moment)


def _called_back(clocks: Iterable[Clock]) -> set[UUID]:
    return {clock.complaint_id for clock in clocks if clock.name == ClockName.first_callback}


def _review(step: Step) -> bool:
    """Whether 冷处理 has come to its review date: back to where it came from (Q12, A34)."""
    complaint = step.complaint
    if step.state is not State.cooling or complaint.review_on is None:
        return False
    due = midnight(complaint.review_on, step.pack.tz)
    if step.now < due:
        return False
    step.tell("complaint.resumed", {"automatic": True}, rule="Q12", at=due)
    back(step)
    pauses.resume(step, State.cooling, at=due)
    step.notify([complaint.owner_id], "resumed")
    return True


def _put_back(moment: DueMoment) -> None:
    """A row claimed too early waits for its clock; one with nothing to wait for is dropped."""
    mine = DueMoment.objects.filter(pk=moment.pk, fence=moment.fence, state=DueMoment.State.leased)
    clock = Clock.objects.filter(duemoment=moment, state=ClockState.running).first()
    if clock is None:
        mine.delete()
    else:
        mine.update(state=DueMoment.State.waiting, lease_until=None, attempts=0, due_at=clock.due)
