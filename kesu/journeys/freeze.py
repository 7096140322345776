"""账户冻结: frozen, noted and handed to the risk department in one action (E57 to E59)."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import account_work
from kesu.journeys.account_work import gate_identity, gate_not_frozen
from kesu.journeys.case import Case
from kesu.journeys.faults import Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Advisory
from kesu.remedies.models import AccountNote
from kesu.remedies.models import Freeze as FreezeRow


class Freeze(Payload):
    advisories: list[Advisory] = Field(max_length=10, title="What the customer was told")


class Frozen(CaseFacts):
    freeze: int
    consult: int
    advisories: tuple[str, ...]


def gate_advisories(_case: Case, values: Any) -> Missing | None:
    """Both were said: not to use the account meanwhile, and when to expect an answer (E58)."""
    if values is None or set(values.advisories) == set(Advisory):
        return None
    return Missing(
        "advisories",
        _("Say both: not to use the account while it is frozen, and when to expect an answer."),
    )


def freeze(step: Step, said: Freeze) -> None:
    """The freeze, the note on the account and the work order; meets the time to freeze."""
    told = sorted(set(said.advisories))
    row = FreezeRow.objects.create(
        complaint=step.complaint, advisories=told, by_id=step.staff, at=step.at
    )
    account_work.note_account(step, AccountNote.What.frozen)
    order = account_work.order_work(
        step, _("The account is frozen: investigate, call back and amend what was changed.")
    )
    facts = {"freeze": row.pk, "consult": order.pk, "advisories": told}
    step.tell("complaint.frozen", facts, rule="E57")
    account_work.meet_freeze(step)


declare_kind("complaint.frozen", Frozen)
declare(
    Verb(
        name="freeze",
        words=Words("冻结账户", "凍結帳戶", "Freeze the account"),
        payload=Freeze,
        from_states=states(OPEN),
        gates=(gate_identity, gate_not_frozen, gate_advisories),
        act=freeze,
    )
)
