"""撤回补赔: what was promised and did not reach the customer is not given after all (F10)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import giving
from kesu.journeys.case import Case
from kesu.journeys.faults import GateShut, Missing
from kesu.journeys.grant_remedy import named
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Sentence
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, State
from kesu.remedies import gifts, operations
from kesu.remedies.gifts import OWED
from kesu.remedies.models import Payment


class DropRemedy(Payload):
    remedy: Name = Field(title="Remedy")
    reason: Sentence = Field(title="Reason")


class Dropped(CaseFacts):
    remedy: str
    kind: str
    amount: int | None = None


declare_kind("complaint.remedy_dropped", Dropped)


def check(case: Case, said: DropRemedy) -> None:
    """It is one of this complaint and was not given."""
    named(case, said.remedy, states=OWED)


def drop_remedy(step: Step, said: DropRemedy) -> None:
    """→ dropped; budget and stock are as they were. What finance has in its list stays with it."""
    row = named(step, said.remedy, states=OWED)
    payment = gifts.open_payment(row)
    if payment is not None:
        _take_from_finance(step, payment, said.reason)
    giving.give_back(row)
    row.state, row.ended_because = "dropped", said.reason
    row.save(update_fields=["state", "ended_because", "spending"])
    step.tell(
        "complaint.remedy_dropped", giving.told_of(row), notes={"reason": said.reason}, rule="F10"
    )


def _take_from_finance(step: Step, payment: Payment, reason: str) -> None:
    """Looked up and taken in one: a list that is made meanwhile keeps what it has."""
    taken = operations.settle(
        payment,
        state="failed",
        slip="",
        fault=reason,
        by=step.staff,
        at=step.at,
        unlisted=True,
    )
    if not taken:
        message = _("Finance has it in its list of payments already.")
        raise GateShut([Missing("payment", message)])


declare(
    Verb(
        name="drop_remedy",
        words=Words("撤回补赔", "撤回補賠", "Take a remedy back"),
        payload=DropRemedy,
        from_states=states(OPEN, State.withdrawn),
        act=drop_remedy,
        check=check,
    )
)
