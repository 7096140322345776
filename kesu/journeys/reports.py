"""上报: who is told of an urgent complaint, level by level, until somebody has seen it (E64)."""

from collections.abc import Sequence
from datetime import timedelta

from kesu.authority import queries
from kesu.authority.models import Report
from kesu.authority.rules import Level, report_chain
from kesu.complaints import permissions
from kesu.deadlines import operations
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import Due
from kesu.desk import scope
from kesu.journal.kinds import declare
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName

NO_ANSWER = "no_ack"
"""Why a level was gone over by itself: nobody acknowledged in time."""


class Reported(CaseFacts):
    """``over``: levels that were gone over; ``because``: by what, where it went by itself."""

    report: int
    level: str
    to: str
    over: tuple[str, ...] = ()
    because: str | None = None


class Acknowledged(CaseFacts):
    report: int
    level: str


declare("complaint.reported", Reported)
declare("complaint.acknowledged", Acknowledged)


def chain(case: Case, reporter: int | None = None) -> list[Level]:
    """Who is told, in the order of the levels. ``reporter``: whoever reports now, else whoever
    took the complaint in. Of a restricted one only those learn who may see it (E36).
    """
    complaint = case.complaint
    origin = reporter or complaint.lodged_by_id or complaint.owner_id
    found = report_chain(
        case.people,
        levels=[one.value for one in case.pack.urgent.report_chain],
        reporter=origin,
        accused=complaint.accused_id,
    )
    return [(level, one) for level, one in found if _may_know(case, one)]


def _may_know(case: Case, one: int) -> bool:
    if not case.complaint.restricted:
        return True
    person = case.people[one]
    return permissions.may_see(person, scope.tie(case.complaint, person, case.people))


def begin(step: Step) -> None:
    """The first report goes by itself when a complaint becomes urgent; once for a complaint. One
    that nobody follows personally is told to the whole chain (E33).
    """
    if queries.reports(step.complaint):
        return
    told = chain(step)
    if step.complaint.dedicated_id is None:
        step.notify([one for _level, one in told], "undedicated")
    if told:
        send(step, told[0])


def send(
    step: Step,
    to: Level,
    *,
    by: int | None = None,
    over: Sequence[str] = (),
    reason: str = "",
) -> Report:
    """Tells one level now; a clock runs until it is acknowledged."""
    level, person = to
    minutes = timedelta(minutes=step.pack.urgent.ack_minutes)
    row = Report.objects.create(
        complaint=step.complaint,
        level=level,
        to_id=person,
        by_id=by,
        sent=step.now,
        due=step.now + minutes,
        reason=reason,
    )
    facts: dict[str, object] = {"report": row.pk, "level": level, "to": str(person)}
    if over:
        facts["over"] = list(over)
    if reason == NO_ANSWER:
        facts["because"] = reason
    notes = {"reason": reason} if reason and reason != NO_ANSWER else None
    teller = None if by is not None else "system:report"
    step.tell("complaint.reported", facts, notes=notes, rule="E64", by=teller, at=step.now)
    step.clock(_clock(step, row))
    step.notify([person], "report", level)
    return row


def _clock(step: Step, row: Report) -> operations.Change:
    return operations.start(
        complaint=step.complaint,
        name=ClockName.report,
        subject=str(row.pk),
        due=Due(row.due, (), "official", "E64"),
        started=row.sent,
        written=step.now,
    )


def passed_over(step: Step, clock: Clock) -> None:
    """Nobody acknowledged in time: the next level is told, and that this one was gone over."""
    rows = queries.reports(step.complaint)
    mine = next((row for row in rows if str(row.pk) == clock.subject), None)
    if mine is None or mine.acknowledged is not None or mine.skipped is not None:
        return
    mine.skipped = step.now
    mine.save(update_fields=["skipped"])
    if not step.complaint.is_open or mine != rows[-1]:
        return
    levels = [one.value for one in step.pack.urgent.report_chain]
    told = {row.to_id for row in rows}
    above = levels[levels.index(mine.level) + 1 :] if mine.level in levels else []
    following = [one for one in chain(step) if one[0] in above and one[1] not in told]
    if following:
        send(step, following[0], over=[mine.level], reason=NO_ANSWER)
    else:
        step.notify([step.complaint.owner_id, step.complaint.risk_owner_id], "unreported")
