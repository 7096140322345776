"""移交: after the call two people agree who goes on (E43)."""

from pydantic import Field

from kesu.journeys.case import Case
from kesu.journeys.payload import Payload, Someone
from kesu.journeys.step import Step
from kesu.journeys.transfer import give, new_owner
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class HandOver(Payload):
    to: Someone = Field(title="To")


def check(case: Case, said: HandOver) -> None:
    """The same as for a transfer."""
    new_owner(case, said.to)


def hand_over(step: Step, said: HandOver) -> None:
    """The owner changes at once; there is always exactly one."""
    give(step, new_owner(step, said.to), "complaint.handed_over", reason="", rule="E43")


declare(
    Verb(
        name="hand_over",
        words=Words("移交", "移交", "Hand over"),
        payload=HandOver,
        from_states=states(OPEN),
        act=hand_over,
        check=check,
    )
)
