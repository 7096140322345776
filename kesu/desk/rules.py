"""What a 投诉处理单 still lacks, stage by stage (E86, E11, E15). Pure: values in, names out.

What an act brings with it is not asked for before: the number comes with the first proposal, the
approval with the approval, the end and its lesson with closing.
"""

from collections.abc import Collection
from dataclasses import dataclass

from kesu.policy.codes import Outcome, State, between

STAGES: tuple[tuple[str, ...], ...] = (
    (
        "form_no",
        "channel",
        "accepted",
        "customer",
        "phone",
        "matter",
        "type",
        "urgent",
        "text",
        "sought",
        "verified",
        "merchant",
        "responsible",
        "solution",
        "remedies",
        "approval",
    ),
    ("replied", "position", "final"),
    ("actions", "told", "follow_up", "closed", "disposition", "attachments"),
)
"""The fields of the three stages in the order of the paper."""

_ALWAYS = frozenset(
    {
        "accepted",
        "customer",
        "type",
        "text",
        "sought",
        "verified",
        "responsible",
        "solution",
        "replied",
        "position",
        "final",
    }
)
_APPROVED = between(State.replying, State.archived)
_STANDS = between(State.approving, State.archived)
_ENDED = frozenset({State.closed, State.archived})


@dataclass(frozen=True)
class Standing:
    """What a form asks of one complaint.

    ``about_goods``: its type is about something bought. ``merchant``: a merchant is asked what it
    says to it. ``acts``: its solution is something to be done. ``asks_follow_up``: the plan of its
    type has a 回访. ``outcome``: how it ended, if it did.
    """

    state: State
    about_goods: bool = False
    merchant: bool = False
    acts: bool = True
    asks_follow_up: bool = True
    outcome: str = ""


def stands(state: State) -> bool:
    """Whether the newest solution is the one the form is about; before, one is waited for."""
    return state in _STANDS


def missing(stage: int, given: Collection[str], standing: Standing) -> tuple[str, ...]:
    """The fields of ``stage`` (1 to 3) that must be there and are not in ``given``."""
    asked = required(standing)
    return tuple(name for name in STAGES[stage - 1] if name in asked and name not in given)


def required(standing: Standing) -> frozenset[str]:
    """The fields that must be there; none for a complaint that was withdrawn."""
    if standing.state is State.withdrawn:
        return frozenset()
    asked_now = {
        "matter": standing.about_goods,
        "merchant": standing.merchant,
        "approval": standing.state in _APPROVED,
        "actions": standing.acts,
        "told": standing.merchant and standing.acts,
        "follow_up": standing.asks_follow_up and standing.outcome != Outcome.lost_contact,
        "closed": standing.state in _ENDED,
        "disposition": standing.state in _ENDED,
    }
    return _ALWAYS | {name for name, asked in asked_now.items() if asked}
