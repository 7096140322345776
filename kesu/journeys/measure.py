"""登记措施: what the merchant department did about the merchant, from 警告 to 清退 (E83).

The case may be closed for the customer without it; internally it stays open.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.consults.models import Consult
from kesu.consults.rules import Measure as MeasureKind
from kesu.deadlines.rules import day_of
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Sentence
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, State


class Measure(Payload):
    consult: int = Field(ge=1, title="Task")
    measure: MeasureKind = Field(title="Measure taken")
    measure_on: date | None = Field(default=None, title="Taken on")
    measure_text: Sentence | None = Field(default=None, title="Proof of the measure")


class Measured(CaseFacts):
    consult: int
    department: str
    measure: str
    measure_on: str


declare_kind("complaint.measured", Measured)


@dataclass(frozen=True)
class Taken:
    """What was done; ``on`` is a day in the policy's zone, None: the day it is said."""

    measure: str
    on: date | None
    proof: str | None


def check(case: Case, said: Measure) -> None:
    """The task is one's own department's and has no measure yet; it was taken by now."""
    _task(case, said.consult)
    ahead(case, said.measure_on, loc="measure_on")


def ahead(case: Case, day: date | None, *, loc: str) -> None:
    """Errors: ``Refused`` at ``loc`` for a day ahead."""
    today = day_of(case.at, case.pack.tz)
    if day is not None and day > today:
        raise Refused([Fault(loc, _("This time lies ahead."), f"≤ {today.isoformat()}")])


def measure(step: Step, said: Measure) -> None:
    """Keeps it; the owner is told."""
    row = _task(step, said.consult)
    keep(step, row, Taken(said.measure, said.measure_on, said.measure_text))
    step.notify([step.complaint.owner_id], "measured", row.department)


def keep(step: Step, row: Consult, taken: Taken) -> None:
    """Puts the measure on the task and on the record, also as part of the answer."""
    row.asks_measure, row.measure = True, taken.measure
    row.measure_on = taken.on or day_of(step.at, step.pack.tz)
    row.measure_text, row.measure_at = taken.proof or "", step.at
    row.save(update_fields=["asks_measure", "measure", "measure_on", "measure_text", "measure_at"])
    step.tell(
        "complaint.measured",
        {
            "consult": row.pk,
            "department": row.department,
            "measure": row.measure,
            "measure_on": row.measure_on.isoformat(),
        },
        notes={"proof": taken.proof},
        rule="E83",
    )


def _task(case: Case, number: int) -> Consult:
    rows = Consult.objects.filter(
        complaint=case.complaint, asks_measure=True, measure="", sent_back_at=None
    )
    owed = [row for row in rows if case.by is None or row.department == case.by.department]
    for row in owed:
        if row.pk == number:
            return row
    known = ", ".join(str(row.pk) for row in owed)
    fault = Fault("consult", _("No task of your department asks for a measure here."), known)
    raise Refused([fault], code="unknown_consult")


declare(
    Verb(
        name="measure",
        words=Words("登记措施", "登記措施", "Record the measure"),
        payload=Measure,
        from_states=states(OPEN, State.closed),
        act=measure,
        check=check,
    )
)
