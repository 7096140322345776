"""请支援: a colleague's help; the owner stays the owner (A44)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.consults.models import Assist as AssistRow
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import naming
from kesu.journeys.case import Case
from kesu.journeys.payload import Payload, Someone, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Assist(Payload):
    who: Someone = Field(title="Whom you ask")
    question: Text = Field(title="Question")


def check(case: Case, said: Assist) -> None:
    """The colleague exists and is not the accused."""
    if naming.person(case.people, said.who, loc="who").id == case.complaint.accused_id:
        raise Refused([Fault("who", _("This person cannot be asked about it."))], code="accused")


def assist(step: Step, said: Assist) -> None:
    """Keeps the question and tells the colleague."""
    who = naming.person(step.people, said.who, loc="who")
    AssistRow.objects.create(
        complaint=step.complaint,
        who_id=who.id,
        question=said.question,
        by_id=step.staff,
        at=step.at,
    )
    notes = {"question": said.question}
    step.tell("complaint.assisted", {"who": str(who.id)}, notes=notes, rule="A44")
    step.notify([who.id], "assist")


declare(
    Verb(
        name="assist",
        words=Words("请支援", "請支援", "Ask a colleague"),
        payload=Assist,
        from_states=states(OPEN),
        act=assist,
        check=check,
    )
)
