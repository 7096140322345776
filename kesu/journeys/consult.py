"""派协办单: asks a department; the complaint waits for its answer (E05, E06)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.consults.models import Consult as ConsultRow
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.case import Case
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.queries import Desk, departments, desks
from kesu.people.rules import at_desk
from kesu.policy.codes import Flag, State, between

_READ_NONE = frozenset({Flag.admin, Flag.auditor})


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
    row = ConsultRow.objects.create(
        complaint=step.complaint,
        department=said.department,
        question=said.question,
        by_id=step.staff,
        at=step.at,
    )
    if step.state is not State.consulting:
        step.set(came_from=step.state.value)
        step.move(State.consulting)
    step.tell(
        "complaint.consulted",
        {"consult": row.pk, "department": said.department},
        notes={"question": said.question},
        rule="E05",
    )
    step.notify(liaisons(step, said.department), "consulted", said.department)


def liaisons(step: Step, department: str) -> list[int]:
    """The liaison of a department or their backup, else everyone in it who reads complaints."""
    desk = desks().get(department, Desk())
    return at_desk(
        step.people, department, liaison=desk.liaison, backup=desk.backup, but=_READ_NONE
    )


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
