"""What a person may do with a complaint now, and what each thing needs."""

from dataclasses import dataclass
from datetime import datetime

from kesu.complaints.permissions import may_see
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing, NoSuchComplaint
from kesu.journeys.step import look_up, missing
from kesu.journeys.verb import Verb, registry
from kesu.people.rules import Person


@dataclass(frozen=True)
class Offer:
    """A verb the state and the person allow; ``missing`` are the gates still shut."""

    verb: Verb
    missing: tuple[Missing, ...]


def offers(no: str, *, by: Person, now: datetime) -> list[Offer]:
    """The verbs of this person on this complaint, in the order of the work.

    Errors: ``NoSuchComplaint`` when there is nothing they may see or do; ``AccusedHere``.
    """
    complaint, people, tie = look_up(no, by)
    case = Case(complaint, by, tie, people, now, now)
    found = [
        Offer(verb, tuple(missing(verb, case, None)))
        for verb in registry().values()
        if case.state in verb.from_states and verb.who(by, tie)
    ]
    if not found and not may_see(by, tie):
        raise NoSuchComplaint
    return found


def closing_needs(no: str, *, by: Person, now: datetime) -> list[Missing]:
    """What still stands between this complaint and its end."""
    complaint, people, tie = look_up(no, by)
    case = Case(complaint, by, tie, people, now, now)
    return missing(registry()["close"], case, None) if complaint.is_open else []
