"""期望落差: what was expected, what came, and who had raised the expectation (B03)."""

from pydantic import Field

from kesu.complaints.models import Gap as GapRow
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, RaisedBy


class Gap(Payload):
    expected: Text = Field(title="What was expected")
    actual: Text = Field(title="What came")
    raised_by: RaisedBy = Field(title="Who raised the expectation")


class GapFound(CaseFacts):
    raised_by: str


declare_kind("complaint.gap_found", GapFound)


def gap(step: Step, said: Gap) -> None:
    """Keeps the gap; its sources are counted."""
    GapRow.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        expected=said.expected,
        actual=said.actual,
        raised_by=said.raised_by,
    )
    notes = {"expected": said.expected, "actual": said.actual}
    step.tell("complaint.gap_found", {"raised_by": said.raised_by}, notes=notes, rule="B03")


declare(
    Verb(
        name="gap",
        words=Words("记期望落差", "記期望落差", "Record what was expected"),
        payload=Gap,
        from_states=states(OPEN),
        act=gap,
    )
)
