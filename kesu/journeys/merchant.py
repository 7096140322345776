"""商户维护: when the department that looks after merchants is asked, and when it is told (E05, E13,
E47, E83).
"""

from kesu.consults import wording
from kesu.consults.models import Told as ToldRow
from kesu.consults.queries import asked_of
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import tasks
from kesu.journeys.asked import liaisons
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.step import Step
from kesu.people.queries import departments
from kesu.policy.codes import Notify
from kesu.policy.schema import TypeEntry

DEPARTMENT = Notify.merchant.value
RECEIPT, RESULT = "receipt", "result"


class Told(CaseFacts):
    """``why``: at receipt, or with the result."""

    department: str
    why: str


declare_kind("complaint.told", Told)


def ask(step: Step, reason: str) -> None:
    """With the verdict: the department's task, where the type asks for it, also of a merchant that
    nobody has named yet: the gate waits for its answer all the same. A task that is open or
    answered already counts.
    """
    if not _concerns(step) or DEPARTMENT not in departments():
        return
    measure = _asks_measure(step)
    waiting = asked_of(step.complaint, DEPARTMENT)
    if waiting is None:
        tasks.open_task(
            step,
            department=DEPARTMENT,
            question=wording.kept(_names(step), reason),
            rule=wording.BY_VERDICT,
            asks_measure=measure,
        )
    elif measure and not waiting.asks_measure:
        waiting.asks_measure = True
        waiting.save(update_fields=["asks_measure"])


def tell_at_receipt(step: Step) -> None:
    """2.1: told when the complaint is taken on, once; the stamp is that moment (E47). Of an old
    case nobody is told.
    """
    entry = _type(step)
    wanted = Notify.merchant in entry.notify and entry.notify_when == RECEIPT
    if not wanted or step.complaint.history:
        return
    if not ToldRow.objects.filter(complaint=step.complaint, why=RECEIPT).exists():
        _tell(step, RECEIPT, rule="E47")


def tell_result(step: Step) -> None:
    """After execution: told again, with the result, whoever was asked or told before (E13)."""
    if Notify.merchant in _type(step).notify or asked_of(step.complaint, DEPARTMENT) is not None:
        _tell(step, RESULT, rule="E13")


def _tell(step: Step, why: str, *, rule: str) -> None:
    ToldRow.objects.create(complaint=step.complaint, department=DEPARTMENT, why=why, at=step.at)
    step.tell("complaint.told", {"department": DEPARTMENT, "why": why}, rule=rule)
    kind = "told" if why == RECEIPT else "told_result"
    step.notify(liaisons(step, DEPARTMENT), kind, DEPARTMENT)


def _concerns(case: Case) -> bool:
    return _type(case).asks_merchant(named=bool(case.complaint.merchant))


def _asks_measure(case: Case) -> bool:
    """Where the department is to act on a person at the merchant's, it says what it did (E83)."""
    return "accused_person" in _type(case).asks


def _type(case: Case) -> TypeEntry:
    """What it was about before it became an escalated one (E31)."""
    return case.pack.type(case.complaint.origin_type or case.complaint.type)


def _names(step: Step) -> str:
    """Whom it is about, on one line; empty: nobody named the merchant."""
    complaint = step.complaint
    named = (complaint.merchant, complaint.store, complaint.merchant_person)
    return ", ".join(" ".join(one.split()) for one in named if one)
