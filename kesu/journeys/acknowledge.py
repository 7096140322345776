"""确认上报: somebody who was told of an urgent complaint has seen it (E64)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority import queries
from kesu.authority.models import Report
from kesu.authority.rules import told
from kesu.deadlines import operations
from kesu.deadlines.queries import latest
from kesu.foundation.faults import Fault, Refused
from kesu.journeys.case import Case
from kesu.journeys.expiry import expire
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, ClockName, ClockState


class Acknowledge(Payload):
    report: int = Field(ge=1, title="Report")


def check(case: Case, said: Acknowledge) -> None:
    """The report is one of this complaint, waits, and went to this person."""
    _report(case, said)


def acknowledge(step: Step, said: Acknowledge) -> None:
    """Meets the report's clock; who reported is told."""
    row = _report(step, said)
    clock = latest(step.complaint, ClockName.report, str(row.pk))
    if clock is not None and clock.state == ClockState.running and clock.due < step.at:
        expire(step, clock)
        row.refresh_from_db()
    row.acknowledged, row.acknowledged_by_id = step.at, step.staff
    row.save(update_fields=["acknowledged", "acknowledged_by"])
    step.tell("complaint.acknowledged", {"report": row.pk, "level": row.level}, rule="E64")
    if clock is not None:
        step.clock(operations.meet(clock=clock, at=step.at))
    reporter = row.by_id or step.complaint.owner_id
    step.notify([one for one in [reporter] if one != step.staff], "acknowledged", row.level)


def _report(case: Case, said: Acknowledge) -> Report:
    waiting = [
        row
        for row in queries.reports(case.complaint)
        if not row.acknowledged and case.by and told(case.people, row.to_id, case.by.id)
    ]
    for row in waiting:
        if row.pk == said.report:
            return row
    known = ", ".join(str(row.pk) for row in waiting)
    fault = Fault("report", _("No report of that number waits for you here."), known)
    raise Refused([fault], code="unknown_report")


declare(
    Verb(
        name="acknowledge",
        words=Words("确认上报", "確認上報", "Acknowledge the report"),
        payload=Acknowledge,
        from_states=states(OPEN),
        act=acknowledge,
        check=check,
    )
)
