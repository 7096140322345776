"""执行: what was done in other systems, with its reference (E12)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Action as ActionRow
from kesu.journeys import giving, merchant, planned
from kesu.journeys.payload import Name, Part, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import ActionResult, State


class DoneAction(Part):
    action: Text = Field(title="Action")
    result: ActionResult = Field(title="Result")
    reference: Name | None = Field(default=None, title="Reference")


class Execute(Payload):
    actions: list[DoneAction] = Field(min_length=1, max_length=50, title="Actions")


def execute(step: Step, said: Execute) -> None:
    """→ following_up when every action named so far was done at last, else it stays. What was
    promised is given with it, or asked of finance.
    """
    latest = giving.outcomes(step)
    latest |= {one.action: one.result for one in said.actions}
    record(step, said.actions)
    undone = [action for action, result in latest.items() if result != ActionResult.done]
    if undone:
        _warn(step, undone)
    else:
        step.move(State.following_up)
    failed = sum(one.result == ActionResult.failed for one in said.actions)
    step.tell(
        "complaint.executed",
        {"done": len(said.actions) - failed, "failed": failed},
        notes={"actions": [one.model_dump(exclude_none=True) for one in said.actions]},
        rule="E12",
    )
    giving.fulfil(step, said.actions, every=step.state is State.following_up)
    if step.state is State.following_up:
        planned.plan(step)
        merchant.tell_result(step)


def _warn(step: Step, undone: Iterable[str]) -> None:
    """Says what the case still waits for: an action is done under the words it was logged with."""
    message = _("Not done yet: %(what)s. Log it with these words once it is done.")
    step.warn("not_done", message % {"what": "; ".join(one[:60] for one in undone)})


def record(step: Step, actions: list[DoneAction]) -> None:
    """Keeps the actions, also as part of resolve."""
    ActionRow.objects.bulk_create(
        ActionRow(
            complaint=step.complaint,
            solution=step.solution,
            by_id=step.staff,
            at=step.at,
            action=one.action,
            result=one.result,
            reference=one.reference or "",
        )
        for one in actions
    )


declare(
    Verb(
        name="execute",
        words=Words("执行登记", "執行登記", "Log the execution"),
        payload=Execute,
        from_states=states(State.executing),
        to_states=states(State.following_up),
        act=execute,
    )
)
