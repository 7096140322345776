"""Which fact starts, moves or meets which clock (DOMAIN, Clocks)."""

from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from kesu.complaints.models import Promise
from kesu.deadlines import operations, queries
from kesu.deadlines.lapses import Lapses
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import (
    IMPORTED,
    DerivationDay,
    Due,
    ElapsedRule,
    Horizon,
    Rule,
    due_by,
    first_callback,
    made_urgent,
)
from kesu.foundation.days import midnight
from kesu.journeys import appointments, catching_up, closing, pauses, planned, silence, statutory
from kesu.journeys.expiry import answer, line_due, missed_days
from kesu.journeys.rule import rule_of
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState, Rank, State, ranks_from
from kesu.policy.schema import Elapsed, EndOfDay, Pack
from kesu.policy.schema.statutory import Until
from kesu.workdays import queries as workdays
from kesu.workdays.rules import Calendar

SUPERVISORS = ranks_from(Rank.supervisor)
_LONGEST_GAP = 400


def start_first_callback(step: Step) -> None:
    """T0 is ``received`` (Q21); an urgent complaint has its own hours from the start."""
    received, urgent = step.complaint.received, step.complaint.urgent
    due = _first_callback(step, since=received, urgent=urgent)
    step.clock(_start(step, ClockName.first_callback, due, started=step.complaint.received))


def begin(step: Step) -> None:
    """What runs from the receipt of a new complaint."""
    start_first_callback(step)
    closing.start(step)
    statutory.lodged(step)


def recount_first_callback(step: Step) -> None:
    """After another type was given: from the start of the clock, which is the original receipt
    or the trigger of a converted one, under the same version. Urgency is no matter of the type:
    an urgent complaint's clock only ever comes forward.
    """
    for clock in queries.latest_each(step.complaint, ClockName.first_callback):
        due = _first_callback(step, since=clock.started, urgent=False)
        if not step.complaint.urgent or due.due < clock.due:
            step.clock(_move(step, clock, due))
    closing.recount(step)


def restart_first_callback(step: Step, *, since: datetime) -> None:
    """A new first call-back for the calendar day of its trigger, ``since`` (Q23): type 3.3."""
    for waiting in queries.unanswered_each(step.complaint, ClockName.first_callback):
        step.clock(operations.stop(clock=waiting, at=step.at, rule="E31"))
    rule = step.pack.clock(ClockName.first_callback, step.complaint.type)
    due = due_by(_rule(rule), started=since, calendar=workdays.calendar(), zone=step.pack.tz)
    step.clock(_start(step, ClockName.first_callback, due, started=since))


def hurry(step: Step) -> None:
    """The complaint became urgent at ``step.at``: min(old, then + 3 h); where the first call-back
    is met already, the supervisor who takes over owes a contact of their own (Q22).
    """
    closing.hurry(step)
    clocks = queries.latest_each(step.complaint, ClockName.first_callback)
    running = [clock for clock in clocks if operations.runs(clock, at=step.at)]
    urgent = _elapsed(step.pack, step.complaint.type)
    mandated = step.complaint.mandated_deadline
    for clock in running:
        due = made_urgent(_due_of(clock), at=step.at, urgent_rule=urgent, mandated=mandated)
        step.clock(_move(step, clock, due))
    if running:
        return
    waiting = queries.unanswered(step.complaint, ClockName.urgent_contact)
    if waiting is None:
        far = Due(step.at + timedelta(days=3650), (), "official", "Q22")
        due = made_urgent(far, at=step.at, urgent_rule=urgent, mandated=mandated)
        step.clock(_start(step, ClockName.urgent_contact, due, started=step.at))
    else:
        due = made_urgent(_due_of(waiting), at=step.at, urgent_rule=urgent, mandated=mandated)
        step.clock(_move(step, waiting, due))


def customer_reached(step: Step) -> None:
    """Somebody spoke with the customer: meets what waits for a contact (Q24, Q22, Q26)."""
    meet_first_callback(step)
    if step.by is not None and step.by.rank in SUPERVISORS:
        _meet(step, ClockName.urgent_contact)
    statutory.met(step, Until.contacted)
    daily_line(step)


def meet_first_callback(step: Step) -> None:
    """The first call-back is answered. Where that was before an old case was brought over, nothing
    is owed from the day of the import (F28).
    """
    _meet(step, ClockName.first_callback)
    for clock in queries.unanswered_each(step.complaint, ClockName.first_callback):
        if clock.subject == IMPORTED and clock.started > step.at:
            step.clock(operations.stop(clock=clock, at=step.at, rule="F28"))


def stop_first_callback(step: Step) -> None:
    """Solved in the same contact: no call-back is owed."""
    for waiting in queries.unanswered_each(step.complaint, ClockName.first_callback):
        step.clock(operations.stop(clock=waiting, at=step.at, rule="Q25"))


def accepted(step: Step) -> None:
    """受理: the daily line begins, and what is counted from here."""
    start_daily_line(step)
    statutory.accepted(step)


def start_daily_line(step: Step) -> None:
    """One line the customer sees each calendar day, first due on the day after (C21); 48 hours
    without any word are a silence (C22).
    """
    _start_progress(step, step.at)
    silence.start(step)


def reopened(step: Step) -> None:
    """What closing ended is owed again: what waited has the time it had left, what law set its old
    time, the daily line a new day. The first call-back was answered or missed for good.
    """
    pauses.resume(step, State.closed, at=step.at)
    statutory.run_again(step)
    start_daily_line(step)


