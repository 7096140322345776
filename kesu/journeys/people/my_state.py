"""坐席状态: what a person says they do now; who takes a break gets no new work meanwhile."""

from datetime import datetime

from django.db import transaction
from pydantic import Field

from kesu.complaints.permissions.boards import may_handle
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.journeys.payload import Part
from kesu.people import operations
from kesu.people.queries import doing
from kesu.people.rules import AgentState, Person


class MyState(Part):
    state: AgentState = Field(title="State")


class StateSet(Facts):
    """``state``: before and after. ``seconds``: how long the one before lasted."""

    state: tuple[str, str]
    seconds: int | None = None


declare("staff.state_set", StateSet)


def say(said: MyState, *, by: Person, at: datetime) -> None:
    """Keeps it from ``at`` (UTC) on; said again, nothing changes. Nobody says it for another.

    Errors: ``NotYours`` for who handles no complaints.
    """
    if not may_handle(by):
        raise NotYours
    state = AgentState(said.state)
    with transaction.atomic():
        before = doing([by.id])[by.id]
        if before.state == state:
            return
        operations.set_state(staff=by.id, state=state, at=at)
        lasted = int((at - before.since).total_seconds()) if before.since else None
        facts = {"state": [before.state, state.value], "seconds": lasted}
        about = ("staff", str(by.id))
        people_work.tell("staff.state_set", about, facts, by=f"staff:{by.id}", at=at)
