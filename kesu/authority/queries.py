"""Reading authority."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from kesu.authority.models import Balance, Delegation, Meeting, Opinion, Report, Round
from kesu.authority.rules import Loan
from kesu.complaints.models import Complaint
from kesu.policy.schema import Pack


def loans(to: int, *, kind: str, at: datetime) -> list[Loan]:
    """The delegations of a person that run at ``at`` (UTC) and were not taken back."""
    rows = Delegation.objects.filter(
        to=to, kind=kind, starts__lte=at, ends__gt=at, revoked=None, grantor__is_active=True
    ).select_related("grantor")
    return [loan_of(row) for row in rows]


def loan_of(row: Delegation) -> Loan:
    """The row as a plain value, with the rank its grantor has now."""
    return Loan(
        id=str(row.pk),
        grantor=row.grantor_id,
        grantor_rank=row.grantor.rank,
        kind=row.kind,
        amount=row.amount,
        types=tuple(row.types),
        starts=row.starts,
        ends=row.ends,
        revoked=row.revoked is not None,
    )


def delegations(*, to: int | None = None) -> list[Delegation]:
    """Every delegation, the newest first, or those of one person."""
    rows = Delegation.objects.select_related("grantor", "to").order_by("-made", "-id")
    return list(rows if to is None else rows.filter(to=to))


def month_of(at: datetime, zone: ZoneInfo) -> date:
    """The first day of the month of ``at`` in ``zone``."""
    return at.astimezone(zone).date().replace(day=1)


def spent(staff: int, *, kind: str, month: date) -> int:
    """分 that a person gave of a kind in the month that begins on ``month``."""
    row = Balance.objects.filter(staff=staff, kind=kind, month=month).first()
    return row.spent if row else 0


def left(pack: Pack, *, staff: int, rank: str, kind: str, at: datetime) -> int | None:
    """分 left of a person's budget of the month of ``at``, not below nothing; None: no limit."""
    budget = pack.budget(rank, kind)
    if budget is None:
        return None
    return max(0, budget - spent(staff, kind=kind, month=month_of(at, pack.tz)))


def reports(complaint: Complaint) -> list[Report]:
    """The reports of a complaint, the oldest first."""
    return list(Report.objects.filter(complaint=complaint).order_by("id"))


def opinions(complaint: Complaint) -> list[Opinion]:
    """The questions to functions, the oldest first."""
    return list(Opinion.objects.filter(complaint=complaint).order_by("id"))


def advises(complaint: Complaint, functions: Collection[str]) -> bool:
    """Whether one of these functions was ever asked for an opinion on it."""
    return bool(functions) and bool(advised_among([complaint.pk], functions))


def advised_among(complaints: Collection[UUID], functions: Collection[str]) -> set[UUID]:
    """Those of the complaints on which one of these functions was ever asked for an opinion."""
    if not functions:
        return set()
    rows = Opinion.objects.filter(complaint__in=complaints, function__in=functions)
    return set(rows.values_list("complaint", flat=True))


def decisions(complaint: Complaint, *, tier: str) -> list[Meeting]:
    """The meetings that decided on the complaint on this tier, the newest first."""
    rows = Meeting.objects.filter(complaint=complaint, kind="decision", tier=tier)
    return list(rows.order_by("-id"))


def rounds_without_agreement(complaint: Complaint) -> int:
    """How many rounds of talks there were since the last agreement."""
    count = 0
    for agreed in (
        Round.objects.filter(complaint=complaint).order_by("-id").values_list("agreed", flat=True)
    ):
        if agreed:
            break
        count += 1
    return count
