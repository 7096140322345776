"""补赔: what the customer is given: 补偿, 赔偿, a refund, things, an apology (A54, A58, E55)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys import giving, paying
from kesu.journeys.case import Case
from kesu.journeys.faults import GateShut, Missing
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Cents, Name, Payload, Sentence, misfit
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN, Flag, Party, Verdict
from kesu.policy.codes import Remedy as Kind
from kesu.remedies import gifts, operations
from kesu.remedies.models import Item
from kesu.remedies.models import Remedy as RemedyRow
from kesu.remedies.operations import RefundedAlready
from kesu.remedies.rules import MONEY, NEED_AMOUNT, order_key, tied_to_review

_ONCE_VERIFIED = frozenset({Kind.points, Kind.eligibility})
_Batch = Annotated[Name, Field(max_length=100)]


class Tone(StrEnum):
    """同理 feels with the customer, 认责 owns up (Q10)."""

    empathy = "empathy"
    liability = "liability"


class Payer(StrEnum):
    """Whose money it is (F09)."""

    us = "us"
    platform = "platform"
    merchant = "merchant"


class Remedy(Payload):
    kind: Kind = Field(title="Kind of remedy")
    amount: Cents | None = Field(default=None, title="Amount or worth")
    what: Sentence = Field(title="What is given")
    payee: Name | None = Field(default=None, title="Payee")
    item_code: Name | None = Field(default=None, title="Thing of the catalogue")
    pieces: Annotated[int, Field(ge=1, le=10_000)] | None = Field(default=None, title="Pieces")
    order: Name | None = Field(default=None, title="Order number")
    tone: Tone | None = Field(default=None, title="Tone of the apology")
    account: Annotated[str, Field(min_length=paying.SHORTEST, max_length=paying.LONGEST)] | None = (
        Field(default=None, title="Account")
    )
    authority: Name | None = Field(default=None, title="Paper that authorises the payee")
    payer: Payer | None = Field(default=None, title="Who pays")
    goods_returned: bool | None = Field(default=None, title="Did the goods come back?")
    coupon: _Batch | None = Field(default=None, title="Coupon batch")
    expires_on: date | None = Field(default=None, title="Holds until")
    lot: _Batch | None = Field(default=None, title="Lot")
    proactive: bool | None = Field(default=None, title="Nobody asked for it")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        unsaid = self.amount is None and self.kind not in MONEY
        if self.kind in NEED_AMOUNT and not (self.amount or self.item_code or unsaid):
            raise misfit("amount", "Say what it costs or is worth.", "≥ 0.01")
        if self.kind == Kind.apology and self.amount:
            raise misfit("amount", "An apology costs nothing.")
        if self.tone is not None and self.kind != Kind.apology:
            raise misfit("tone", "Only an apology has a tone.")
        if self.account is not None and self.kind not in MONEY:
            raise misfit("account", "Only money is paid to an account.")
        if self.pieces is not None and self.item_code is None:
            raise misfit("pieces", "Pieces are of a thing of the catalogue.")
        return self


class Remedied(CaseFacts):
    """``decided``: planned or approved; ``mandate``: what allowed it."""

    remedy: str
    kind: str
    amount: int | None = None
    decided: str
    mandate: str = ""
    payer: str = "us"
    item: str = ""
    pieces: int = 0
    tone: str = ""


declare_kind("complaint.remedied", Remedied)


def check(case: Case, said: Remedy) -> None:
    """Nothing is tied to a public review; what is named is there; money goes to whom it may."""
    tied = (said.what, said.order or "", said.coupon or "", said.note or "")
    if any(tied_to_review(one) for one in tied):
        message = _("Nothing is ever given for a public review, its change or its removal.")
        raise Refused([Fault("what", message)], code="tied_to_review")
    if said.item_code is not None:
        _item(said)
    paying.check(case, said)


def _item(said: Remedy) -> Item:
    assert said.item_code is not None
    item = gifts.item(said.item_code)
    if item is None:
        known = ", ".join(one.code for one in gifts.items() if one.is_active and one.stock)
        raise Refused([Fault("item_code", _("This thing is not in the catalogue."), known)])
    if item.kind != said.kind:
        message = _("This thing of the catalogue is of another kind.")
        raise Refused([Fault("kind", message, item.kind)])
    worth = item.worth * (said.pieces or 1)
    if said.amount not in (None, worth):
        message = _("These pieces are worth something else.")
        raise Refused([Fault("amount", message, str(worth))])
    if item.stock < (said.pieces or 1):
        raise _out_of_stock(item)
    return item


def _out_of_stock(item: Item) -> Refused:
    message = _("There are not so many left.")
    return Refused([Fault("pieces", message, f"≤ {item.stock}")], code="out_of_stock")


def gate_legal(case: Case, said: Remedy | None) -> Missing | None:
    """赔偿 admits liability: legal is heard first (A54)."""
    if said is None or not case.pack.needs_legal(said.kind):
        return None
    if giving.heard_legal(case) is not None:
        return None
    who = [one.full_name for one in case.people.values() if one.active and Flag.legal in one.flags]
    named = ", ".join(sorted(who)) or case.pack.department_name("legal", giving.language())
    if said.kind == Kind.indemnity:
        message = _(
            "Liability as good as admits that the product was at fault. It needs legal first: "
            "ask %(who)s for an opinion, or offer goodwill."
        )
    else:
        message = _("This needs legal first: ask %(who)s for an opinion.")
    return Missing("legal", message % {"who": named})


def gate_verified(case: Case, said: Remedy | None) -> Missing | None:
    """Points and eligibility for an infringement only once it was found true (E55)."""
    if said is None or said.kind not in _ONCE_VERIFIED:
        return None
    if not giving.is_infringement(case) or case.complaint.verdict in (
        Verdict.valid,
        Verdict.partly,
    ):
        return None
    return Missing("verdict", _("The infringement has not been found true yet."))


def gate_responsible(case: Case, said: Remedy | None) -> Missing | None:
    """Nobody owns up for the company before it was found responsible (Q10)."""
    if said is None or said.tone != Tone.liability:
        return None
    shares = case.cause.responsible if case.cause else []
    if any(one["party"] == Party.company and one["share"] for one in shares):
        return None
    return Missing(
        "responsibility", _("The company was not found responsible: feel with the customer only.")
    )


def gate_not_refunded(case: Case, said: Remedy | None) -> Missing | None:
    """No order is paid back twice, by a platform or by us (F09)."""
    if said is None or said.kind != Kind.refund:
        return None
    return None if gifts.refund_of(_order(case, said)) is None else _refunded()


def _refunded() -> Missing:
    return Missing("not_refunded", _("This order was refunded already, or is about to be."))


def _order(case: Case, said: Remedy) -> str:
    known = said.order or (case.complaint.order if said.kind == Kind.refund else "")
    return order_key(known)


def remedy(step: Step, said: Remedy) -> None:
    """Keeps it: approved where the mandate of who gives it covers it, else planned until somebody
    of enough rank agrees, by approving the solution or it alone; a thing whose worth nobody said
    waits as well, and counts nothing. Stock is taken at once, a budget
    once somebody with the authority agreed.
    """
    item = _item(said) if said.item_code is not None else None
    row = _put(step, said, item)
    if row.amount is None and row.kind in NEED_AMOUNT:
        giving.warn_unknown_worth(step, row)
    else:
        _weigh(step, row)
    _warn_twice(step, row)
    _tell(step, row, item)
    step.made = str(row.pk)
    if row.kind == Kind.indemnity:
        message = _("Liability as good as admits that the product was at fault.")
        step.warn("admission", message)


def _weigh(step: Step, row: RemedyRow) -> None:
    assert step.by is not None
    answer = giving.weigh(step, step.by, kind=row.kind, amount=row.amount or 0, besides=row)
    if not answer.allowed or not giving.allow(step, row, answer):
        giving.warn_waiting(step, row, answer)


def _warn_twice(step: Step, row: RemedyRow) -> None:
    """Without an order number nothing shows whether it is the same one again (F09)."""
    refunds = [one for one in gifts.of_case(step.complaint) if one.kind == Kind.refund]
    others = [one for one in refunds if one.pk != row.pk and one.state != "dropped"]
    if row.kind == Kind.refund and any(not (row.order and one.order) for one in others):
        message = _("Another refund stands here, and not both have an order number.")
        step.warn("refund_twice", message)


def _put(step: Step, said: Remedy, item: Item | None) -> RemedyRow:
    pieces = said.pieces or (1 if item else None)
    if item is not None and not operations.take_stock(item, pieces or 1):
        item.refresh_from_db()
        raise _out_of_stock(item)
    legal = giving.heard_legal(step) if step.pack.needs_legal(said.kind) else None
    columns: dict[str, Any] = {
        "amount": said.amount if item is None else item.worth * (pieces or 1),
        "tone": said.tone or (Tone.empathy if said.kind == Kind.apology else ""),
        "legal_by_id": legal,
        "legal_at": step.at if legal else None,
        **paying.directed(step, said),
    }
    try:
        return operations.put(
            complaint=step.complaint,
            kind=said.kind,
            what=said.what,
            item=item,
            pieces=pieces,
            order=_order(step, said),
            payer=said.payer or Payer.us,
            goods_returned=said.goods_returned,
            coupon=said.coupon or "",
            expires_on=said.expires_on,
            lot=said.lot or "",
            proactive=bool(said.proactive),
            by_id=step.staff,
            at=step.at,
            **columns,
        )
    except RefundedAlready:
        raise GateShut([_refunded()]) from None


def _tell(step: Step, row: RemedyRow, item: Item | None) -> None:
    facts = {
        **giving.told_of(row),
        "decided": row.state,
        "mandate": row.mandate,
        "payer": row.payer,
        "item": str(item.pk) if item else "",
        "pieces": row.pieces or 0,
        "tone": row.tone,
    }
    notes = {
        "what": row.what,
        "payee": row.payee or None,
        "order": row.order or None,
        "coupon": row.coupon or None,
        "lot": row.lot or None,
    }
    step.tell("complaint.remedied", facts, notes=notes, rule="A60")


declare(
    Verb(
        name="remedy",
        words=Words("补赔", "補賠", "Give a remedy"),
        payload=Remedy,
        from_states=states(OPEN),
        gates=(gate_legal, gate_verified, gate_responsible, gate_not_refunded),
        act=remedy,
        check=check,
    )
)
