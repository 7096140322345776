"""撤销并单: within a day both cases are again what they were (F04)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Promise
from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock
from kesu.desk import scope
from kesu.foundation.days import midnight
from kesu.journeys import daily_again, together
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing, NotYours
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ClockName, ClockState, State

_TIMES = ("received", "mandated_deadline")
_DAILY = (ClockName.progress, ClockName.silence)


class Unmerge(Payload):
    """Nothing but a time and a note."""


def take_first(complaint: Complaint, _said: Unmerge) -> None:
    """Both rows, in the order in which everybody takes two."""
    together.take_both(complaint, complaint.merged_into)


def check(case: Case, _said: Unmerge) -> None:
    """The other case is this person's to work on as well (Z6). Errors: ``NotYours``."""
    other, by = case.complaint.merged_into, case.by
    assert other is not None
    assert by is not None
    if not permissions.may("unmerge", by, scope.tie(other, by, case.people)):
        raise NotYours


def within_the_day(case: Case, _said: object) -> Missing | None:
    """Later on both were worked as one."""
    merged_at = case.complaint.merged_at
    if merged_at is None or case.now - merged_at <= together.UNDONE_WITHIN:
        return None
    return Missing("too_late", _("Merging is undone within 24 hours; split the case instead."))


def still_there(case: Case, _said: object) -> Missing | None:
    """The case that it went into is itself not in another one."""
    other = case.complaint.merged_into
    if other is None or other.merged_into is None:
        return None
    said = _("Undo first that %(no)s went into another case.") % {"no": other.no}
    return Missing("merged_on", said)


def unmerge(step: Step, _said: Unmerge) -> None:
    """Clocks run as they were; what ran out meanwhile is breached with its true time, unless it
    was answered on the other case. What broke there stays broken (law 7).
    """
    merging, found = together.standing(step.complaint), step.complaint.merged_into
    assert merging is not None
    assert found is not None
    other, kept = together.beside(step, found), merging.before
    merging.undone_at = step.at
    merging.save(update_fields=["undone_at"])
    step.set(merged_into=None, merged_at=None)
    names = {"other": str(found.pk), "no": found.no}
    step.tell("complaint.unmerged", names, rule=together.RULE)
    names = {"other": str(step.complaint.pk), "no": step.complaint.no}
    other.tell("complaint.gave_back", names, rule=together.RULE)
    _restore_columns(other, kept["columns"])
    _take_promises_back(step, other, kept["promises"])
    _restore_clocks(step, other, kept, merged=merging.at)
    _look_again(step)


def _restore_columns(other: Step, columns: dict[str, list[Any]]) -> None:
    """What nobody has changed since is what it was."""
    back: dict[str, Any] = {}
    for name, (before, after) in columns.items():
        now = getattr(other.complaint, name)
        if now == _typed(name, after):
            back[name] = _typed(name, before)
    if "received" in back:
        together.receive(other, back.pop("received"))
    if "urgent" in back or "urgent_reasons" in back:
        both = {"urgent", "urgent_reasons"} & columns.keys()
        if not both <= back.keys():
            back = {name: value for name, value in back.items() if name not in both}
    other.set(**back)


def _typed(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in _TIMES and value is not None else value


def _take_promises_back(step: Step, other: Step, promises: list[int]) -> None:
    Promise.objects.filter(pk__in=promises).update(complaint=step.complaint)
    subjects = [str(key) for key in promises]
    rows = Clock.objects.filter(complaint=other.complaint, name=ClockName.promise)
    for clock in rows.filter(subject__in=subjects, state=ClockState.running):
        other.clock(operations.stop(clock=clock, at=step.at, rule=together.RULE))


def _restore_clocks(step: Step, other: Step, kept: dict[str, Any], *, merged: datetime) -> None:
    answered = _answered(other, kept["promises"], since=merged)
    stopped = list(Clock.objects.filter(pk__in=kept["stopped"]).order_by("id"))
    for clock in stopped:
        if clock.name in _DAILY:
            continue
        together.start_like(step, clock)
        met = answered.get((clock.name, clock.subject))
        again = queries.latest(step.complaint, clock.name, clock.subject)
        if met is not None and again is not None:
            step.clock(operations.meet(clock=again, at=met))
    daily_again.line(step, other, stopped)
    daily_again.listening(step, other, stopped, merged=merged)
    for one in kept["moved"]:
        together.move_back(other, one)
    for clock in Clock.objects.filter(pk__in=kept["started"], state=ClockState.running):
        other.clock(operations.stop(clock=clock, at=step.at, rule=together.RULE))


def _answered(
    other: Step, promises: list[int], *, since: datetime
) -> dict[tuple[str, str], datetime]:
    """What was answered on the surviving case while it stood for both."""
    found = {
        (clock.name, clock.subject): clock.met_at
        for clock in queries.of(other.complaint)
        if clock.met_at is not None and clock.met_at >= since
    }
    for row in Promise.objects.filter(pk__in=promises, kept=True).exclude(settled_at=None):
        assert row.settled_at is not None
        found[ClockName.promise.value, str(row.pk)] = row.settled_at
    return found


def _look_again(step: Step) -> None:
    """冷处理 comes to its review date again."""
    day = step.complaint.review_on
    if step.state is State.cooling and day is not None:
        at = midnight(day, step.pack.tz)
        operations.look_again(complaint=step.complaint, what="cooling", at=at)


declare(
    Verb(
        name="unmerge",
        words=Words("撤销并单", "撤銷併單", "Undo the merging"),
        payload=Unmerge,
        from_states=states(OPEN),
        act=unmerge,
        check=check,
        gates=(within_the_day, still_there),
        before=take_first,
        only_merged=True,
    )
)
