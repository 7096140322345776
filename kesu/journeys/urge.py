"""催办, 督办: the customer chases, or a superior wants the case ended by a time (F05)."""

from enum import StrEnum

from pydantic import Field

from kesu.complaints.models import Urge as UrgeRow
from kesu.deadlines import operations
from kesu.deadlines.rules import Due
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.rules import moment
from kesu.journeys import naming, reading_case
from kesu.journeys.case import Case
from kesu.journeys.convert import convert, is_late
from kesu.journeys.faults import NotYours
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Moment, Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.people.rules import direct_supervisor
from kesu.policy.codes import OPEN, ClockName, Rank, ranks_from

TOLD_ABOVE_FROM = 3
"""The third chase of a customer is told to the supervisor, and each one behind it."""
_SUPERVISORS = ranks_from(Rank.supervisor)


class Urging(StrEnum):
    """Who urges."""

    customer = "customer"
    staff = "staff"


class Urged(CaseFacts):
    """``count``: how often the customer has chased, this time included."""

    by: str
    count: int
    due: str | None = None


declare_kind("complaint.urged", Urged)


class Urge(Payload):
    by: Urging = Field(title="Who urges")
    due: Moment | None = Field(default=None, title="To be ended by")


def check(case: Case, said: Urge) -> None:
    """督办, a colleague's word with a time that lies ahead, is a supervisor's or above. Errors:
    ``NotYours``, ``Refused``.
    """
    if said.due is None:
        return
    if said.by == Urging.staff and (case.by is None or case.by.rank not in _SUPERVISORS):
        raise NotYours
    naming.after(said.due, case.at, loc="due")


def urge(step: Step, said: Urge) -> None:
    """Counted on the case; the owner is told. A supervisor's time is a clock of its own that only
    the end of the case stops; by when the customer wants it is kept. The customer who chases while
    something is late makes it 3.3 (E31).
    """
    row = UrgeRow.objects.create(
        complaint=step.complaint, by_id=step.staff, at=step.at, kind=said.by, due=said.due
    )
    count = UrgeRow.objects.filter(complaint=step.complaint, kind=Urging.customer).count()
    facts: dict[str, object] = {"by": said.by, "count": count}
    if said.due is not None:
        facts["due"] = moment(said.due)
    step.tell("complaint.urged", facts, rule="F05")
    if said.due is not None and said.by == Urging.staff:
        _start(step, row)
    step.notify(_told(step, count, said.by), "urged", str(count) if said.by == "customer" else "")
    if said.by == Urging.customer:
        reading_case.heard(step, "urge", said.note or "", ref=row.pk)
    if said.by == Urging.customer and is_late(step):
        convert(step)


def _start(step: Step, row: UrgeRow) -> None:
    assert row.due is not None
    change = operations.start(
        complaint=step.complaint,
        name=ClockName.close,
        subject=f"urge:{row.pk}",
        due=Due(row.due, (), "official", "F05"),
        started=step.at,
        written=step.now,
    )
    step.clock(change)


def _told(step: Step, count: int, by: str) -> list[int]:
    owner = step.complaint.owner_id
    told = {owner, step.complaint.dedicated_id}
    if by == Urging.staff or count >= TOLD_ABOVE_FROM:
        told.add(direct_supervisor(step.people, owner, ranks=_SUPERVISORS))
    return sorted(one for one in told if one is not None and one != step.staff)


declare(
    Verb(
        name="urge",
        words=Words("催办", "催辦", "Urge"),
        payload=Urge,
        from_states=states(OPEN),
        act=urge,
        check=check,
    )
)
