"""诉求: what the customer wants, and what the law could award for it, as advice (A53, D06)."""

from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Demand as DemandRow
from kesu.desk import awards
from kesu.journal.kinds import declare as declare_kind
from kesu.journeys.case import Case
from kesu.journeys.giving import language
from kesu.journeys.kinds import CaseFacts
from kesu.journeys.payload import Cents, Payload, Sentence
from kesu.journeys.step import Step
from kesu.journeys.verb import Verb, Words, declare, states
from kesu.policy.codes import OPEN
from kesu.policy.schema.redress import DemandKind
from kesu.remedies.rules import Figure, unwell


class Demand(Payload):
    kind: DemandKind = Field(title="What is wanted")
    amount: Cents | None = Field(default=None, title="Price, or the amount wanted")
    basis: Sentence | None = Field(default=None, title="On what basis")


class Demanded(CaseFacts):
    """``amount`` in 分 as it was said; ``figures``: what the law could award, by article."""

    kind: str
    amount: int | None = None
    figures: dict[str, int] | None = None


declare_kind("complaint.demanded", Demanded)


def demand(step: Step, said: Demand) -> None:
    """Keeps it, and says what the law could award: each figure with its article and its day."""
    row = DemandRow.objects.create(
        complaint=step.complaint,
        kind=said.kind,
        amount=said.amount,
        basis=said.basis or "",
        by_id=step.staff,
        at=step.at,
    )
    figures = figures_of(step, row)
    facts: dict[str, Any] = {
        "kind": said.kind,
        "figures": {one.award: one.amount for one in figures if one.amount is not None},
    }
    if said.amount is not None:
        facts["amount"] = said.amount
    step.tell("complaint.demanded", facts, notes={"basis": said.basis}, rule="A53")
    for one in figures:
        said_in_words = awards.in_words(one, step.pack, language())
        step.warn("exposure", said_in_words, award=one.award, amount=one.amount)
    if unwell(f"{said.basis or ''} {said.note or ''}"):
        message = _("Somebody's health is spoken of: look at it first, and think of stopping sale.")
        step.warn("safety", message)


def figures_of(case: Case, row: DemandRow) -> list[Figure]:
    """What the law could award for it on the day it was said."""
    return awards.for_demand(case.complaint, row, case.pack)


declare(
    Verb(
        name="demand",
        words=Words("记诉求", "記訴求", "Record a demand"),
        payload=Demand,
        from_states=states(OPEN),
        act=demand,
    )
)
