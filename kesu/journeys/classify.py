"""定类: gives the complaint a type; everything that hangs on the type follows."""

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.rules import issue_key
from kesu.foundation.faults import Fault, Refused
from kesu.journeys import clocks, naming, routes
from kesu.journeys.case import Case
from kesu.journeys.payload import Name, Payload, Someone
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Grade


class Classify(Payload):
    type: Name = Field(title="Type")
    accused_agent: Someone | None = Field(default=None, title="Agent complained about")
    merchant: Name | None = Field(default=None, title="Merchant")
    product: Name | None = Field(default=None, title="Product")
    campaign: Name | None = Field(default=None, title="Campaign")


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
    if said.type == complaint.type and said.accused_agent is None:
        raise Refused([Fault("type", _("The complaint has this type already."))], code="same_type")


def classify(step: Step, said: Classify) -> None:
    """Type and grade change; the first call-back is counted again from the original receipt under
    the same version; the handler changes where the new type asks for another.
    """
    complaint, before = step.complaint, (step.complaint.type, step.complaint.grade_rank)
    entry = step.pack.type(said.type)
    if said.accused_agent is not None:
        accused = naming.person(step.people, said.accused_agent, loc="accused_agent")
        step.set(accused_id=accused.id)
    for name in ("merchant", "product", "campaign"):
        if getattr(said, name):
            step.set(**{name: getattr(said, name)})
    step.set(type=said.type, grade_rank=int(entry.grade))
    step.set(
        issue_key=issue_key(
            type_code=complaint.type,
            merchant=complaint.merchant,
            product=complaint.product,
            order=complaint.order,
            campaign=complaint.campaign,
        )
    )
    routes.raise_tier(step, step.pack.initial_tier(said.type, urgent=complaint.urgent))
    routes.reroute(step)
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


declare(
    Verb(
        name="classify",
        words=Words("改类型", "改類型", "Change the type"),
        payload=Classify,
        from_states=states(OPEN),
        act=classify,
        check=check,
    )
)
