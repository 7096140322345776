"""移交: after the call two people agree who goes on; the decision names both (E43)."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Contact
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import naming
from kesu.journeys.case import Case
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Payload, Someone
from kesu.journeys.powers import passed_on
from kesu.journeys.step import Step
from kesu.journeys.transfer import give, new_owner
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN


class HandOver(Payload):
    to: Someone = Field(title="To")


class Kept(CaseFacts):
    """The owner goes on, as agreed with ``other``, who had the customer on the line."""

    to: str
    other: str


declare_kind("complaint.kept", Kept)


def check(case: Case, said: HandOver) -> None:
    """The same as for a transfer; that the owner keeps it is agreed with somebody."""
    if not _keeps(case, said):
        new_owner(case, said.to)
    elif _other(case) is None:
        fault = Fault("to", _("The owner keeps it: nobody else had this customer on the line."))
        raise Refused([fault], code="owns_it")


def hand_over(step: Step, said: HandOver) -> None:
    """The owner changes at once, or stays; there is always exactly one."""
    if not _keeps(step, said):
        give(step, new_owner(step, said.to), "complaint.handed_over", reason="", rule="E43")
        return
    other = _other(step)
    facts = {"to": str(step.complaint.owner_id), "other": str(other)}
    step.tell("complaint.kept", facts, rule="E43")


def _keeps(case: Case, said: HandOver) -> bool:
    return naming.person(case.people, said.to, loc="to").id == case.complaint.owner_id


def _other(case: Case) -> int | None:
    """Who spoke with the customer last and is not the owner; else who decides for the owner."""
    complaint = case.complaint
    rows = Contact.objects.filter(complaint=complaint).exclude(by=complaint.owner_id)
    last = rows.order_by("-at", "-id").values_list("by", flat=True).first()
    if last is None and case.by is not None and case.by.id != complaint.owner_id:
        return case.by.id
    return last


declare(
    Verb(
        name="hand_over",
        words=Words("移交", "移交", "Hand over"),
        payload=HandOver,
        from_states=states(OPEN),
        gates=(passed_on,),
        act=hand_over,
        check=check,
    )
)
