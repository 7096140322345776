"""到期: what time itself does to a complaint. A clock runs out; 冷处理 reaches its review date.

The worker calls ``look`` with a row it has claimed. Nobody asks for it, so no person is checked;
all else is a step like any other: the row is taken, the record written last.
"""

from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction

from kesu.complaints import operations as complaints
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.deadlines import operations
from kesu.deadlines.models import Clock, DueMoment
from kesu.journeys import clocks, expiry
from kesu.journeys.resume import back
from kesu.journeys.step import Step
from kesu.people.queries import everyone
from kesu.policy.codes import ClockName, ClockState, State

SYSTEM = "system:clock"
COOLING = "cooling"
_MOST_DAYS_AT_ONCE = 400


def look(moment: DueMoment, now: datetime) -> None:
    """Does what is due by ``moment``, a row the caller has claimed; ``now`` in UTC.

    A breach carries its true time however late it is seen, and is final (law 7). A row that a
    later claim has taken, that was done already or is not due any more changes nothing.
    """
    with transaction.atomic():
        # The complaint first, as every step does: two orders of locking would wait in a circle.
        complaint = _take(moment.complaint_id)
        if not moment.still_mine():
            transaction.set_rollback(True)
            return
        step = _step(complaint, now)
        if moment.what == COOLING:
            worked = _review(step)
        else:
            worked = _run_out(step, Clock.objects.get(duemoment=moment))
        if worked:
            step.finish()
            return
        transaction.set_rollback(True)
    _put_back(moment)


def _take(key: UUID) -> Complaint:
    """The complaint, locked; waits for whoever has it."""
    while True:
        complaint = Complaint.objects.get(pk=key)
        if complaints.lock(complaint, version=complaint.version):
            complaint.refresh_from_db()
            return complaint


def _step(complaint: Complaint, now: datetime) -> Step:
    return Step(
        complaint=complaint,
        by=None,
        tie=Tie(),
        people=everyone(),
        at=now,
        now=now,
        by_ref=SYSTEM,
    )


def _run_out(step: Step, clock: Clock) -> bool:
    """Whether the clock ran out: it runs, and its due second is past."""
    if clock.state != ClockState.running or step.now <= clock.due:
        return False
    if clock.name == ClockName.progress:
        _missed_days(step, clock)
    else:
        expiry.expire(step, clock)
    return True


def _missed_days(step: Step, clock: Clock) -> None:
    """One miss for each calendar day that passed without a line, then today's clock (C21, Q26)."""
    if not step.complaint.is_open:
        step.clock(operations.stop(clock=clock, at=clock.due))
        return
    for _ in range(_MOST_DAYS_AT_ONCE):
        if step.now <= clock.due:
            break
        step.clock(operations.breach(clock=clock))
        clock = clocks.next_day(step, clock)
    expiry.alarm(step, clock)


def _review(step: Step) -> bool:
    """Whether 冷处理 has come to its review date: back to where it came from (Q12, A34)."""
    complaint = step.complaint
    if step.state is not State.cooling or complaint.review_on is None:
        return False
    due = datetime.combine(complaint.review_on, time(), tzinfo=step.pack.tz).astimezone(UTC)
    if step.now < due:
        return False
    step.tell("complaint.resumed", {"automatic": True}, rule="Q12", at=due)
    back(step)
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
