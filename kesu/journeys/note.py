"""备注: a note among colleagues, also on a closed complaint."""

from pydantic import Field

from kesu.complaints.models import Note as NoteRow
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, State


class Note(Payload):
    text: Text = Field(title="Note")


def note(step: Step, said: Note) -> None:
    """Keeps the note; the customer never sees it."""
    NoteRow.objects.create(complaint=step.complaint, by_id=step.staff, at=step.at, text=said.text)
    step.tell("complaint.noted", notes={"text": said.text})


declare(
    Verb(
        name="note",
        words=Words("写备注", "寫備註", "Add a note"),
        payload=Note,
        from_states=states(OPEN, State.closed, State.archived),
        act=note,
        when_merged=True,
    )
)
