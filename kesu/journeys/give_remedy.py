"""补赔送达: what was agreed to reached the customer by a way of its own, with its reference (E55).

What is promised once everything else was done has no action any more that could name it.
"""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.journeys import giving, paying
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.grant_remedy import named
from kesu.journeys.payload import Name, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State


class GiveRemedy(Payload):
    remedy: Name = Field(title="Remedy")
    reference: Name = Field(title="Reference")


def check(case: Case, said: GiveRemedy) -> None:
    """It is one of this complaint that was agreed to."""
    named(case, said.remedy, states=("approved",))


def gate_not_by_finance(case: Case, values: Any) -> Missing | None:
    """What finance pays is given once finance says so (F11)."""
    if values is None:
        return None
    if not paying.goes_through_finance(named(case, values.remedy, states=("approved",))):
        return None
    return Missing("payment", _("Finance pays it: it is given once finance says that it is paid."))


def give_remedy(step: Step, said: GiveRemedy) -> None:
    """approved → given; the complaint stays where it is."""
    row = named(step, said.remedy, states=("approved",))
    giving.give(step, row, reference=said.reference)


declare(
    Verb(
        name="give_remedy",
        words=Words("补赔送达", "補賠送達", "Log that a remedy arrived"),
        payload=GiveRemedy,
        from_states=states(State.executing, State.following_up),
        gates=(gate_not_by_finance,),
        act=give_remedy,
        check=check,
    )
)
