"""派辅导: a colleague is to be helped because of what a case showed (E52)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import conduct, naming
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Moment, Payload, Someone, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, State


class Coach(Payload):
    who: Someone = Field(title="Colleague")
    what: Text = Field(title="What to work on")
    due: Moment | None = Field(default=None, title="By")


class Coached(CaseFacts):
    staff: str


declare_kind("complaint.coached", Coached)


def check(case: Case, said: Coach) -> None:
    """The colleague is known, and the time lies ahead."""
    naming.person(case.people, said.who, loc="who")
    if said.due is not None and said.due <= case.at:
        late = Fault("due", _("This time has passed already."), f"> {case.at.isoformat()}")
        raise Refused([late])


def coach(step: Step, said: Coach) -> None:
    """Asks the colleague's direct supervisor to help them; of the case they hear nothing."""
    person = naming.person(step.people, said.who, loc="who")
    notes = {"what": said.what}
    step.tell("complaint.coached", {"staff": str(person.id)}, notes=notes, rule="E52")
    conduct.ask_for_help(step, person.id, what=said.what, due=said.due)


declare(
    Verb(
        name="coach",
        words=Words("派辅导", "派輔導", "Ask for coaching"),
        payload=Coach,
        from_states=states(OPEN, State.closed),
        act=coach,
        check=check,
    )
)
