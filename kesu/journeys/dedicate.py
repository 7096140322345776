"""指定专人: who follows an urgent complaint personally (E33)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import naming
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Someone
from kesu.journeys.step import Step
from kesu.journeys.transfer import fit
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.rules import Person
from kesu.policy.codes import OPEN


class Dedicate(Payload):
    to: Someone = Field(title="To")


class Dedicated(CaseFacts):
    to: str
    before: str | None = None


declare_kind("complaint.dedicated", Dedicated)


def check(case: Case, said: Dedicate) -> None:
    """Somebody who could own it, and does not follow it yet."""
    _person(case, said)


def dedicate(step: Step, said: Dedicate) -> None:
    """The owner stays the owner; who follows it is told."""
    person, before = _person(step, said), step.complaint.dedicated_id
    step.set(dedicated_id=person.id)
    facts = {"to": str(person.id)} | ({"before": str(before)} if before else {})
    step.tell("complaint.dedicated", facts, rule="E33")
    if person.id != step.staff:
        step.notify([person.id], "dedicated")


def _person(case: Case, said: Dedicate) -> Person:
    person = naming.person(case.people, said.to, loc="to")
    if person.id == case.complaint.dedicated_id:
        raise Refused(
            [Fault("to", _("This person follows the complaint already."))], code="follows"
        )
    fit(case, person)
    return person


declare(
    Verb(
        name="dedicate",
        words=Words("指定专人", "指定專人", "Dedicate to somebody"),
        payload=Dedicate,
        from_states=states(OPEN),
        act=dedicate,
        check=check,
    )
)
