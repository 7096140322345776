"""One decision applied to each of several cases: every one is a step of its own, and ends, or is
refused, by itself (E37).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotTaken, Warned
from kesu.journeys.perform import perform
from kesu.people.rules import Person


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
    return [_one(verb, no, raw, by=by, now=now) for no in numbers]


def _one(verb: str, no: str, raw: object, *, by: Person, now: datetime) -> Result:
    try:
        done = perform(verb, no, raw, by=by, now=now)
    except (Refused, NotTaken) as fault:
        return Result(no, fault)
    return Result(no, warnings=done.warnings)
