"""账户解冻: by the risk department alone, after its finding (E60)."""

from pydantic import Field

from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import account_work
from kesu.journeys.account_work import gate_finding, gate_frozen
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.remedies import queries as accounts
from kesu.remedies.models import AccountNote


class Unfreeze(Payload):
    reason: Text = Field(title="Reason")


class Unfrozen(CaseFacts):
    freeze: int


def unfreeze(step: Step, said: Unfreeze) -> None:
    """Lifts the freeze and notes it on the account."""
    row = accounts.frozen(step.complaint)
    assert row is not None
    row.lifted_by_id, row.lifted_at, row.lift_reason = step.staff, step.at, said.reason
    row.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    account_work.note_account(step, AccountNote.What.unfrozen, said.reason)
    notes = {"reason": said.reason}
    step.tell("complaint.unfrozen", {"freeze": row.pk}, notes=notes, rule="E60")


declare_kind("complaint.unfrozen", Unfrozen)
declare(
    Verb(
        name="unfreeze",
        words=Words("解冻账户", "解凍帳戶", "Unfreeze the account"),
        payload=Unfreeze,
        from_states=states(OPEN),
        gates=(gate_finding, gate_frozen),
        act=unfreeze,
    )
)
