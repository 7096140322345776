"""风控调查: what the risk department found (E60)."""

from pydantic import Field

from kesu.consults.models import Consult
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import account_work
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Cents, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, State
from kesu.remedies.models import Investigation


class Investigate(Payload):
    finding: Text = Field(title="Finding")
    loss: Cents | None = Field(default=None, title="Loss")
    suspect: Text | None = Field(default=None, title="Suspected use")


class Investigated(CaseFacts):
    """``loss`` in 分; ``consults``: work orders that the finding answers."""

    loss: int | None = None
    suspect: bool
    consults: tuple[int, ...] = ()


def investigate(step: Step, said: Investigate) -> None:
    """Keeps the finding and answers the work order, unless the complaint waits for the department:
    then its answer takes it on.
    """
    Investigation.objects.create(
        complaint=step.complaint,
        finding=said.finding,
        loss=said.loss,
        suspect=said.suspect or "",
        by_id=step.staff,
        at=step.at,
    )
    answered = [] if step.state is State.consulting else _answer(step, said.finding)
    facts: dict[str, object] = {"suspect": said.suspect is not None, "consults": answered}
    if said.loss is not None:
        facts["loss"] = said.loss
    notes = {"finding": said.finding, "suspect": said.suspect}
    step.tell("complaint.investigated", facts, notes=notes, rule="E60")
    step.notify([one for one in [step.complaint.owner_id] if one != step.staff], "fed_back")


def _answer(step: Step, finding: str) -> list[int]:
    department = account_work.risk_department(step)
    mine = [row.pk for row in step.open_consults if row.department == department]
    Consult.objects.filter(pk__in=mine).update(
        answer=finding, answered_by=step.staff, answered_at=step.at
    )
    return mine


declare_kind("complaint.investigated", Investigated)
declare(
    Verb(
        name="investigate",
        words=Words("风控调查", "風控調查", "Record the investigation"),
        payload=Investigate,
        from_states=states(OPEN),
        act=investigate,
    )
)
