"""提请打款: finance is asked to pay, also again after a payment came back (F11)."""

from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.journeys import paying
from kesu.journeys.case import Case
from kesu.journeys.faults import GateShut, Missing
from kesu.journeys.grant_remedy import named
from kesu.journeys.payload import Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State
from kesu.remedies import gifts


class AskPayment(Payload):
    remedy: Name = Field(title="Remedy")
    payee: Name | None = Field(default=None, title="Payee")
    account: Annotated[str, Field(min_length=paying.SHORTEST, max_length=paying.LONGEST)] | None = (
        Field(default=None, title="Account")
    )
    authority: Name | None = Field(default=None, title="Paper that authorises the payee")


def check(case: Case, said: AskPayment) -> None:
    """It is one of this complaint that was agreed to, and the money goes to whom it may."""
    named(case, said.remedy, states=("approved", "failed"))
    paying.check(case, said)


def ask_payment(step: Step, said: AskPayment) -> None:
    """Keeps where it goes, sealed, and puts it before finance."""
    row = named(step, said.remedy, states=("approved", "failed"))
    for name, value in paying.directed(step, said).items():
        setattr(row, name, value)
    if not paying.goes_through_finance(row):
        message = _("Only our own money that has an account is paid by finance.")
        raise GateShut([Missing("account", message)])
    if gifts.open_payment(row) is not None:
        raise GateShut([Missing("payment", _("Finance was asked for it already."))])
    row.state = "approved"
    row.save()
    paying.ask(step, row)


declare(
    Verb(
        name="ask_payment",
        words=Words("提请打款", "提請打款", "Ask finance to pay"),
        payload=AskPayment,
        from_states=states(State.executing, State.following_up),
        act=ask_payment,
        check=check,
    )
)
