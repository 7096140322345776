"""部门反馈: the department answers its task (E06)."""

from datetime import date

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.consults.models import Consult
from kesu.consults.rules import Measure
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import tasks
from kesu.journeys.case import Case
from kesu.journeys.measure import Taken, ahead, keep
from kesu.journeys.payload import Payload, Sentence, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import State, between


class Feedback(Payload):
    consult: int = Field(ge=1, title="Task")
    text: Text = Field(title="Answer")
    measure: Measure | None = Field(default=None, title="Measure taken")
    measure_on: date | None = Field(default=None, title="Taken on")
    measure_text: Sentence | None = Field(default=None, title="Proof of the measure")


def check(case: Case, said: Feedback) -> None:
    """The task is one of this complaint, and still open; a measure was taken by now."""
    task(case, said.consult)
    if said.measure is None and (said.measure_on or said.measure_text):
        fault = Fault("measure", _("This is required."), ", ".join(Measure))
        raise Refused([fault], code="no_measure")
    ahead(case, said.measure_on, loc="measure_on")


def feedback(step: Step, said: Feedback) -> None:
    """Answers one task of one's own department; after the last open one the complaint goes back
    to where the first was sent from. What was done about a merchant may be said at once or later
    (E83).
    """
    row = task(step, said.consult)
    row.answer, row.answered_by_id, row.answered_at = said.text, step.staff, step.at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    go_on(step, row)
    step.tell(
        "complaint.fed_back",
        {"consult": row.pk, "department": row.department},
        notes={"text": said.text},
        rule="E06",
    )
    tasks.met(step, row)
    if said.measure is not None:
        keep(step, row, Taken(said.measure, said.measure_on, said.measure_text))
    step.notify([step.complaint.owner_id], "fed_back", row.department)


def go_on(step: Step, row: Consult) -> None:
    """After the last open task a case that waits for departments goes back to where the first was
    sent from. Where nothing is asked any more, however the last task ended, nothing would ever
    take the case out of waiting.
    """
    waits = step.state is State.consulting
    if waits and all(one.pk == row.pk for one in step.open_consults):
        step.move(State(step.complaint.came_from or State.proposing))
        step.set(came_from="")


def task(case: Case, number: int) -> Consult:
    """The open task of that number, of one's own department. Errors: ``Refused``."""
    for row in case.open_consults:
        if row.pk == number and (case.by is None or row.department == case.by.department):
            return row
    known = ", ".join(
        str(row.pk)
        for row in case.open_consults
        if case.by is None or row.department == case.by.department
    )
    fault = Fault("consult", _("Your department has no open task of that number here."), known)
    raise Refused([fault], code="unknown_consult")


declare(
    Verb(
        name="feedback",
        words=Words("反馈协办", "回饋協辦", "Answer the task"),
        payload=Feedback,
        from_states=states(State.consulting),
        to_states=between(State.accepted, State.proposing),
        act=feedback,
        check=check,
    )
)
