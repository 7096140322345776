"""定类: gives the complaint a type; everything that hangs on the type follows."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Complaint
from kesu.complaints.rules import issue_key
from kesu.consults.rules import MerchantRole
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import batches, clocks, merchant, naming, routes
from kesu.journeys.case import Case
from kesu.journeys.conduct import settle
from kesu.journeys.convert import convert
from kesu.journeys.payload import Name, Payload, Someone
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Grade

_PARTIES = ("merchant", "product", "campaign")
_AT_THE_MERCHANT = ("store", "merchant_person", "merchant_role")


class Classify(Payload):
    type: Name = Field(title="Type")
    accused_agent: Someone | None = Field(default=None, title="Agent complained about")
    merchant: Name | None = Field(default=None, title="Merchant")
    product: Name | None = Field(default=None, title="Product")
    campaign: Name | None = Field(default=None, title="Campaign")
    store: Name | None = Field(default=None, title="Store or terminal")
    merchant_person: Name | None = Field(default=None, title="Merchant's person")
    merchant_role: MerchantRole | None = Field(default=None, title="Role of that person")


def check(case: Case, said: Classify) -> None:
    """The type is known, and what it needs is said now or was said before."""
    complaint = case.complaint
    naming.check_type(
        case.pack,
        said.type,
        given={
            "accused_agent": said.accused_agent or complaint.accused_id,
            "merchant": said.merchant or complaint.merchant,
            "product": said.product or complaint.product,
            "campaign": said.campaign or complaint.campaign,
        },
    )
    if said.accused_agent is not None:
        naming.person(case.people, said.accused_agent, loc="accused_agent")
    named = (said.accused_agent, *(getattr(said, one) for one in (*_PARTIES, *_AT_THE_MERCHANT)))
    if said.type == complaint.type and all(one is None for one in named):
        raise Refused([Fault("type", _("The complaint has this type already."))], code="same_type")


def classify(step: Step, said: Classify) -> None:
    """Type and grade change; the first call-back is counted again under the same version; the
    handler changes where the new type asks for another. Given 3.3, the complaint is converted as
    after an unsatisfied 回访 (E31).
    """
    _name_parties(step, said)
    if said.type == step.pack.convert.to and step.complaint.type != said.type:
        convert(step)
        return
    complaint, before = step.complaint, (step.complaint.type, step.complaint.grade_rank)
    entry = step.pack.type(said.type)
    step.set(type=said.type, grade_rank=int(entry.grade), suggested_type="")
    routes.raise_tier(step, routes.first_tier(step))
    routes.reroute(step)
    step.set(issue_key=_issue_key(complaint))
    step.tell(
        "complaint.classified",
        {
            "type": [before[0], said.type],
            "grade": [Grade(before[1]).name, entry.grade.name],
            "tier": complaint.tier,
        },
        rule="E17",
    )
    clocks.recount_first_callback(step)
    settle(step, because=_("The type is %(type)s now.") % {"type": step.complaint.type})
    if complaint.accepted is not None:
        merchant.tell_at_receipt(step)
    batches.count(step)


def hold(complaint: Complaint, said: Classify) -> None:
    """The issue it will count for is taken before the complaint."""
    named = {name: getattr(said, name) or getattr(complaint, name) for name in _PARTIES}
    key = issue_key(type_code=said.type, order=complaint.order, **named)
    batches.hold_before(complaint, key)


def _name_parties(step: Step, said: Classify) -> None:
    if said.accused_agent is not None:
        accused = naming.person(step.people, said.accused_agent, loc="accused_agent")
        step.set(accused_id=accused.id)
    for name in (*_PARTIES, *_AT_THE_MERCHANT):
        if getattr(said, name):
            step.set(**{name: getattr(said, name)})


def _issue_key(complaint: Complaint) -> str:
    if complaint.history:
        return ""  # what was before this system is in no batch (Q5)
    return issue_key(
        type_code=complaint.type,
        merchant=complaint.merchant,
        product=complaint.product,
        order=complaint.order,
        campaign=complaint.campaign,
    )


declare(
    Verb(
        name="classify",
        words=Words("改类型", "改類型", "Change the type"),
        payload=Classify,
        from_states=states(OPEN),
        act=classify,
        check=check,
        before=hold,
    )
)
