"""Something to look at was found: its line on the record, whoever found it (A22)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft
from kesu.policy import queries as policies
from kesu.watch.models import Signal


class Raised(Facts):
    """``groups`` of words, for a chat."""

    kind: str
    level: int
    groups: tuple[str, ...] = ()


declare("signal.raised", Raised)


def lines(signals: Iterable[Signal], *, by: str, at: datetime) -> list[Draft]:
    """The lines of new signals, written last by whoever raised them."""
    found = list(signals)
    policy = policies.in_force(at).label if found else ""
    return [_line(one, by=by, at=at, policy=policy) for one in found]


def _line(signal: Signal, *, by: str, at: datetime, policy: str) -> Draft:
    facts: dict[str, Any] = {"kind": signal.kind, "level": signal.level}
    if groups := signal.facts.get("groups"):
        facts["groups"] = tuple(groups)
    return draft(signal, "signal.raised", facts, by=by, at=at, policy=policy)


def draft(
    signal: Signal,
    kind: str,
    facts: dict[str, Any],
    *,
    by: str,
    at: datetime,
    policy: str,
    notes: dict[str, Any] | None = None,
    case: str | None = None,
) -> Draft:
    """A line about a signal."""
    return Draft(
        kind=kind,
        about=("signal", str(signal.pk)),
        case=case,
        by=by,
        at=at,
        written=at,
        policy=policy,
        rule="A22",
        facts=facts,
        notes=notes,
    )
