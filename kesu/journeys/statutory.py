"""法定期限: what law, an authority or a platform gives a complaint, by the profiles of its policy
(A52, Q18). They never wait (Q12), and a slip's own deadline is one of them.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime

from kesu.complaints.models import Complaint
from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock, Slip
from kesu.deadlines.rules import Due, day_of, due_by
from kesu.journeys.expiry import answer
from kesu.journeys.rule import rule_of
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState
from kesu.policy.schema import Pack
from kesu.policy.schema.statutory import Profile, Start, StatutoryClock, Until
from kesu.workdays import queries as workdays

OWN = "slip"
"""The profile of a slip that names a deadline under no profile of the policy."""


def lodged(step: Step) -> None:
    """At lodging: the profiles that the policy puts this complaint under, from its receipt."""
    for profile in step.pack.binding(facts_of(step.complaint)):
        _begin(step, profile, Start.received, since=step.complaint.received)


def accepted(step: Step) -> None:
    """受理: meets what waits for it, and begins what is counted from it."""
    if any(one.start == Start.accepted for one in _steps(step)):
        for profile in _bound(step):
            _begin(step, profile, Start.accepted, since=step.at)
    met(step, Until.accepted)


def slip(step: Step, row: Slip, profiles: Iterable[Profile]) -> None:
    """A slip came: its own deadline where it names one, else those of its profiles, from now."""
    profiles = tuple(profiles)
    if row.due is not None:
        name = profiles[0].code if profiles else OWN
        _start(step, name, f"{OWN}{row.pk}", Due(row.due, (), "official", "A52"), since=step.at)
        return
    for profile in profiles:
        _begin(step, profile, Start.received, since=step.at)
        if step.complaint.accepted is not None:
            _begin(step, profile, Start.accepted, since=step.at)


def met(step: Step, until: Until) -> None:
    """It was done: meets the deadlines that waited for it. Closing meets every one; an answer also
    meets what a slip asked for.
    """
    if not step.pack.statutory and until not in (Until.replied, Until.closed):
        return
    if until in (Until.accepted, Until.contacted) and all(
        one.until != until for one in _steps(step)
    ):
        return
    for clock in queries.statutory(step.complaint):
        waits = clock.met_at is None and clock.state != ClockState.stopped
        if waits and (until is Until.closed or _until(step, clock) is until):
            answer(step, clock)


def extensible(
    complaint: Complaint, pack: Pack, at: datetime
) -> Iterator[tuple[Clock, Profile, StatutoryClock]]:
    """The deadlines that run at ``at`` (UTC), each with a step of its profile that is asked for
    and would follow it.
    """
    known = queries.statutory(complaint) if pack.statutory else []
    for clock in (one for one in known if operations.runs(one, at=at)):
        code = clock.name.partition(":")[2]
        profile, now = pack.statutory_profile(code), pack.statutory_step(code, clock.subject)
        if profile is None or now is None or now.start == Start.asked:
            continue
        day = day_of(clock.started, pack.tz)
        steps = pack.statutory_clocks(profile, day, complaint.type)
        yield from (
            (clock, profile, one)
            for one in steps
            if one.start == Start.asked and one.until == now.until
        )


def replace(step: Step, clock: Clock, profile: Profile, by: StatutoryClock, due: Due) -> None:
    """Another step of a profile takes the place of a running one, counted from the same time."""
    step.clock(operations.stop(clock=clock, at=step.at, rule="Q18"))
    _start(step, profile.code, by.code, due, since=clock.started)


def due_of_step(step: Step, profile: Profile, one: StatutoryClock, *, since: datetime) -> Due:
    """When a step of a profile that is counted from ``since`` (UTC) is due, by which period."""
    zone, day = step.pack.tz, day_of(since, step.pack.tz)
    due = due_by(rule_of(one.due), started=since, calendar=workdays.calendar(), zone=zone)
    period = profile.on(day)
    assert period is not None
    return dataclasses.replace(due, because=profile.rule(period))


def run_again(step: Step) -> None:
    """Reopened: what closing met before its time is owed again, by the same time."""
    for clock in queries.statutory(step.complaint):
        if clock.state != ClockState.met or _until(step, clock) is not Until.closed:
            continue
        if clock.due > step.at:
            _restart(step, clock)


def facts_of(complaint: Complaint, **more: object) -> dict[str, object]:
    """What the conditions of a profile may ask of a complaint."""
    customer = complaint.customer
    return {
        "channel": complaint.channel,
        "source": complaint.source,
        "special_role": customer.special_role,
        "level": complaint.level_at_receipt,
        "text": complaint.text,
        "merchant": complaint.merchant,
        "product": complaint.product,
        "campaign": complaint.campaign,
        "mandated_deadline": complaint.mandated_deadline is not None,
        **more,
    }


def _begin(step: Step, profile: Profile, start: Start, *, since: datetime) -> None:
    day = day_of(since, step.pack.tz)
    steps = step.pack.statutory_clocks(profile, day, step.complaint.type)
    known = {(one.name, one.subject) for one in queries.statutory(step.complaint)}
    for one in (one for one in steps if one.start == start):
        if (f"{ClockName.statutory}:{profile.code}", one.code) in known:
            continue
        due = due_of_step(step, profile, one, since=since)
        _start(step, profile.code, one.code, due, since=since)


def _start(step: Step, profile: str, subject: str, due: Due, *, since: datetime) -> None:
    change = operations.start(
        complaint=step.complaint,
        name=f"{ClockName.statutory}:{profile}",
        subject=subject,
        due=due,
        started=since,
        written=step.now,
    )
    step.clock(change)


def _restart(step: Step, clock: Clock) -> None:
    change = operations.again(clock=clock, at=step.at, written=step.now)
    step.clock(change)


def _until(step: Step, clock: Clock) -> Until:
    """What meets a clock; a slip's own deadline is met by the answer."""
    if clock.subject.startswith(OWN):
        return Until.replied
    code = clock.name.partition(":")[2]
    found = step.pack.statutory_step(code, clock.subject, clock.rule)
    return found.until if found else Until.closed


def _bound(step: Step) -> list[Profile]:
    named = {
        code
        for row in Slip.objects.filter(complaint=step.complaint, due=None)
        for code in row.profiles
    }
    bound = {one.code for one in step.pack.binding(facts_of(step.complaint))}
    return [one for one in step.pack.statutory if one.code in bound | named]


def _steps(step: Step) -> Iterable[StatutoryClock]:
    return (
        one
        for profile in step.pack.statutory
        for period in profile.periods
        for one in period.clocks
    )
