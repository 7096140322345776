"""受理: the owner takes the complaint on (E03)."""

from kesu.journeys import clocks, merchant
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State


class Accept(Payload):
    """Nothing but a time and a note."""


def accept(step: Step, _: Accept) -> None:
    """received → accepted. Starts the daily line; moves no due time (Q21)."""
    step.tell("complaint.accepted", rule="E03")
    take_on(step)


def take_on(step: Step) -> None:
    """The change itself, also part of lodging while a person is on the line."""
    step.move(State.accepted)
    step.set(accepted=step.at)
    clocks.accepted(step)
    merchant.tell_at_receipt(step)


declare(
    Verb(
        name="accept",
        words=Words("接单", "接單", "Accept"),
        payload=Accept,
        from_states=states(State.received),
        to_states=states(State.accepted),
        act=accept,
    )
)
