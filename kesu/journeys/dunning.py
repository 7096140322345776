"""催办: a department is reminded while it still has time, and its head is told long after (B11).

What is said at half of the time and at one and a half of it is due like a clock; that the time is
over is the breach of the task's own clock.
"""

from kesu.consults.models import Consult
from kesu.consults.rules import part_of
from kesu.deadlines import operations
from kesu.deadlines.models import Clock
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.asked import heads, liaisons
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import Rank, ranks_from

WHAT = "dunning"
OVER = 100


class Dunned(CaseFacts):
    """``percent``: so much of the department's time was gone."""

    consult: int
    department: str
    percent: int


declare_kind("complaint.dunned", Dunned)


def start(step: Step, row: Consult) -> None:
    """Puts down when the department is reminded and when its head is told."""
    assert row.due is not None
    for percent in _percents(step):
        at = part_of(row.at, row.due, percent)
        if at > step.now:
            operations.look_again(
                complaint=step.complaint, what=WHAT, subject=_subject(row, percent), at=at
            )


def stop(step: Step, row: Consult) -> None:
    """The task was answered or sent back: nobody is reminded any more."""
    for percent in _percents(step):
        operations.forget(complaint=step.complaint, what=WHAT, subject=_subject(row, percent))


def remind(step: Step, subject: str) -> bool:
    """Whether somebody is told now by the reminder ``subject``. One that comes too late to help,
    since the time is over, is dropped.
    """
    number, _colon, percent = subject.partition(":")
    row = _waiting(step, number)
    if row is None or row.due is None or (int(percent) < OVER and step.now > row.due):
        return False
    operations.forget(complaint=step.complaint, what=WHAT, subject=subject)
    _tell(step, row, int(percent))
    told = heads if int(percent) > OVER else liaisons
    kind = "task_overdue" if int(percent) > OVER else "dunned"
    step.notify(told(step, row.department), kind, row.department)
    return True


def overdue(step: Step, clock: Clock) -> bool:
    """The task's time is over: the liaison, the handler and their supervisor are told (E06).
    Whether it was a department's task at all; an opinion has such a clock as well.
    """
    row = _waiting(step, clock.subject)
    if row is None:
        return False
    _tell(step, row, OVER)
    owner = step.complaint.owner_id
    above = direct_supervisor(step.people, owner, ranks=ranks_from(Rank.supervisor))
    concerned = {owner, above, *liaisons(step, row.department)}
    step.notify(sorted(one for one in concerned if one is not None), "task_overdue", row.department)
    return True


def _tell(step: Step, row: Consult, percent: int) -> None:
    assert row.due is not None
    row.reminded = max(row.reminded, percent)
    row.save(update_fields=["reminded"])
    facts = {"consult": row.pk, "department": row.department, "percent": percent}
    at = part_of(row.at, row.due, percent)
    step.tell("complaint.dunned", facts, rule="B11", at=at)


def _waiting(step: Step, number: str) -> Consult | None:
    if not number.isdigit() or not step.complaint.is_open:
        return None
    rows = Consult.objects.filter(pk=number, complaint=step.complaint)
    return rows.filter(answered_at=None, sent_back_at=None).first()


def _percents(step: Step) -> tuple[int, int]:
    return step.pack.dunning.remind, step.pack.dunning.head


def _subject(row: Consult, percent: int) -> str:
    return f"{row.pk}:{percent}"
