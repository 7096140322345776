"""What a person may do with a complaint now, and what each thing needs."""

from dataclasses import dataclass
from datetime import datetime

from kesu.complaints.permissions import may_see
from kesu.desk import case as desk_case
from kesu.desk import outbox
from kesu.desk.outbox import MailView
from kesu.desk.values import CaseView
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing, NoSuchComplaint
from kesu.journeys.step import look_up, missing
from kesu.journeys.verb import Verb, registry
from kesu.people.rules import People, Person


@dataclass(frozen=True)
class Offer:
    """A verb the state and the person allow; ``missing`` are the gates still shut."""

    verb: Verb
    missing: tuple[Missing, ...]


def offers(no: str, *, by: Person, now: datetime) -> list[Offer]:
    """The verbs of this person on this complaint, in the order of the work.

    Errors: ``NoSuchComplaint`` when there is nothing they may see or do; ``AccusedHere``.
    """
    complaint, people, tie = look_up(no, by, now)
    case = Case(complaint, by, tie, people, now, now)
    found = _offered(case, by)
    if not found and not may_see(by, tie):
        raise NoSuchComplaint
    return found


@dataclass(frozen=True)
class Standing:
    """A complaint as its reader sees it, what they may do, and what its end still waits for."""

    view: CaseView
    offers: list[Offer]
    closing: list[Missing]
    letters: list[MailView]


def standing(no: str, *, by: Person, people: People, now: datetime) -> Standing:
    """All that a case page asks, looked up once. Errors: ``NoSuchComplaint``, ``AccusedHere``."""
    complaint, tie = desk_case.find(no, reader=by, people=people)
    case = Case(complaint, by, tie, people, now, now)
    return Standing(
        view=desk_case.view(complaint, tie, reader=by, people=people, timeline=True, now=now),
        offers=_offered(case, by),
        closing=missing(registry()["close"], case, None) if complaint.is_open else [],
        letters=outbox.of_case(complaint, tie, reader=by, people=people),
    )


def _offered(case: Case, by: Person) -> list[Offer]:
    return [
        Offer(verb, tuple(missing(verb, case, None)))
        for verb in registry().values()
        if verb.fits(case.complaint) and verb.who(by, case.tie)
    ]
