"""6W3H: the nine questions about a matter, answered as far as is known (D36)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal import queries as journal
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.language.nine_questions import QUESTIONS, completeness
from kesu.policy.codes import OPEN

KIND = "complaint.established"


class Establish(Payload):
    """What is left out stays as it was answered before."""

    who: Text | None = Field(default=None, title="Who it happened to")
    whom: Text | None = Field(default=None, title="Who it is about")
    what: Text | None = Field(default=None, title="What happened")
    when: Text | None = Field(default=None, title="When it happened")
    where: Text | None = Field(default=None, title="Where it happened")
    why: Text | None = Field(default=None, title="Why it happened")
    how: Text | None = Field(default=None, title="How it is to be put right")
    how_many: Text | None = Field(default=None, title="How many, or how often")
    how_much: Text | None = Field(default=None, title="How much it is about")


class Established(CaseFacts):
    """``answered``: the questions answered this time; ``percent``: of all nine, whenever they were.
    The answers stand in the notes.
    """

    answered: tuple[str, ...]
    percent: int


declare_kind(KIND, Established)


def establish(step: Step, said: Establish) -> None:
    """Keeps the answers and says which questions are open still."""
    given = {name: told for name in QUESTIONS if (told := getattr(said, name)) is not None}
    if not given:
        raise Refused([Fault("what", _("Answer at least one of the nine questions."))])
    before = journal.about("complaint", str(step.complaint.pk), with_notes=False, only=KIND)
    known = {name for line in before for name in line.facts["answered"]} | given.keys()
    facts = {"answered": list(given), "percent": completeness(known)}
    step.tell(KIND, facts, notes=given, rule="D36")
    left = len(QUESTIONS) - len(known)
    if left:
        message = _("%(n)s of the nine questions are open.")
        step.warn("questions_open", message % {"n": left}, open=left)


declare(
    Verb(
        name="establish",
        words=Words("填九问", "填九問", "Answer the nine questions"),
        payload=Establish,
        from_states=states(OPEN),
        act=establish,
    )
)
