"""上报: tells the next level of the chain, or somebody in it; going over a level needs a reason
(E64).
"""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority import queries
from kesu.authority.models import Report as ReportRow
from kesu.authority.rules import Level
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import naming, reports
from kesu.journeys.case import Case
from kesu.journeys.payload import Payload, Someone, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Report(Payload):
    to: Someone | None = Field(default=None, title="To")
    reason: Text | None = Field(default=None, title="Why a level is gone over")


def check(case: Case, said: Report) -> None:
    """There is somebody to tell; a level that is gone over has its reason."""
    _plan(case, said)


def report(step: Step, said: Report) -> None:
    """Tells them; who was told and has not answered is reminded."""
    to, over, waiting = _plan(step, said)
    if waiting is None:
        reports.send(step, to, by=step.staff, over=over, reason=_reason(said))
        return
    facts = {"report": waiting.pk, "level": waiting.level, "to": str(waiting.to_id)}
    step.tell("complaint.reported", facts, notes={"reason": _reason(said) or None}, rule="E64")
    step.notify([waiting.to_id], "report", waiting.level)


def _plan(case: Case, said: Report) -> tuple[Level, list[str], ReportRow | None]:
    """Whom, over which levels, and the report they have and did not answer."""
    assert case.by is not None
    rows = queries.reports(case.complaint)
    chain = reports.chain(case, case.by.id)
    answered = {row.to_id for row in rows if row.acknowledged or row.skipped}
    open_ = [one for one in chain if one[1] not in answered]
    to = _meant(case, said, chain) if said.to is not None else next(iter(open_), None)
    if to is None:
        raise Refused([Fault("to", _("There is nobody left to report to."))], code="top_level")
    waiting = next((row for row in rows if row.to_id == to[1] and not row.acknowledged), None)
    below = chain[: chain.index(to)]
    over = [level for level, one in below if one not in answered]
    if over and not _reason(said) and waiting is None:
        expected = _("needed when a level is gone over")
        raise Refused([Fault("reason", _("This is required."), expected)], code="over_a_level")
    return to, over, waiting


def _reason(said: Report) -> str:
    """Why a level is gone over; a note that came with it says it as well."""
    return said.reason or said.note or ""


def _meant(case: Case, said: Report, chain: list[Level]) -> Level:
    assert said.to is not None
    person = naming.person(case.people, said.to, loc="to")
    for one in chain:
        if one[1] == person.id:
            return one
    known = ", ".join(case.people[one].sign_in for _level, one in chain)
    raise Refused([Fault("to", _("This person is not in the report chain."), known)])


declare(
    Verb(
        name="report",
        words=Words("上报", "上報", "Report upwards"),
        payload=Report,
        from_states=states(OPEN),
        act=report,
        check=check,
    )
)
