"""从已结案学习类型: the types are learned again from closed cases (A22, E27); a person asks for it,
the worker or a command does it, on the record.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kesu.complaints.permissions import may_manage_policy
from kesu.foundation.faults import Fault, Refused
from kesu.intake import cases, taught
from kesu.intake.cases import Stock
from kesu.intake.models import Learning
from kesu.journal.kinds import Facts, declare
from kesu.journal.rules import moment
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.people.rules import Person
from kesu.policy import queries as policies

ABOUT = ("types", "learned")
_THOUSANDTHS = 1000


class Asked(Facts):
    """A person wants the types learned again."""


class Learned(Facts):
    """From how many cases of how many types. Macro-F1, the share above the line and how much of
    that is right, each in thousandths.
    """

    cases: int
    types: int
    macro_f1: int
    decided: int
    right: int


class TooFew(Facts):
    """There were not enough closed cases; what was learned before stays."""

    cases: int


declare("types.asked", Asked)
declare("types.learned", Learned)
declare("types.too_few", TooFew)


def ask(*, by: Person, at: datetime) -> None:
    """The worker is to learn the types again; a wish that was set aside gives way. Errors:
    ``NotYours``; ``Refused`` while that is under way already.
    """
    if not may_manage_policy(by):
        raise NotYours
    try:
        with transaction.atomic():
            aside = Learning.objects.filter(state=Learning.State.quarantined, open=True)
            aside.update(open=False)
            Learning.objects.create(due_at=at, by_id=by.id, at=at)
            people_work.tell("types.asked", ABOUT, {}, by=f"staff:{by.id}", at=at)
    except IntegrityError as twice:
        said = _("This is under way already.")
        raise Refused([Fault("", said)], code="under_way") from twice


def material(at: datetime) -> Stock:
    """What there is to learn from, under the rules in force."""
    return cases.stock(policies.in_force(at).type_codes)


def about(stock: Stock, at: datetime) -> dict[str, Any]:
    """What is kept beside the report."""
    return {
        "cases": len(stock.texts),
        "at": moment(at),
        "newest": moment(stock.newest) if stock.newest else "",
    }


def learn(*, by: str, at: datetime) -> Mapping[str, Any] | None:
    """Learns here and now; gives the report, None where the cases are too few. Some seconds for
    each ten thousand cases.
    """
    stock = material(at)
    told = taught.teach(stock.texts, stock.types, about(stock, at)) if stock.texts else None
    with transaction.atomic():
        tell(told, by=by, at=at)
    return told


def end(row: Learning, told: Mapping[str, Any] | None, *, at: datetime) -> None:
    """The wish is fulfilled, or cannot be: nothing where a later worker has it."""
    with transaction.atomic():
        if not row.still_mine():
            return
        learned = told["about"]["cases"] if told else 0
        rows = Learning.objects.filter(pk=row.pk)
        rows.update(state=Learning.State.done, lease_until=None, open=False, cases=learned)
        tell(told, by="system:learning", at=at)


def tell(told: Mapping[str, Any] | None, *, by: str, at: datetime) -> None:
    """The line of a learning; the last thing of its transaction."""
    if told is None:
        known = sum(cases.often(policies.in_force(at).type_codes).values())
        people_work.tell("types.too_few", ABOUT, {"cases": known}, by=by, at=at)
        return
    facts = {
        "cases": told["about"]["cases"],
        "types": len(told["labels"]),
        "macro_f1": round(told["macro_f1"] * _THOUSANDTHS),
        "decided": round(told["decided"] * _THOUSANDTHS),
        "right": round(told["accuracy_decided"] * _THOUSANDTHS),
    }
    people_work.tell("types.learned", ABOUT, facts, by=by, at=at)
