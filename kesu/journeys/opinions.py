"""征询: a function is asked what it thinks, by when; the complaint stays where it is (F22)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from kesu.authority.models import Opinion
from kesu.authority.rules import functions_of
from kesu.complaints import permissions
from kesu.deadlines import operations
from kesu.deadlines.rules import Due, ElapsedRule, EndOfDayRule, due_by
from kesu.desk import scope
from kesu.journal.kinds import declare
from kesu.journal.rules import moment
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.people.rules import Person
from kesu.policy.codes import ClockName, Flag
from kesu.policy.schema import EndOfDay
from kesu.workdays import queries as workdays


class OpinionAsked(CaseFacts):
    opinion: int
    function: str
    due: str


class OpinionGiven(CaseFacts):
    opinion: int
    function: str


_USUAL = timedelta(hours=48)
"""Where the policy says nothing of how long a department may take."""

declare("complaint.opinion_asked", OpinionAsked)
declare("complaint.opinion_given", OpinionGiven)


def ask(
    step: Step, function: str, *, reason: str, tried: str, suggestion: str, due: datetime | None
) -> Opinion:
    """Keeps the question with its deadline, which the policy's clock of that department gives where
    none is named; tells those who stand for the function.
    """
    counted = Due(due, (), "official", "F22") if due else _due(step, function)
    row = Opinion.objects.create(
        complaint=step.complaint,
        function=function,
        question=reason,
        tried=tried,
        suggestion=suggestion,
        by_id=step.staff,
        at=step.at,
        due=counted.due,
    )
    facts = {"opinion": row.pk, "function": function, "due": moment(row.due)}
    notes = {"question": reason, "tried": tried or None, "suggestion": suggestion or None}
    step.tell("complaint.opinion_asked", facts, notes=notes, rule="F22")
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.consult,
        subject=subject(row),
        due=counted,
        started=step.at,
        written=step.now,
    )
    step.clock(change)
    step.notify([one.id for one in advisers(step, function)], "opinion_asked", function)
    return row


def _due(step: Step, function: str) -> Due:
    stated = step.pack.clock(ClockName.consult, function)
    if stated is None:
        return Due(step.at + _USUAL, (), "official", "F22")
    rule = (
        EndOfDayRule(stated.after_workdays)
        if isinstance(stated, EndOfDay)
        else ElapsedRule(stated.seconds)
    )
    return due_by(rule, started=step.at, calendar=workdays.calendar(), zone=step.pack.tz)


def subject(row: Opinion) -> str:
    """How its clock is told from those of departments' tasks."""
    return f"opinion-{row.pk}"


def advisers(step: Step, function: str) -> list[Person]:
    """Who stands for a function and may know of the complaint: its heads first, if it has any."""
    there = [
        one
        for one in step.people.values()
        if one.active and function in functions_of(one) and _may_know(step, one)
    ]
    return _first(there, function)


def _first(there: list[Person], function: str) -> list[Person]:
    """Those whose flag it is, else the heads and liaisons of the department, else all of it."""
    flagged = [one for one in there if function in one.flags]
    speaking = [one for one in there if one.flags & {Flag.head, Flag.liaison}]
    return next((some for some in (flagged, speaking) if some), there)


def _may_know(step: Step, one: Person) -> bool:
    if one.id == step.complaint.accused_id:
        return False
    if not step.complaint.restricted:
        return True
    return permissions.may_see(one, scope.tie(step.complaint, one, step.people))


def concerned(step: Step, row: Opinion) -> Iterable[int]:
    """Who is told that an opinion was given: who asked, and whose complaint it is."""
    return sorted({row.by_id, step.complaint.owner_id} - {step.staff})
