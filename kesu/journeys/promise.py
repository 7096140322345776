"""承诺: something is promised to the customer, with its time (E46, E67)."""

from datetime import datetime

from pydantic import Field

from kesu.complaints.models import Promise as PromiseRow
from kesu.journal.rules import moment
from kesu.journeys import clocks, naming
from kesu.journeys.case import Case
from kesu.journeys.payload import Moment, Part, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Promised(Part):
    """What and by when, also as part of lodging."""

    what: Text = Field(title="What is promised")
    due: Moment = Field(title="By when")


class Promise(Payload, Promised):
    """The same, as a step of its own."""


def check(case: Case, said: Promise) -> None:
    """The promised time lies ahead of the moment of promising."""
    naming.after(said.due, case.at, loc="due")


def promise(step: Step, said: Promise) -> None:
    """A clock of its own runs to the promised time. In the quiet hours a time agreed with the
    customer meets the first call-back (Q7).
    """
    row = record(step, what=said.what, due=said.due)
    facts = {"promise": row.pk, "due": moment(said.due)}
    step.tell("complaint.promised", facts, notes={"what": said.what}, rule="E46")
    clocks.start_promise(step, row)
    if clocks.quiet(step):
        clocks.meet_first_callback(step)


def record(step: Step, *, what: str, due: datetime) -> PromiseRow:
    """Keeps the promise."""
    return PromiseRow.objects.create(
        complaint=step.complaint, by_id=step.staff, at=step.at, what=what, due=due
    )


declare(
    Verb(
        name="promise",
        words=Words("记承诺", "記承諾", "Make a promise"),
        payload=Promise,
        from_states=states(OPEN),
        act=promise,
        check=check,
    )
)
