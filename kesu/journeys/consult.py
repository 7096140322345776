"""派协办单: asks a department; the complaint waits for its answer (E05, E06)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journeys import tasks
from kesu.journeys.case import Case
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.queries import departments
from kesu.policy.codes import State, between


class Consult(Payload):
    department: Name = Field(title="Department")
    question: Text = Field(title="Question")


def check(_case: Case, said: Consult) -> None:
    """The department is one of the house."""
    known = departments()
    if said.department not in known:
        fault = Fault("department", _("This department is not known."), ", ".join(known))
        raise Refused([fault], code="unknown_department")


def consult(step: Step, said: Consult) -> None:
    """→ consulting; the first one remembers where from. The department's liaisons are told."""
    if step.state is not State.consulting:
        step.set(came_from=step.state.value)
        step.move(State.consulting)
    tasks.open_task(step, department=said.department, question=said.question)


declare(
    Verb(
        name="consult",
        words=Words("派协办单", "派協辦單", "Ask a department"),
        payload=Consult,
        from_states=between(State.accepted, State.proposing),
        to_states=states(State.consulting),
        act=consult,
        check=check,
    )
)
