"""Why a step was not taken. A door turns each into its own kind of answer; nothing was changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kesu.desk.faults import AccusedHere, NoSuchComplaint, NotTaken, NotYours

__all__ = [
    "AccusedHere",
    "GateShut",
    "Missing",
    "NoSuchComplaint",
    "NoSuchVerb",
    "NotTaken",
    "NotYours",
    "Stale",
    "TooMuch",
    "Warned",
    "WrongState",
]


class NoSuchVerb(NotTaken):
    """Nothing is called that."""


class WrongState(NotTaken):
    """The state does not allow the verb; ``allowed`` are the verbs this person has now."""

    def __init__(self, state: str, version: int, allowed: Sequence[str]) -> None:
        super().__init__(state)
        self.state, self.version, self.allowed = state, version, list(allowed)


class Stale(NotTaken):
    """Somebody changed the complaint meanwhile; the fresh state stands beside it.

    ``asked``: the caller had named the version it knew (If-Match).
    """

    def __init__(self, state: str, version: int, allowed: Sequence[str], *, asked: bool) -> None:
        super().__init__(state)
        self.state, self.version, self.allowed = state, version, list(allowed)
        self.asked = asked


@dataclass(frozen=True)
class Missing:
    """One thing that a gate waits for."""

    gate: str
    say: str


class GateShut(NotTaken):
    """What is missing before the step may be taken."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(one.gate for one in missing))
        self.missing = list(missing)


class TooMuch(NotTaken):
    """More than one person may bring in a while; ``seconds`` until it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Warned:
    """A rule that warns and does not block."""

    code: str
    say: str
    facts: dict[str, Any]
