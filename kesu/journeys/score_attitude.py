"""服务态度分: quality says how a colleague bore themselves on a case, whoever was right (A62).

It puts nothing on anybody's record: that takes a verified complaint (E51).
"""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.coaching.models import Attitude
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import naming
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Someone, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, State


class ScoreAttitude(Payload):
    who: Someone | None = Field(default=None, title="Colleague; none: the owner")
    score: int = Field(ge=1, le=5, title="Attitude, 1 to 5")
    words: Text = Field(title="What it shows in")


class Scored(CaseFacts):
    staff: str
    score: int


declare_kind("complaint.attitude_scored", Scored)


def check(case: Case, said: ScoreAttitude) -> None:
    """The colleague is known, and is somebody else."""
    assert case.by is not None
    if _who(case, said) == case.by.id:
        raise Refused([Fault("who", _("Nobody scores themselves."))], code="own_score")


def score_attitude(step: Step, said: ScoreAttitude) -> None:
    """Keeps the score; verdict and fault do not enter into it."""
    who = _who(step, said)
    Attitude.objects.create(
        complaint=step.complaint,
        staff_id=who,
        score=said.score,
        words=said.words,
        by_id=step.staff,
        at=step.at,
    )
    facts = {"staff": str(who), "score": said.score}
    step.tell("complaint.attitude_scored", facts, notes={"words": said.words}, rule="A62")


def _who(case: Case, said: ScoreAttitude) -> int:
    if said.who is None:
        return case.complaint.owner_id
    return naming.person(case.people, said.who, loc="who").id


declare(
    Verb(
        name="score_attitude",
        words=Words("评服务态度", "評服務態度", "Score the attitude"),
        payload=ScoreAttitude,
        from_states=states(OPEN, State.closed, State.archived),
        act=score_attitude,
        check=check,
    )
)
