"""协办单: a department's task and its time, from being opened to being over (E05, E06)."""

from dataclasses import replace

from kesu.consults.models import Consult
from kesu.deadlines import operations, queries
from kesu.deadlines.rules import Due, due_by
from kesu.journeys import dunning
from kesu.journeys.asked import liaisons
from kesu.journeys.expiry import answer
from kesu.journeys.rule import rule_of
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName
from kesu.workdays import queries as workdays


def open_task(
    step: Step, *, department: str, question: str, rule: str = "", asks_measure: bool = False
) -> Consult:
    """A task with a clock of its own, whose subject is its number. The department's liaison is
    told. ``rule``: the row that opens it where no person does.
    """
    due, waiting = _due(step, department), step.open_consults
    row = Consult.objects.create(
        complaint=step.complaint,
        department=department,
        question=question,
        by_id=step.staff,
        at=step.at,
        due=due.due if due else None,
        rule=rule,
        asks_measure=asks_measure,
    )
    waiting.append(row)
    facts = {"consult": row.pk, "department": department}
    step.tell("complaint.consulted", facts, notes={"question": question}, rule=rule or "E06")
    if due is not None:
        _start(step, row, due)
    step.notify(liaisons(step, department), "consulted", department)
    return row


def met(step: Step, row: Consult) -> None:
    """The department answered, in time or late."""
    clock = queries.latest(step.complaint, ClockName.consult, str(row.pk))
    if clock is not None:
        answer(step, clock)
    dunning.stop(step, row)


def dropped(step: Step, row: Consult, *, rule: str) -> None:
    """Nothing is owed by a department that was asked by mistake."""
    clock = queries.latest(step.complaint, ClockName.consult, str(row.pk))
    if clock is not None:
        step.clock(operations.stop(clock=clock, at=step.at, rule=rule))
    dunning.stop(step, row)


def _start(step: Step, row: Consult, due: Due) -> None:
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.consult,
        subject=str(row.pk),
        due=due,
        started=step.at,
        written=step.now,
    )
    step.clock(change)
    dunning.start(step, row)


def _due(step: Step, department: str) -> Due | None:
    rule = step.pack.clock(ClockName.consult, department)
    if rule is None:
        return None
    due = due_by(rule_of(rule), started=step.at, calendar=workdays.calendar(), zone=step.pack.tz)
    return replace(due, because="E06")
