"""催部门: somebody reminds the departments that have not answered yet (B11)."""

from django.utils.translation import gettext as _

from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.asked import liaisons
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class Reminded(CaseFacts):
    """``consults``: the tasks that wait; ``departments``: whose they are."""

    consults: tuple[int, ...]
    departments: tuple[str, ...]


declare_kind("complaint.reminded", Reminded)


class Dun(Payload):
    """Nothing but a time and a note."""


def waiting(case: Case, _said: Dun | None) -> Missing | None:
    """Some department has not answered."""
    if case.open_consults:
        return None
    return Missing("consult", _("No department has a task of this complaint to answer."))


def dun(step: Step, _said: Dun) -> None:
    """The liaisons of every department that owes an answer are told; no time changes."""
    tasks = step.open_consults
    departments = sorted({row.department for row in tasks})
    facts = {"consults": tuple(sorted(row.pk for row in tasks)), "departments": tuple(departments)}
    step.tell("complaint.reminded", facts, rule="B11")
    for department in departments:
        step.notify(liaisons(step, department), "dunned", department)


declare(
    Verb(
        name="dun",
        words=Words("催部门", "催部門", "Remind departments"),
        payload=Dun,
        from_states=states(OPEN),
        gates=(waiting,),
        act=dun,
    )
)
