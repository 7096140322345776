"""提交方案: a solution in dated steps, for approval by somebody else or by mandate (E07, Q25)."""

from pydantic import Field

from kesu.authority import rules as authority
from kesu.authority.models import Approval
from kesu.complaints.models import Solution
from kesu.journeys import gates, giving, lessons, powers, solving
from kesu.journeys.payload import Cents, Day, Part, Payload, Sentence, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import Rank, SolutionKind, State, ranks_from


class PlannedStep(Part):
    text: Text = Field(title="Step")
    due: Day | None = Field(default=None, title="By")


class Propose(Payload):
    steps: list[PlannedStep] = Field(min_length=1, max_length=50, title="Steps")
    options: list[Text] | None = Field(default=None, max_length=20, title="Options")
    kind: SolutionKind = Field(title="Kind")
    clause: Sentence | None = Field(default=None, title="Clause")
    no_clause: Sentence | None = Field(default=None, title="Why no clause fits")
    cost: Cents | None = Field(default=None, title="Cost")
    no_merchant: Sentence | None = Field(default=None, title="Why no merchant is involved")


def propose(step: Step, said: Propose) -> None:
    """→ approving; on to replying where the handler's own mandate covers it. Draws the form number
    once. The supervisors who may approve are told.
    """
    solution = put_down(step, said)
    _no_merchant(step, said)
    step.draw_form()
    step.move(State.approving)
    warned = solving.warn(step, said)
    step.tell(
        "complaint.proposed",
        {
            "kind": said.kind,
            "cost": said.cost,
            "clause": said.clause is not None,
            "solution": solution.pk,
            **({"warned": warned} if warned else {}),
        },
        notes=_words(said),
        rule="E07",
    )
    if said.no_clause is not None:
        lessons.no_clause(step, said.no_clause)
    mandate = _mandate(step, said)
    if mandate is not None:
        by_mandate(step, solution, mandate)
    else:
        step.notify(approvers(step), "to_approve")


def put_down(step: Step, said: Propose) -> Solution:
    """Keeps the solution."""
    return Solution.objects.create(
        complaint=step.complaint,
        by_id=step.staff,
        at=step.at,
        kind=said.kind,
        steps=[one.model_dump(mode="json", exclude_none=True) for one in said.steps],
        options=list(said.options or ()),
        clause=said.clause or "",
        no_clause=said.no_clause or "",
        cost=said.cost,
    )


def _no_merchant(step: Step, said: Propose) -> None:
    """Said late it stands with the verdict, where it belongs (E05)."""
    if said.no_merchant is not None and step.verification is not None:
        step.verification.no_merchant = said.no_merchant
        step.verification.save(update_fields=["no_merchant"])


def by_mandate(step: Step, solution: Solution, mandate: str) -> None:
    """Approves within the handler's own mandate: rule and mandate go on the record."""
    step.move(State.replying)
    approve_solution(step, solution, mandate=mandate)
    step.tell(
        "complaint.approved",
        {"mandate": mandate, "solution": solution.pk},
        rule="Q25",
        by="system:mandate",
    )
    giving.agree(step, solution)


def approve_solution(
    step: Step, solution: Solution, *, comment: str = "", mandate: str = ""
) -> None:
    """Keeps the approval; sets 解决 on the rail."""
    Approval.objects.create(
        complaint=step.complaint,
        solution=solution,
        approved=True,
        by_id=step.staff,
        at=step.at,
        comment=comment,
        mandate=mandate,
    )
    solution.approved_at = step.at
    solution.save(update_fields=["approved_at"])
    if step.complaint.solved_at is None:
        step.set(solved_at=step.at)


def approvers(step: Step) -> list[int]:
    """Whom a solution waits for: the nearest superior of the owner who may approve."""
    ranks = ranks_from(Rank(step.pack.approval.min_rank))
    complaint = step.complaint
    return authority.approvers(
        step.people, owner=complaint.owner_id, ranks=ranks, accused=complaint.accused_id
    )


def _mandate(step: Step, said: Propose) -> str | None:
    """The handler's own mandate, else one that was lent to them for such a case (A17)."""
    assert step.by is not None
    lent = powers.loan(step, step.by)
    return authority.mandate(
        limit=step.pack.by_mandate_limit(step.complaint.type, step.by.rank),
        rank=step.by.rank,
        urgent=step.complaint.urgent,
        cost=said.cost,
        clause_cited=said.clause is not None and said.no_clause is None,
        promised=giving.promised(step),
        loan=lent,
        lent=authority.lent(step.pack, lent) if lent else 0,
    )


def _words(said: Propose) -> dict[str, object]:
    return {
        "steps": [one.model_dump(mode="json", exclude_none=True) for one in said.steps],
        "options": list(said.options or ()),
        "clause": said.clause,
        "no_clause": said.no_clause,
        "no_merchant": said.no_merchant,
    }


declare(
    Verb(
        name="propose",
        words=Words("提交方案", "提交方案", "Propose a solution"),
        payload=Propose,
        from_states=states(State.proposing),
        to_states=states(State.approving, State.replying),
        gates=(gates.cause, gates.merchant, gates.clause),
        act=propose,
    )
)
