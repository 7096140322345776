"""打款登记: finance says what came of a payment: its slip and time, or why it failed (F11)."""

from enum import StrEnum
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from kesu.complaints.models import Action
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import giving, paying
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Moment, Name, Payload, Sentence, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare
from kesu.policy.codes import ActionResult, State
from kesu.remedies import operations, paid
from kesu.remedies.models import Payment


class PayResult(StrEnum):
    """What came of a payment."""

    paid = "paid"
    failed = "failed"


class Pay(Payload):
    payment: Name = Field(title="Payment")
    result: PayResult = Field(title="Result")
    slip: Annotated[Name, Field(max_length=100)] | None = Field(default=None, title="Slip number")
    paid_at: Moment | None = Field(default=None, title="Paid at")
    fault: Sentence | None = Field(default=None, title="Why it failed")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.result == PayResult.paid and self.slip is None:
            raise misfit("slip", "What was paid has the number of its slip.")
        if self.result == PayResult.failed and self.fault is None:
            raise misfit("fault", "Say why it failed.")
        return self


class Paid(CaseFacts):
    """``result``: paid or failed; ``amount`` in 分."""

    payment: str
    remedy: str
    amount: int
    result: str


declare_kind("complaint.paid", Paid)


def check(case: Case, said: Pay) -> None:
    """It is one of this complaint that nobody answered, and it was not paid before it was asked."""
    row = _payment(case, said)
    at = said.paid_at or case.at
    if not row.at <= at <= case.now and said.result == PayResult.paid and said.paid_at:
        expected = f"{row.at.isoformat()} – {case.now.isoformat()}"
        raise Refused([Fault("paid_at", _("It was not paid then."), expected)])


def _payment(case: Case, said: Pay) -> Payment:
    row = paid.payment(said.payment)
    if row is None or row.remedy.complaint_id != case.complaint.pk or row.state != "asked":
        message = _("No payment of that number waits here.")
        raise Refused([Fault("payment", message)], code="unknown_payment")
    return row


def gate_somebody_else(case: Case, values: Pay | None) -> Missing | None:
    """Nobody pays what they asked for, agreed to or own (F11)."""
    if case.by is None or values is None:
        return None
    row = _payment(case, values)
    if case.by.id not in {row.by_id, row.remedy.approved_by_id, case.complaint.owner_id}:
        return None
    message = _("Somebody of finance other than who asked for it or agreed to it records it.")
    return Missing("somebody_else", message)


def pay(step: Step, said: Pay) -> None:
    """paid: the remedy is given, and the customer is told; failed: it is open again, and the owner
    is told. The complaint stays where it is; it does not close before it is paid or taken back.
    """
    payment = _payment(step, said)
    settled = operations.settle(
        payment,
        state=said.result,
        slip=said.slip or "",
        fault=said.fault or "",
        by=step.staff,
        at=said.paid_at or step.at,
    )
    assert settled
    row = payment.remedy
    _act(step, payment, said)
    facts = {
        "payment": str(payment.pk),
        "remedy": str(row.pk),
        "amount": payment.amount,
        "result": said.result,
    }
    notes = {"slip": said.slip, "fault": said.fault}
    step.tell("complaint.paid", facts, notes=notes, rule="F11")
    if said.result == PayResult.paid:
        giving.give(step, row, reference=said.slip or "")
        paying.tell_paid(step, row)
    else:
        _reopen(step, payment)


def _act(step: Step, payment: Payment, said: Pay) -> None:
    """What came of it stands among the actions too."""
    done = said.result == PayResult.paid
    Action.objects.create(
        complaint=step.complaint,
        solution=step.solution,
        by_id=step.staff,
        at=step.at,
        action=payment.remedy.what,
        result=ActionResult.done if done else ActionResult.failed,
        reference=said.slip or "",
    )


def _reopen(step: Step, payment: Payment) -> None:
    row = payment.remedy
    row.state = "failed"
    row.save(update_fields=["state"])
    message = _("%(what)s is open again: the owner was told, and it does not close before.")
    step.warn("payment_failed", message % {"what": row.what[:60]})
    step.notify({step.complaint.owner_id, payment.by_id} - {step.staff}, "payment_failed")


declare(
    Verb(
        name="pay",
        words=Words("打款登记", "打款登記", "Record a payment"),
        payload=Pay,
        from_states=frozenset(State),
        gates=(gate_somebody_else,),
        act=pay,
        check=check,
        when_merged=True,
    )
)
