"""一通解决: verified, explained, agreed and done in the same contact (Q25)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.authority import rules as authority
from kesu.complaints.models import CustomerDecision
from kesu.journeys import cause, clocks, execute, giving, merchant, propose, reply, verify
from kesu.journeys.accept import take_on
from kesu.journeys.case import Case
from kesu.journeys.conduct import settle
from kesu.journeys.faults import Missing
from kesu.journeys.payload import Part, Payload, Sentence, Text
from kesu.journeys.planned import plan
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import ActionResult, Position, SolutionKind, State, Verdict, between
from kesu.remedies import gifts
from kesu.remedies.rules import MONEY


class Solved(Part):
    """What solved it, also as part of lodging."""

    cause: Text = Field(title="Direct cause")
    what: Text = Field(title="What was done")
    clause: Sentence | None = Field(default=None, title="Clause")


class Resolve(Payload, Solved):
    """The same, as a step of its own."""


def gate_resolvable(case: Case, values: Solved | None) -> Missing | None:
    """The policy allows it for the type, and the handler's mandate covers it (Q25)."""
    if case.complaint.urgent or not case.pack.resolvable(case.complaint.type):
        return Missing("resolvable", _("The policy does not let this type be solved at once."))
    if values is not None and values.clause is None:
        return Missing("clause", _("No clause is cited, and no reason why there is none."))
    if _mandate(case) is None:
        return Missing("mandate", _("No mandate of yours covers this."))
    return None


def gate_no_money(case: Case, _values: Solved | None) -> Missing | None:
    """No money moves with it: what was promised of it goes the ordinary way (Q25, F11)."""
    promised = [one.what for one in gifts.owed(case.complaint) if one.kind in MONEY]
    if not promised:
        return None
    message = _("Money was promised, and this moves none: %(what)s.")
    return Missing("money", message % {"what": "; ".join(one[:30] for one in promised[:3])})


def resolve(step: Step, said: Solved) -> None:
    """verify to execute in one save, → following_up; no money moves. Stops the first call-back;
    draws the form number; a supervisor samples a share afterwards.
    """
    step.tell(
        "complaint.resolved",
        notes={"cause": said.cause, "what": said.what, "clause": said.clause},
        rule="Q25",
    )
    solve(step, said)


def solve(step: Step, said: Solved) -> None:
    """The change itself, also as part of lodging."""
    if step.complaint.accepted is None:
        take_on(step)
    verify.record(
        step,
        verify.Verify(
            verdict=Verdict.valid, reason=said.what, no_merchant=_("Solved in the same contact.")
        ),
    )
    settle(step, because=said.what)
    cause.record(step, text=said.cause)
    planned = propose.Propose(
        steps=[propose.PlannedStep(text=said.what)],
        kind=SolutionKind.redress,
        clause=said.clause,
        cost=0,
    )
    solution = propose.put_down(step, planned)
    step.draw_form()
    mandate = _mandate(step)
    assert mandate is not None
    propose.by_mandate(step, solution, mandate)
    step.solution = solution
    reply.record(step, channel=step.complaint.channel, text=said.what)
    CustomerDecision.objects.create(
        complaint=step.complaint,
        solution=solution,
        by_id=step.staff,
        at=step.at,
        position=Position.accepted,
    )
    done = [execute.DoneAction(action=said.what, result=ActionResult.done)]
    execute.record(step, done)
    giving.fulfil(step, done, every=True)
    if step.complaint.soothed_at is None:
        step.set(soothed_at=step.at)
    step.move(State.following_up)
    clocks.stop_first_callback(step)
    clocks.daily_line(step)
    plan(step)
    merchant.tell_result(step)


def _mandate(case: Case) -> str | None:
    assert case.by is not None
    rank = case.by.rank
    return authority.mandate(
        limit=case.pack.by_mandate_limit(case.complaint.type, rank),
        rank=rank,
        urgent=False,
        cost=0,
        clause_cited=True,
        promised=giving.promised(case),
    )


declare(
    Verb(
        name="resolve",
        words=Words("一通解决", "一通解決", "Solve at once"),
        payload=Resolve,
        from_states=between(State.received, State.proposing),
        to_states=states(State.following_up),
        gates=(gate_resolvable, gate_no_money),
        act=resolve,
    )
)
