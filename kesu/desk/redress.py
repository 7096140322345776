"""补赔 of one case: what is given, its ledgers apart, what to offer, what the law could award."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import get_language

from kesu.authority import queries as authority
from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Demand
from kesu.complaints.permissions import Tie
from kesu.desk import awards, offering, scope
from kesu.desk.reach import eyes_of, find
from kesu.desk.values import GiftView, PersonView
from kesu.desk.views import Eyes, Policies, certain, person_view
from kesu.people.rules import People, Person
from kesu.policy.codes import Remedy as Kind
from kesu.policy.schema import Pack
from kesu.remedies import gifts, paid
from kesu.remedies.models import Exposure, Payment, Remedy
from kesu.remedies.rules import Figure, Ledger, Suggestion, Sum, is_worth, ledger_of, ledgers

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class PaymentView:
    """What finance was asked, and what came of it; ``amount`` in 分."""

    id: str
    amount: int
    state: str
    at: datetime
    listed_on: str
    slip: str
    settled_at: datetime | None
    fault: str


@dataclass(frozen=True)
class RemedyView:
    """One remedy as its reader may see it; ``amount`` in 分, ``worth``: no money moves."""

    id: str
    kind: str
    state: str
    ledger: str
    amount: int | None
    worth: bool
    what: str
    item: str
    pieces: int | None
    order: str
    tone: str
    payer: str
    goods_returned: bool | None
    coupon: str
    expires_on: str
    lot: str
    proactive: bool
    payee: str
    payee_is: str
    account_tail: str
    mandate: str
    by: PersonView
    at: datetime
    approved_by: PersonView | None
    approved_at: datetime | None
    legal_by: PersonView | None
    given_at: datetime | None
    reference: str
    because: str
    payments: list[PaymentView] = field(default_factory=list)


@dataclass(frozen=True)
class DemandView:
    """What the customer wants, with what the law could award for it, each in words too."""

    kind: str
    amount: int | None
    basis: str
    at: datetime
    figures: list[tuple[Figure, str]]


@dataclass(frozen=True)
class ExposureView:
    channel: str
    url: str
    reach: int | None
    at: datetime
    pictured: bool


@dataclass(frozen=True)
class Earlier:
    """What the same customer was given in another case; its number for who may see that one."""

    no: str
    kind: str
    amount: int | None
    state: str
    at: datetime


@dataclass(frozen=True)
class Redress:
    """Everything of one case. ``sums`` by ledger, never summed; ``budget``: what the reader may
    still give of gifts this month, None where they give none.
    """

    no: str
    state: str
    remedies: list[RemedyView]
    sums: dict[Ledger, Sum]
    suggestion: Suggestion | None
    loss: int | None
    demands: list[DemandView]
    exposures: list[ExposureView]
    earlier: list[Earlier]
    caps: dict[str, int]
    budget: GiftView | None
    open: bool


def redress(
    no: str,
    *,
    reader: Person,
    people: People,
    now: datetime,
    loss: int | None = None,
    units: int | None = None,
    needed: int | None = None,
) -> Redress:
    """The remedies of a complaint. ``loss`` in 分 stands in for the one on record; ``units`` were
    bought, of which a household reasonably needs ``needed``. Errors: ``NoSuchComplaint``,
    ``AccusedHere``.
    """
    complaint, tie = find(no, reader=reader, people=people)
    eyes, packs = eyes_of(reader, tie), Policies()
    pack, language = packs.pack(complaint), get_language() or "zh-hans"
    rows = gifts.of_case(complaint)
    known = offering.loss_of(complaint) if loss is None else loss
    return Redress(
        no=complaint.no,
        state=complaint.state,
        remedies=_views(complaint, rows, eyes, people),
        sums=ledgers(gifts.entries(rows)),
        suggestion=offering.suggestion(complaint, pack, reader=reader, loss=known),
        loss=known,
        demands=_demands(complaint, pack, eyes, language, units=units, needed=needed),
        exposures=_exposures(complaint, eyes),
        earlier=_earlier(complaint, reader, people, now) if eyes.identity else [],
        caps={kind.value: cap for kind, cap in pack.remedies.customer_cap.items()},
        budget=_budget(complaint, tie, pack, reader, now),
        open=complaint.is_open,
    )


def _views(
    complaint: Complaint, rows: Iterable[Remedy], eyes: Eyes, people: People
) -> list[RemedyView]:
    asked: dict[object, list[Payment]] = {}
    for one in paid.of_case(complaint):
        asked.setdefault(one.remedy_id, []).append(one)
    return [_view(row, asked.get(row.pk, []), eyes, people) for row in rows]


def _view(row: Remedy, asked: list[Payment], eyes: Eyes, people: People) -> RemedyView:
    return RemedyView(
        id=str(row.pk),
        kind=row.kind,
        state=row.state,
        ledger=ledger_of(row.kind).value,
        amount=row.amount,
        worth=is_worth(gifts.entry(row)),
        what=eyes.text(row.what),
        item=row.item.name if row.item else "",
        pieces=row.pieces,
        order=eyes.text(row.order),
        tone=row.tone,
        payer=row.payer,
        goods_returned=row.goods_returned,
        coupon=eyes.text(row.coupon),
        expires_on=row.expires_on.isoformat() if row.expires_on else "",
        lot=eyes.text(row.lot),
        proactive=row.proactive,
        payee=eyes.text(row.payee) if eyes.identity else "",
        payee_is=row.payee_is if eyes.identity else "",
        account_tail=row.account_tail if eyes.identity else "",
        mandate=row.mandate,
        by=certain(people, row.by_id),
        at=row.at,
        approved_by=person_view(people, row.approved_by_id),
        approved_at=row.approved_at,
        legal_by=person_view(people, row.legal_by_id),
        given_at=row.given_at,
        reference=eyes.text(row.reference),
        because=eyes.text(row.ended_because),
        payments=[_payment(one, eyes) for one in asked],
    )


def _payment(row: Payment, eyes: Eyes) -> PaymentView:
    return PaymentView(
        id=str(row.pk),
        amount=row.amount,
        state=row.state,
        at=row.at,
        listed_on=row.listed_on.isoformat() if row.listed_on else "",
        slip=eyes.text(row.slip),
        settled_at=row.settled_at,
        fault=eyes.text(row.fault),
    )


def _demands(
    complaint: Complaint,
    pack: Pack,
    eyes: Eyes,
    language: str,
    *,
    units: int | None,
    needed: int | None,
) -> list[DemandView]:
    found = []
    for row in Demand.objects.filter(complaint=complaint).order_by("at", "id"):
        figures = awards.for_demand(complaint, row, pack, units=units, needed=needed)
        worded = [(one, awards.in_words(one, pack, language)) for one in figures]
        found.append(DemandView(row.kind, row.amount, eyes.text(row.basis), row.at, worded))
    return found


def _exposures(complaint: Complaint, eyes: Eyes) -> list[ExposureView]:
    rows = Exposure.objects.filter(complaint=complaint).order_by("at", "id")
    return [
        ExposureView(
            row.channel, eyes.text(row.url), row.reach, row.at, row.evidence_id is not None
        )
        for row in rows
    ]


def _earlier(complaint: Complaint, reader: Person, people: People, now: datetime) -> list[Earlier]:
    """The history of twelve months, as far as its cases are the reader's to see (F10)."""
    rows = gifts.history(complaint, since=now - _YEAR)
    ties = scope.ties([one.complaint for one in rows], reader, people)
    return [
        Earlier(row.complaint.no, row.kind, row.amount, row.state, row.at)
        for row, tie in zip(rows, ties, strict=True)
        if permissions.may_see(reader, tie)
    ]


def _budget(
    complaint: Complaint, tie: Tie, pack: Pack, reader: Person, now: datetime
) -> GiftView | None:
    """What this reader may give of gifts before they call (E61, E62)."""
    kind = Kind.gift.value
    limit = pack.mandate(reader.rank, kind) if pack.may_give(reader.rank, kind) else 0
    if not limit or not complaint.is_open or not permissions.may("remedy", reader, tie):
        return None
    left = authority.left(pack, staff=reader.id, rank=reader.rank, kind=kind, at=now)
    return GiftView(limit, left)
