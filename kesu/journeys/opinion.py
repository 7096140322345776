"""出具意见: a function answers what it was asked; its words are not for agents (F22)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority import queries
from kesu.authority.models import Opinion as OpinionRow
from kesu.authority.rules import functions_of
from kesu.deadlines import operations
from kesu.deadlines.queries import latest
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.case import Case
from kesu.journeys.opinions import concerned, subject
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ClockName


class Opinion(Payload):
    opinion: int = Field(ge=1, title="Question")
    text: Text = Field(title="Opinion")


def check(case: Case, said: Opinion) -> None:
    """The question is one of this complaint, waits, and is for this person's function."""
    _question(case, said)


def opinion(step: Step, said: Opinion) -> None:
    """Keeps the opinion and meets its clock; who asked is told that it is there."""
    row = _question(step, said)
    row.text, row.given_by_id, row.given_at = said.text, step.staff, step.at
    row.save(update_fields=["text", "given_by", "given_at"])
    facts = {"opinion": row.pk, "function": row.function}
    step.tell("complaint.opinion_given", facts, notes={"text": said.text}, rule="F22")
    clock = latest(step.complaint, ClockName.consult, subject(row))
    if clock is not None:
        step.clock(operations.meet(clock=clock, at=step.at))
    step.notify(concerned(step, row), "opinion_given", row.function)


def _question(case: Case, said: Opinion) -> OpinionRow:
    mine = functions_of(case.by) if case.by else frozenset()
    waiting = [
        row
        for row in queries.opinions(case.complaint)
        if row.given_at is None and row.function in mine
    ]
    for row in waiting:
        if row.pk == said.opinion:
            return row
    known = ", ".join(str(row.pk) for row in waiting)
    fault = Fault("opinion", _("No question of that number waits for you here."), known)
    raise Refused([fault], code="unknown_opinion")


declare(
    Verb(
        name="opinion",
        words=Words("出具意见", "出具意見", "Give an opinion"),
        payload=Opinion,
        from_states=states(OPEN),
        act=opinion,
        check=check,
    )
)
