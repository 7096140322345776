"""信息修改: the risk department puts the account right, after its finding (E60)."""

from pydantic import Field

from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import account_work
from kesu.journeys.account_work import gate_finding
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Name, Payload, Text
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.remedies.models import AccountNote


class AmendAccount(Payload):
    what: Text = Field(title="What was changed")
    reference: Name | None = Field(default=None, title="Reference")


class AccountAmended(CaseFacts):
    reference: bool


def amend_account(step: Step, said: AmendAccount) -> None:
    """Notes on the account what was changed, and under which number."""
    account_work.note_account(step, AccountNote.What.amended, said.what, said.reference or "")
    notes = {"what": said.what, "reference": said.reference}
    facts = {"reference": said.reference is not None}
    step.tell("complaint.account_amended", facts, notes=notes, rule="E60")


declare_kind("complaint.account_amended", AccountAmended)
declare(
    Verb(
        name="amend_account",
        words=Words("修改账户信息", "修改帳戶資訊", "Amend the account"),
        payload=AmendAccount,
        from_states=states(OPEN),
        gates=(gate_finding,),
        act=amend_account,
    )
)