def daily_line(step: Step) -> None:
    """The customer saw something on the day of ``step.at``; days passed over stay missed."""
    silence.heard(step)
    clock = _line_of_the_day(step)
    if clock is not None and clock.met_at is None:
        answer(step, clock)
        _start_progress(step, step.at)
    elif step.at < step.now:
        _meet_missed_day(step)


def _meet_missed_day(step: Step) -> None:
    """A line of a day that was judged as one without: entered late, it stands beside the miss."""
    for missed in queries.breached_before(step.complaint, ClockName.progress, fact=step.at):
        if _day(missed.due, step.pack.tz) == _day(step.at, step.pack.tz):
            step.clock(operations.meet(clock=missed, at=step.at))


def _line_of_the_day(step: Step) -> Clock | None:
    """The clock of the day of ``step.at``; each day passed over since the last becomes a miss."""
    clock = queries.latest(step.complaint, ClockName.progress)
    if clock is None or clock.state == ClockState.stopped:
        return None
    zone, lapses = step.pack.tz, Lapses()
    today = _day(step.at, zone)
    start = midnight(today, zone)
    clock = missed_days(step, clock, lapses, before=start, most=_LONGEST_GAP)
    lapses.write()
    return clock if _day(clock.due, zone) == today else None


def start_promise(step: Step, promise: Promise) -> None:
    """A promise is a clock with the time that was promised (E46)."""
    due = Due(promise.due, (), "official", "E46")
    name, subject = ClockName.promise, str(promise.pk)
    change = operations.start(
        complaint=step.complaint,
        name=name,
        subject=subject,
        due=due,
        started=step.at,
        written=step.now,
    )
    step.clock(change)
    appointments.chosen(step, promise)


def settle_promise(step: Step, promise: Promise, *, kept: bool) -> None:
    """A promise kept meets its clock; one given up is owed until its time."""
    clock = queries.latest(step.complaint, ClockName.promise, str(promise.pk))
    if clock is not None and kept:
        answer(step, clock)
    appointments.over(step, promise)


def quiet(step: Step) -> bool:
    """Whether it is night: a time agreed then meets the first call-back (Q7)."""
    return step.pack.quiet_hours.covers(step.at.astimezone(step.pack.tz).time())


def stop_on_close(step: Step) -> None:
    """Nothing more is owed from the day of closing on but what was promised and the later days of
    the plan. Closing is what its own time and law asked for; what the policy lets wait is left to
    wait.
    """
    _line_of_the_day(step)
    statutory.met(step, Until.closed)
    waits = State.closed if State.closed in step.pack.pauses_in(ClockName.close) else ""
    for clock in queries.of(step.complaint):
        if clock.name == ClockName.close and clock.met_at is None:
            answer(step, clock, waits_for=waits)
        elif not (_outlasts_closing(step, clock) or planned.goes_on(step, clock)):
            step.clock(operations.stop(clock=clock, at=step.at))


def _outlasts_closing(step: Step, clock: Clock) -> bool:
    return clock.name == ClockName.promise or State.closed in step.pack.pauses_in(clock.name)


def stop_all(step: Step) -> None:
    """The customer took the complaint back: nothing is owed from now on."""
    _line_of_the_day(step)
    for clock in queries.of(step.complaint):
        step.clock(operations.stop(clock=clock, at=step.at))


def _meet(step: Step, name: ClockName) -> None:
    for waiting in queries.unanswered_each(step.complaint, name):
        if waiting.started <= step.at:
            answer(step, waiting)


def _move(step: Step, clock: Clock, due: Due) -> operations.Change | None:
    return operations.move(clock=clock, due=due, at=step.at, written=step.now)


def _start(
    step: Step,
    name: ClockName,
    due: Due,
    *,
    started: datetime,
) -> operations.Change:
    return operations.start(
        complaint=step.complaint,
        name=name,
        due=due,
        started=started,
        written=step.now,
    )


def _start_progress(step: Step, after: datetime) -> None:
    due = line_due(after, step.pack.tz, chosen=step.complaint.answer_on)
    change = _start(step, ClockName.progress, due, started=after)
    step.clock(change)
    if change.state == ClockState.breached:
        catching_up.ask(step)


def _first_callback(step: Step, *, since: datetime, urgent: bool) -> Due:
    mandated = step.complaint.mandated_deadline
    return first_callback_due(
        step.pack,
        step.complaint.type,
        since=since,
        urgent=urgent,
        mandated=_still_to_come(mandated, since) if step.complaint.history else mandated,
        calendar=workdays.calendar(),
    )


def _still_to_come(mandated: datetime | None, since: datetime) -> datetime | None:
    """A deadline that was over when an old case was brought over counts for what was before."""
    return mandated if mandated and mandated > since else None


def first_callback_due(
    pack: Pack,
    type_code: str,
    *,
    since: datetime,
    urgent: bool,
    mandated: datetime | None,
    calendar: Calendar,
) -> Due:
    """When a first call-back that is counted from ``since`` is due under ``pack``."""
    return first_callback(
        _rule(pack.clock(ClockName.first_callback, type_code)),
        received=since,
        urgent=urgent,
        urgent_rule=_elapsed(pack, type_code),
        mandated=mandated,
        calendar=calendar,
        zone=pack.tz,
    )


def _elapsed(pack: Pack, type_code: str) -> ElapsedRule:
    rule = _rule(pack.clock(ClockName.first_callback, type_code, urgent=True))
    assert isinstance(rule, ElapsedRule)
    return rule


def _rule(rule: EndOfDay | Elapsed | None) -> Rule:
    assert rule is not None
    return rule_of(rule)


def _due_of(clock: Clock) -> Due:
    days = tuple(DerivationDay.from_json(day) for day in clock.derivation)
    return Due(clock.due, days, cast(Horizon, clock.calendar), clock.rule)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
