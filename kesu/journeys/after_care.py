"""善后: what is still done for the customer after closing, each with its time (A11).

A task is a clock among the follow-ups, so that it is called back, missed and told like they are;
the policy says which there are.
"""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.deadlines import operations, queries
from kesu.deadlines.models import Clock
from kesu.deadlines.rules import CARE
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import planned
from kesu.journeys.case import Case
from kesu.journeys.expiry import answer
from kesu.journeys.faults import Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import ClockName, State
from kesu.policy.schema.after_care import owed
from kesu.remedies.queries import frozen

RULE = "A11"


class AfterCare(Payload):
    kind: Name = Field(title="Task")
    done: bool = Field(title="Done")
    words: Text = Field(title="What was done, or why it is left")


class Cared(CaseFacts):
    """``done`` false: it is left, for the reason in the notes."""

    kind: str
    done: bool


declare_kind("complaint.cared", Cared)


def plan(step: Step, outcome: str) -> None:
    """Closed: a clock for each task that the policy has for this end, in calendar days."""
    table = step.pack.after_care
    is_frozen = any(one.frozen for one in table) and frozen(step.complaint) is not None
    for one in owed(table, type_code=step.complaint.type, outcome=outcome, frozen=is_frozen):
        planned.start(step, f"{CARE}{one.code}", days=one.days, rule=RULE)


def drop(step: Step) -> None:
    """The case is open again: what was to come after its end comes after the next one."""
    for clock in _waiting(step):
        step.clock(operations.stop(clock=clock, at=step.at, rule=RULE))


def _waiting(case: Case) -> list[Clock]:
    clocks = queries.unanswered_each(case.complaint, ClockName.follow_up)
    return [clock for clock in clocks if clock.subject.startswith(CARE)]


def gate_waiting(case: Case, _values: Any) -> Missing | None:
    """Something is to be done after closing."""
    return None if _waiting(case) else Missing("after_care", _("Nothing is planned after closing."))


def check(case: Case, said: AfterCare) -> None:
    """The task is one that waits."""
    kinds = [clock.subject.removeprefix(CARE) for clock in _waiting(case)]
    if kinds and said.kind not in kinds:
        raise Refused([Fault("kind", _("This task does not wait here."), ", ".join(kinds))])


def after_care(step: Step, said: AfterCare) -> None:
    """Done, or left with a reason: it is owed no more."""
    clock = next(one for one in _waiting(step) if one.subject == f"{CARE}{said.kind}")
    facts = {"kind": said.kind, "done": said.done}
    step.tell("complaint.cared", facts, notes={"words": said.words}, rule=RULE)
    if said.done:
        answer(step, clock)
    else:
        step.clock(operations.stop(clock=clock, at=step.at, rule=RULE))


declare(
    Verb(
        name="after_care",
        words=Words("善后", "善後", "After-care"),
        payload=AfterCare,
        from_states=states(State.closed, State.archived),
        gates=(gate_waiting,),
        act=after_care,
        check=check,
    )
)
