"""A complaint made from what a lodging says, whichever door it comes through: by itself or by the
thousand, the same words become the same row.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from kesu.complaints import rules
from kesu.complaints.models import Complaint, Customer
from kesu.foundation import rows
from kesu.foundation.faults import Fault, Refused
from kesu.journal.rules import moment
from kesu.journeys import naming
from kesu.journeys.lodging import Lodging
from kesu.people.rules import People, Person
from kesu.policy.codes import Grade, HandlerRule, Source, State
from kesu.policy.schema import Pack
from kesu.routing.rules import Choice, risk_owner

_EARLIEST = datetime(1999, 12, 31, 10, tzinfo=UTC)
"""The first moment of 2000 anywhere."""
_AHEAD = timedelta(minutes=5)
_NAMED = {"accused_agent", "merchant", "product", "order", "campaign"}


def received_at(said: Lodging, now: datetime) -> datetime:
    """When the customer reached us, in UTC. Errors: ``Refused`` for a time ahead or before 2000."""
    received = said.received or now
    if received > now + _AHEAD:
        raise Refused([Fault("received", _("This time lies ahead."), f"≤ {now.isoformat()}")])
    if received < _EARLIEST:
        raise Refused([Fault("received", _("This is too long ago."), "≥ 2000-01-01")])
    return received.astimezone(UTC)


def accused_of(said: Lodging, people: People) -> Person | None:
    """Who is complained about. Errors: ``Refused`` for somebody unknown."""
    if said.accused_agent is None:
        return None
    return naming.person(people, said.accused_agent, loc="accused_agent")


def parties(said: Lodging) -> dict[str, object]:
    """What a type may need to be named."""
    return said.model_dump(include=_NAMED)


def drafted(
    said: Lodging,
    pack: Pack,
    *,
    code: str,
    customer: Customer,
    accused: Person | None,
    at: datetime,
) -> Complaint:
    """The row but for its numbers and whose it is. ``code`` is its type, ``at`` in UTC."""
    facts = conditions_of(said, customer)
    reasons = sorted({*(said.urgent_reasons or ()), *pack.urgency(facts)})
    impact = pack.first_tier.impact(facts)
    values = {
        "state": State.received.value,
        "type": code,
        "suggested_type": _suggested(pack, customer, code),
        "grade_rank": int(pack.grade(code)),
        "urgent": bool(reasons),
        "urgent_reasons": [str(reason) for reason in reasons],
        "mandated_deadline": said.mandated_deadline,
        "impact": impact,
        "tier": pack.initial_tier(code, urgent=bool(reasons), impact=impact).value,
        "restricted": bool(customer.special_role),
        "channel": said.channel,
        "source": said.source or Source.customer.value,
        "subject": said.subject or rules.subject_of(said.text),
        "text": said.text,
        "remedy_sought": said.remedy_sought or "",
        "merchant": said.merchant or "",
        "product": said.product or "",
        "order": said.order or "",
        "campaign": said.campaign or "",
        "store": said.store or "",
        "merchant_person": said.merchant_person or "",
        "merchant_role": said.merchant_role or "",
        "external_id": said.external_id or "",
        "level_then": customer.level,
        "points_then": customer.points,
        "accused_id": accused.id if accused else None,
        "received": at,
        "policy_name": pack.name,
        "policy_version": pack.version,
        "no_clock_because": "lodging",
    }
    complaint = rows.make(Complaint, values)
    complaint.customer = customer
    complaint.issue_key = rules.issue_key(
        type_code=complaint.type,
        merchant=complaint.merchant,
        product=complaint.product,
        order=complaint.order,
        campaign=complaint.campaign,
    )
    return complaint


def conditions_of(said: Lodging, customer: Customer) -> dict[str, object]:
    """What the policy's conditions may ask of a lodging."""
    return {
        "text": said.text,
        "channel": said.channel,
        "source": said.source,
        "special_role": customer.special_role,
        "level": customer.level,
        "mandated_deadline": said.mandated_deadline is not None,
        "merchant": said.merchant,
        "product": said.product,
        "campaign": said.campaign,
    }


def _suggested(pack: Pack, customer: Customer, code: str) -> str:
    """The type of an important member, for a person to give (E32)."""
    member = pack.important_member
    important = member.covers(
        level=customer.level, spend=customer.spend or 0, months=customer.spend_months or 0
    )
    return member.type if important and code != member.type else ""


def give(complaint: Complaint, people: People, owner: int, choice: Choice) -> None:
    """Whose it is from the start."""
    complaint.owner_id = owner
    complaint.risk_owner_id = risk_owner(people, owner, accused=complaint.accused_id)
    complaint.understaffed = choice.understaffed
    if complaint.urgent and not choice.understaffed:
        complaint.dedicated_id = owner


def facts_of(complaint: Complaint, choice: Choice, rule: HandlerRule) -> dict[str, object]:
    """What the line ``complaint.lodged`` says."""
    facts: dict[str, object] = {
        "channel": complaint.channel,
        "source": complaint.source,
        "type": complaint.type,
        "grade": Grade(complaint.grade_rank).name,
        "tier": complaint.tier,
        "urgent": complaint.urgent_reasons,
        "received": moment(complaint.received),
        "customer": str(complaint.customer_id),
        "risk_owner": str(complaint.risk_owner_id),
        "handler": rule.value,
        "routed_by": choice.because,
        "understaffed": choice.understaffed,
        "issue_key": bool(complaint.issue_key),
    }
    if complaint.accused_id is not None:
        facts["accused"] = str(complaint.accused_id)
    if complaint.parent_id is not None:
        facts |= {"parent": str(complaint.parent_id), "origin": complaint.origin_type or None}
    if complaint.suggested_type:
        facts["suggested"] = complaint.suggested_type
    return facts


def notes_of(said: Lodging) -> Mapping[str, object]:
    """What goes sealed beside that line."""
    return {
        "text": said.text,
        "customer": said.customer.model_dump(exclude_none=True),
        "remedy_sought": said.remedy_sought,
    }
