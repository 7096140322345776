"""What the steps on a customer's account share: gates, the note, the work order, the clock."""

from typing import Any

from django.utils.translation import gettext as _

from kesu.consults.models import Consult
from kesu.deadlines import operations, queries
from kesu.deadlines.rules import DerivationDay, Due, ElapsedRule, due_by
from kesu.journeys.asked import liaisons
from kesu.journeys.case import Case
from kesu.journeys.expiry import expire
from kesu.journeys.faults import Missing
from kesu.journeys.step import Step
from kesu.policy.codes import ClockName, ClockState, HandlerRule
from kesu.policy.schema import Elapsed
from kesu.remedies import queries as accounts
from kesu.remedies.models import AccountNote
from kesu.workdays import queries as workdays


def is_account_safety(case: Case) -> bool:
    """Whether the type is the risk department's: the complaint itself says that somebody else used
    the account (E56).
    """
    return case.type.handler is HandlerRule.risk_department


def risk_department(case: Case) -> str:
    return case.pack.handler_entry(HandlerRule.risk_department).department or "risk"


def gate_identity(case: Case, _values: Any) -> Missing | None:
    """The customer was found to be the member (E57)."""
    check = accounts.identity(case.complaint)
    if check is None or not check.passed:
        return Missing("identity", _("The customer has not been identified as the member."))
    return None


def gate_not_frozen(case: Case, _values: Any) -> Missing | None:
    if accounts.frozen(case.complaint) is not None:
        return Missing("unfrozen", _("The account is frozen already."))
    return None


def gate_frozen(case: Case, _values: Any) -> Missing | None:
    if accounts.frozen(case.complaint) is None:
        return Missing("freeze", _("The account is not frozen."))
    return None


def gate_finding(case: Case, _values: Any) -> Missing | None:
    """The risk department has found out what happened (E60)."""
    if accounts.finding(case.complaint) is None:
        return Missing("finding", _("The investigation has no finding yet."))
    return None


def note_account(step: Step, what: AccountNote.What, text: str = "", reference: str = "") -> None:
    """系统注记 (E59)."""
    AccountNote.objects.create(
        complaint=step.complaint,
        what=what,
        text=text,
        reference=reference,
        by_id=step.staff,
        at=step.at,
    )


def order_work(step: Step, question: str) -> Consult:
    """A work order to the risk department; the open one, where there is one (E59)."""
    department = risk_department(step)
    for waiting in step.open_consults:
        if waiting.department == department:
            return waiting
    row = Consult.objects.create(
        complaint=step.complaint,
        department=department,
        question=question,
        by_id=step.staff,
        at=step.at,
    )
    facts = {"consult": row.pk, "department": department}
    step.tell("complaint.consulted", facts, notes={"question": question}, rule="E59")
    step.notify(liaisons(step, department), "work_order", department)
    return row


def start_freeze(step: Step) -> None:
    """The time to freeze begins with the identity passed (Q4)."""
    rule = step.pack.clock(ClockName.freeze, step.complaint.type)
    if not isinstance(rule, Elapsed) or queries.unanswered(step.complaint, ClockName.freeze):
        return
    counted = due_by(
        ElapsedRule(rule.seconds),
        started=step.at,
        calendar=workdays.calendar(),
        zone=step.pack.tz,
    )
    days: tuple[DerivationDay, ...] = tuple(
        one for one in counted.derivation if isinstance(one, DerivationDay)
    )
    due = Due(counted.due, days, counted.calendar, "Q4")
    step.clock(
        operations.start(
            complaint=step.complaint,
            name=ClockName.freeze,
            due=due,
            started=step.at,
            written=step.now,
        )
    )


def meet_freeze(step: Step) -> None:
    """The account is frozen; a time that had run out before is a breach first."""
    for clock in queries.unanswered_each(step.complaint, ClockName.freeze):
        if clock.state == ClockState.running and clock.due < step.at:
            expire(step, clock)
        step.clock(operations.meet(clock=clock, at=step.at))
