"""补赔: the remedies of a complaint, its ledgers apart, and the ledgers of a time (A60, B10)."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import AfterValidator, Field

from kesu.api import questions, shapes, telling
from kesu.api.access import READ, Call
from kesu.api.remedy_shapes import (
    Award,
    Budget,
    Demand,
    Exposed,
    LedgerMonth,
    Ledgers,
    LedgerSum,
    Paying,
    Payment,
    Payments,
    PeriodLedger,
    Reason,
    Remedies,
    Remedy,
    Suggested,
)
from kesu.desk import gifts
from kesu.desk import payments as desk_payments
from kesu.desk import redress as desk_redress
from kesu.desk.redress import DemandView, Redress, RemedyView
from kesu.foundation.days import midnight
from kesu.journeys.payload import misfit
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from kesu.remedies.rules import Figure, Ledger, Suggestion, Sum

router = Router(tags=["remedies"])
_Cents = Annotated[int, Field(ge=0, le=10**12)] | None
_Count = Annotated[int, Field(ge=1, le=1_000_000)] | None


def _of_these_centuries(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise misfit("", "This day is out of reach.", "2000-01-01 – 2100-12-31")
    return day


_Day = Annotated[date, AfterValidator(_of_these_centuries)] | None


class Asked(questions.Question):
    """``loss`` in 分 for the suggestion; ``units`` that were bought, of which ``needed``."""

    loss: _Cents = None
    units: _Count = None
    needed: _Count = None


class Period(questions.Question):
    """Days in the policy's zone, both included; the last twelve months where none is named."""

    since: _Day = None
    until: _Day = None
    kind: str = ""
    state: str = ""


@router.get(
    "/complaints/{slug:no}/remedies",
    auth=READ,
    url_name="remedies",
    operation_id="remedies",
    summary="Read what is given",
    response=Remedies,
    openapi_extra={"parameters": questions.parameters(Asked)},
)
def of_case(request: HttpRequest, no: str) -> HttpResponse:
    """What the customer is given, what to offer and what the law could award, as advice."""
    asked = questions.read(Asked, request)
    now = datetime.now(tz=UTC)
    found = desk_redress.redress(
        no,
        reader=cast(Call, request).auth.person,
        people=everyone(now),
        now=now,
        loss=asked.loss,
        units=asked.units,
        needed=asked.needed,
    )
    return telling.read(_told(found, policies.in_force(now).tz))


@router.get(
    "/remedies/ledger",
    auth=READ,
    url_name="remedy-ledger",
    operation_id="remedy_ledger",
    summary="Read the ledgers of a time",
    response=PeriodLedger,
    openapi_extra={"parameters": questions.parameters(Period)},
)
def of_period(request: HttpRequest) -> HttpResponse:
    """补偿 and 赔偿 apart, by month and by kind, and what is promised and not given."""
    asked, now = questions.read(Period, request), datetime.now(tz=UTC)
    zone = policies.in_force(now).tz
    until = asked.until or now.astimezone(zone).date()
    since = asked.since or until - timedelta(days=365)
    found = gifts.gift_ledger(
        reader=cast(Call, request).auth.person,
        people=everyone(now),
        since=midnight(since, zone),
        until=midnight(until, zone, later=1),
        zone=zone,
        kind=asked.kind,
        state=asked.state,
    )
    return telling.read(
        PeriodLedger(
            since=since,
            until=until,
            ledgers=_ledgers(found.sums),
            kinds={kind: _sum(one) for kind, one in found.kinds.items()},
            months=[
                LedgerMonth(month=f"{one.first:%Y-%m}", ledgers=_ledgers(one.sums))
                for one in found.months
            ],
            accrual=_ledgers(found.accrual),
        )
    )


