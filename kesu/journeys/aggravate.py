"""二次激化: the handling itself made it worse; with which words, and whose (C01)."""

from pydantic import Field

from kesu.complaints.models import Aggravation
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Aggravate(Payload):
    words: Text = Field(title="The words that made it worse")
    whose: Name = Field(title="Who said them")


class Aggravated(CaseFacts):
    pass


declare_kind("complaint.aggravated", Aggravated)


def aggravate(step: Step, said: Aggravate) -> None:
    """Keeps the words: a complaint caused by the handling is counted apart."""
    Aggravation.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        words=said.words,
        whose=said.whose,
    )
    notes = {"text": said.words, "whose": said.whose}
    step.tell("complaint.aggravated", notes=notes, rule="C01")


declare(
    Verb(
        name="aggravate",
        words=Words("记二次激化", "記二次激化", "Record words that made it worse"),
        payload=Aggravate,
        from_states=states(OPEN),
        act=aggravate,
    )
)
