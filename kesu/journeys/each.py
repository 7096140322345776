"""One decision applied to each of several cases: every one is a step of its own, and ends, or is
refused, by itself (E37).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotTaken, Warned
from kesu.journeys.perform import perform
from kesu.people.rules import Person


@dataclass(frozen=True)
class Wanted:
    """One step on one case. ``version``: the one that who decides has seen, where that is known."""

    verb: str
    no: str
    raw: object
    version: int | None = None


@dataclass(frozen=True)
class Result:
    """What became of one case; ``fault`` says why nothing did."""

    no: str
    fault: Refused | NotTaken | None = None
    warnings: tuple[Warned, ...] = ()


def apply(
    verb: str, numbers: Iterable[str], raw: object, *, by: Person, now: datetime
) -> list[Result]:
    """Takes the step on each case in the order given, in a transaction of its own; ``now`` in UTC.

    Errors: ``NoSuchVerb``, before anything is done.
    """
    return take([Wanted(verb, no, raw) for no in numbers], by=by, now=now)


def take(wanted: Iterable[Wanted], *, by: Person, now: datetime) -> list[Result]:
    """Takes each step in its turn, as ``apply``; a case that changed since it was seen is refused
    alone, with all that was asked of it.
    """
    moved: set[str] = set()
    results = []
    for one in wanted:
        # What was done here moved the case on: only until then is its version the one seen.
        result = _one(replace(one, version=None) if one.no in moved else one, by=by, now=now)
        if result.fault is None:
            moved.add(one.no)
        results.append(result)
    return results


def _one(wanted: Wanted, *, by: Person, now: datetime) -> Result:
    try:
        done = perform(
            wanted.verb, wanted.no, wanted.raw, by=by, now=now, must_match=wanted.version
        )
    except (Refused, NotTaken) as fault:
        return Result(wanted.no, fault)
    return Result(wanted.no, warnings=done.warnings)