@router.get(
    "/payments",
    auth=READ,
    url_name="payments",
    operation_id="payments",
    summary="What finance is asked to pay",
    response=Payments,
)
def asked_to_pay(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; the account by its last four signs (F11)."""
    questions.nothing(request)
    now = datetime.now(tz=UTC)
    zone = policies.in_force(now).tz
    reader = cast(Call, request).auth.person
    found = desk_payments.pay_desk(reader=reader, people=everyone(now), now=now, zone=zone)
    items = [
        Paying(
            id=one.id,
            no=one.no,
            kind=one.kind,
            amount=one.amount,
            payee=one.payee,
            payee_is=one.payee_is,
            account_tail=one.account_tail,
            at=one.at.astimezone(zone),
            state=one.state,
            **_present(order=one.order, listed_on=one.listed_on),
        )
        for one in found.waiting
    ]
    told = Payments(items=items, count=found.count, total=found.total, unlisted=found.unlisted)
    return telling.read(told)


def _told(found: Redress, zone: ZoneInfo) -> Remedies:
    return Remedies(
        remedies=[_remedy(one, zone) for one in found.remedies],
        ledgers=_ledgers(found.sums),
        demands=[_demand(one, zone) for one in found.demands],
        exposures=[
            Exposed(
                channel=one.channel,
                at=one.at.astimezone(zone),
                pictured=one.pictured,
                **_present(url=one.url, reach=one.reach),
            )
            for one in found.exposures
        ],
        **_present(
            suggestion=_suggested(found.suggestion) if found.suggestion else None,
            loss=found.loss,
            budget=_budget(found),
        ),
    )


def _budget(found: Redress) -> Budget | None:
    if found.budget is None:
        return None
    return Budget(limit=found.budget.limit, **_present(left=found.budget.left))


def _remedy(one: RemedyView, zone: ZoneInfo) -> Remedy:
    return Remedy(
        id=one.id,
        kind=one.kind,
        state=one.state,
        ledger=one.ledger,
        worth=one.worth,
        what=one.what,
        payer=one.payer,
        by=shapes.Person(id=one.by.id, name=one.by.name),
        at=one.at.astimezone(zone),
        **_present(
            amount=one.amount,
            item=one.item,
            pieces=one.pieces,
            order=one.order,
            tone=one.tone,
            goods_returned=one.goods_returned,
            coupon=one.coupon,
            expires_on=one.expires_on,
            lot=one.lot,
            proactive=one.proactive or None,
            payee=one.payee,
            account_tail=one.account_tail,
            mandate=one.mandate,
            approved_by=_person(one),
            approved_at=_local(one.approved_at, zone),
            given_at=_local(one.given_at, zone),
            reference=one.reference,
            because=one.because,
            payments=[
                Payment(
                    id=pay.id,
                    amount=pay.amount,
                    state=pay.state,
                    at=pay.at.astimezone(zone),
                    **_present(
                        slip=pay.slip,
                        settled_at=_local(pay.settled_at, zone),
                        fault=pay.fault,
                    ),
                )
                for pay in one.payments
            ],
        ),
    )


def _person(one: RemedyView) -> shapes.Person | None:
    by = one.approved_by
    return shapes.Person(id=by.id, name=by.name) if by else None


def _suggested(one: Suggestion) -> Suggested:
    return Suggested(
        row=one.row,
        kind=one.kind,
        amount=one.amount,
        capped=one.capped,
        reasons=[
            Reason(
                code=step.code,
                value=step.value,
                amount=step.amount,
                **_present(percent=step.percent),
            )
            for step in one.reasons
        ],
    )


def _demand(one: DemandView, zone: ZoneInfo) -> Demand:
    return Demand(
        kind=one.kind,
        at=one.at.astimezone(zone),
        exposure=[_award(figure, words) for figure, words in one.figures],
        **_present(amount=one.amount, basis=one.basis),
    )


def _award(one: Figure, words: str) -> Award:
    return Award(
        award=one.award,
        floored=one.floored,
        within_need=one.within_need,
        source=one.source,
        article=one.article,
        confidence=one.confidence,
        say=words,
        **_present(
            amount=one.amount,
            base=one.base,
            times=one.times,
            floor=one.floor,
            days=one.days,
            since=one.since,
        ),
    )


def _ledgers(sums: dict[Ledger, Sum]) -> Ledgers:
    return Ledgers(**{ledger.value: _sum(one) for ledger, one in sums.items()})


def _sum(one: Sum) -> LedgerSum:
    return LedgerSum(
        given=one.given,
        money=one.money,
        worth=one.worth,
        pending=one.pending,
        accrued=one.accrued,
        accrued_money=one.accrued_money,
        count=one.count,
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None


def _present(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
