"""Closing profiles and pauses: how soon a complaint is to be closed, and when a clock waits."""

from pydantic import Field

from kesu.policy.codes import ClockName, State
from kesu.policy.schema.base import Part
from kesu.policy.schema.clocks import ClockRule

PAUSABLE = (
    ClockName.silence,
    ClockName.close,
    ClockName.consult,
    ClockName.follow_up,
    ClockName.review,
)
"""Clocks that a policy may let wait. What was promised, what the law or an authority set, and the
first call-back never do, nor does the day's line (Q12).
"""
WAITING = (
    State.verifying,
    State.consulting,
    State.approving,
    State.cooling,
    State.closed,
)
"""States during which a clock may wait; ``closed`` lasts until the complaint is reopened."""


class Closing(Part):
    """``profiles`` by name; ``use``: which one a type, a group, ``urgent`` or ``any`` has (D12).

    Counted from the receipt. None: no closing time is set.
    """

    profiles: dict[str, ClockRule] = Field(default_factory=dict)
    use: dict[str, str] = Field(default_factory=dict)


class Pause(Part):
    """A clock that waits while the complaint is in a state; the time left stays what it was."""

    clock: str
    while_: State = Field(alias="while")
