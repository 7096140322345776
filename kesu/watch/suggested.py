"""What a person decides about a suggested batch, kept in its signal. Inside a transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kesu.watch.models import Signal


@dataclass(frozen=True)
class Suggestion:
    """``members``: ids of complaints, in the order they came; ``out``: those taken out."""

    members: Sequence[str]
    out: frozenset[str]

    @property
    def left(self) -> list[str]:
        return [one for one in self.members if one not in self.out]


def suggestion(facts: dict[str, Any]) -> Suggestion:
    """What the facts of a signal of kind batch say."""
    return Suggestion(tuple(facts.get("members", ())), frozenset(facts.get("out", ())))


def take_out(signal: Signal, members: Iterable[str]) -> None:
    """These are another matter; found again they stay out."""
    held = suggestion(signal.facts)
    signal.facts["out"] = sorted(held.out | (set(members) & set(held.members)))
    signal.save(update_fields=["facts"])


def decided(signal: Signal, *, batch: str, joined: int) -> None:
    """A person made it a batch: which, and of how many."""
    signal.facts |= {"batch": batch, "joined": joined}
    signal.save(update_fields=["facts"])
