"""What to offer on a complaint, from the policy's table and what is on record (B18, D37)."""

from kesu.authority.queries import rounds_without_agreement
from kesu.complaints.models import Cause, Complaint, Demand
from kesu.deadlines.models import Slip
from kesu.desk.awards import price_of
from kesu.people.rules import Person
from kesu.policy.codes import ESCALATED, Party
from kesu.policy.schema import Pack
from kesu.policy.schema.redress import DemandKind, Pressure
from kesu.remedies.models import Exposure, Investigation
from kesu.remedies.rules import Facts, Suggestion, suggest


def suggestion(
    complaint: Complaint, pack: Pack, *, reader: Person, loss: int | None
) -> Suggestion | None:
    """The offer of the table for this type; None where the policy has no line for it. The cap is
    what the reader may give by themselves.
    """
    row = pack.compensation_row(complaint.type)
    if row is None:
        return None
    kind = row.kind.value
    cap = pack.mandate(reader.rank, kind) if pack.may_give(reader.rank, kind) else 0
    facts = Facts(
        loss=loss,
        level=complaint.level_at_receipt,
        pressure=pressure_of(complaint),
        fault=fault_of(complaint),
        cap=cap,
    )
    return suggest(row, facts)


def loss_of(complaint: Complaint) -> int | None:
    """分 that the customer lost, as it stands on record: what they want back, never more than the
    price of the order where that is known, else what the risk department found.
    """
    wanted = Demand.objects.filter(complaint=complaint, kind=DemandKind.refund)
    last = wanted.order_by("-id").first()
    if last is not None:
        stated = [one for one in (last.amount, price_of(complaint)) if one is not None]
        if stated:
            return min(stated)
    found = Investigation.objects.filter(complaint=complaint).exclude(loss=None)
    return found.order_by("-id").values_list("loss", flat=True).first()


def pressure_of(complaint: Complaint) -> Pressure:
    """How far it has come."""
    if Exposure.objects.filter(complaint=complaint).exists():
        return Pressure.exposed
    if Slip.objects.filter(complaint=complaint).exists():
        return Pressure.exposed
    if complaint.type == ESCALATED or rounds_without_agreement(complaint):
        return Pressure.repeated
    return Pressure.first


def fault_of(complaint: Complaint) -> Party | None:
    """Who bears most of it, the first of several; None: nobody has decided."""
    cause = Cause.objects.filter(complaint=complaint).order_by("-id").first()
    shares = cause.responsible if cause else []
    best = max(shares, key=lambda one: one["share"], default=None)
    return Party(best["party"]) if best else None
