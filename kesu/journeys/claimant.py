"""疑似职业索赔(行为特征): looked for in what was bought and claimed, checked and dropped by people
(A20, Q15, F24). It advises: nothing here touches a complaint, its clocks or its state.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from kesu.complaints.models import Complaint, Customer, Demand, Order
from kesu.complaints.permissions import may_see_claimants
from kesu.desk import reach
from kesu.foundation.faults import Fault, Refused
from kesu.journal.kinds import Facts, declare
from kesu.journal.operations import Draft, append
from kesu.journeys.faults import NoSuchComplaint, NotYours
from kesu.journeys.payload import Part, Sentence
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.schema.watching import Claims
from kesu.remedies.models import Agreement
from kesu.watch import claims as rules
from kesu.watch.claims import Claim, Factor, Purchase
from kesu.watch.models import ClaimantPattern
from kesu.watch.queries import list_in_force

SYSTEM = "system:watch"
YEAR = timedelta(days=365)
MOST_CUSTOMERS = 1_000
LATELY = timedelta(days=1)
_WORDING = "claimant"
_MOST_EACH = 500


class Found(Facts):
    """``rules``: the kinds of behaviour that were seen; ``expires``: when it is forgotten."""

    pattern: str
    rules: tuple[str, ...]
    score: int
    expires: str


class Checked(Facts):
    pattern: str
    check: str
    done: bool


class Dropped(Facts):
    pattern: str
    score: int


declare("claimant.found", Found)
declare("claimant.checked", Checked)
declare("claimant.dropped", Dropped)


class Check(Part):
    """One line of the evidence list was looked at; ``done`` false takes that back."""

    check: str = Field(max_length=20, title="What was looked at")
    done: bool = Field(default=True, title="Looked at")
    said: Sentence | None = Field(default=None, title="What it shows")


class Drop(Part):
    because: Sentence = Field(title="Why it is dropped")


def look_at_recent(at: datetime, limit: int) -> int:
    """Looks at those who complained within a day before ``at`` (UTC); how many patterns are new or
    say something new.
    """
    rows = Complaint.objects.filter(received__gte=at - LATELY, received__lte=at, history=False)
    newest = rows.order_by("-received").values_list("customer", flat=True)
    return look(list(dict.fromkeys(newest[: max(limit, MOST_CUSTOMERS)])), at=at)


def look(customers: Sequence[UUID], *, at: datetime) -> int:
    """What these customers' orders and claims of a year show now. Errors: none; who shows nothing
    has no row.
    """
    policy = policies.in_force(at).watching.claims
    if not customers or not any(rule.on for rule in policy.rules):
        return 0
    with transaction.atomic():
        bought, claimed = _bought(customers, at), _claimed(customers, at)
        drafts = []
        for customer in sorted(customers):
            found = rules.factors(bought.get(customer, ()), claimed.get(customer, ()), policy.rules)
            if rules.is_shown(found, policy) and rules.expires(found, policy) > at:
                draft = _keep(customer, found, policy, at)
                if draft is not None:
                    drafts.append(draft)
        if drafts:
            append(drafts)
    return len(drafts)


def check(no: str, said: Check, *, by: Person, people: People, at: datetime) -> None:
    """Somebody looked at a line of the evidence list. Errors: ``NotYours``, ``NoSuchComplaint``;
    ``Refused`` for a line that the policy does not have.
    """
    known = [one.code for one in policies.in_force(at).watching.claims.checks]
    if said.check not in known:
        raise Refused([Fault("check", _("This is not on the list."), ", ".join(known))])
    with transaction.atomic():
        pattern = _held(no, by=by, people=people, at=at)[0]
        ticked = {"by": by.id, "at": at.isoformat(), "said": said.said or ""}
        checked = {**pattern.checked, said.check: ticked}
        if not said.done:
            checked.pop(said.check)
        pattern.checked = checked
        pattern.save(update_fields=["checked"])
        facts = {"pattern": str(pattern.pk), "check": said.check, "done": said.done}
        notes = {"said": said.said} if said.said else None
        append([_line(pattern, "claimant.checked", facts, f"staff:{by.id}", at, notes)])


def drop(no: str, said: Drop, *, by: Person, people: People, at: datetime) -> None:
    """It is nothing: it is shown no more, unless another kind of behaviour comes. Errors: as
    ``check``.
    """
    with transaction.atomic():
        patterns = _held(no, by=by, people=people, at=at)
        for pattern in patterns:
            pattern.dropped, pattern.by_id, pattern.because = at, by.id, said.because
            pattern.save(update_fields=["dropped", "by", "because"])
        append([_dropped(one, by=by, at=at, because=said.because) for one in patterns])


def _dropped(pattern: ClaimantPattern, *, by: Person, at: datetime, because: str) -> Draft:
    facts = {"pattern": str(pattern.pk), "score": pattern.score}
    return _line(pattern, "claimant.dropped", facts, f"staff:{by.id}", at, {"because": because})


def _held(no: str, *, by: Person, people: People, at: datetime) -> list[ClaimantPattern]:
    """What is shown of the customer now, the newest first; never nothing."""
    if not may_see_claimants(by):
        raise NotYours
    complaint, _tie = reach.find(no, reader=by, people=people)
    patterns = list(_living(complaint.customer_id, at).filter(dropped=None))
    if not patterns:
        raise NoSuchComplaint
    return patterns


def _living(customer: UUID, at: datetime) -> QuerySet[ClaimantPattern]:
    """The customer's patterns that are not forgotten, the newest first. Who looks at them is the
    only one who does until the end of the transaction: there may be none yet to hold.
    """
    Customer.objects.select_for_update(no_key=True).filter(pk=customer).values_list("pk").first()
    rows = ClaimantPattern.objects.select_for_update().filter(customer=customer, expires__gt=at)
    return rows.order_by("-found")


def _keep(customer: UUID, found: Sequence[Factor], policy: Claims, at: datetime) -> Draft | None:
    """A new row, or the one that holds brought up; None where nothing new was seen. What a person
    dropped comes back by another kind of behaviour alone.
    """
    score, kept = rules.score(found), [one.as_json() for one in found]
    until = rules.expires(found, policy)
    last = _living(customer, at).first()
    names = {one.rule for one in found}
    if last is not None and last.dropped is not None:
        if names <= {one["rule"] for one in last.factors}:
            return None
        last = None
    if last is not None and last.factors == kept:
        return None
    if last is None:
        last = ClaimantPattern(customer_id=customer, found=at)
    last.factors, last.score, last.expires = kept, score, until
    last.save()
    facts = {
        "pattern": str(last.pk),
        "rules": sorted(names),
        "score": score,
        "expires": until.isoformat(),
    }
    return _line(last, "claimant.found", facts, SYSTEM, at)


def _line(
    pattern: ClaimantPattern,
    kind: str,
    facts: Mapping[str, Any],
    by: str,
    at: datetime,
    notes: Mapping[str, Any] | None = None,
) -> Draft:
    return Draft(
        kind=kind,
        about=("customer", str(pattern.customer_id)),
        by=by,
        at=at,
        written=at,
        policy=policies.in_force(at).label,
        rule="A20",
        facts=facts,
        notes=notes,
    )


def _bought(customers: Sequence[UUID], at: datetime) -> dict[UUID, list[Purchase]]:
    orders = Order.objects.filter(
        customer__in=customers, ordered__gte=at - YEAR, ordered__lte=at
    ).order_by("-ordered")
    found: dict[UUID, list[Purchase]] = {}
    for one in orders:
        if one.customer_id is None or one.ordered is None:
            continue
        mine = found.setdefault(one.customer_id, [])
        if len(mine) < _MOST_EACH:
            shop = one.shop or one.merchant
            mine.append(
                Purchase(one.external_id, one.product, shop, one.address_blind, one.ordered)
            )
    return found


def _claimed(customers: Sequence[UUID], at: datetime) -> dict[UUID, list[Claim]]:
    rows = Complaint.objects.filter(
        customer__in=customers,
        received__gte=at - YEAR,
        received__lte=at,
        merged_into=None,
        restricted=False,
    ).order_by("-received")
    fields = rows.values_list("pk", "no", "customer", "received", "text", "remedy_sought")
    told = list(fields)
    paid = _about_money([row[0] for row in told])
    found: dict[UUID, list[Claim]] = {}
    for row, phrases in zip(told, _phrases([row[4] for row in told], at), strict=True):
        key, no, customer, received, text, sought = row
        mine = found.setdefault(customer, [])
        if len(mine) < _MOST_EACH:
            money = key in paid or rules.asks_money(sought) or rules.asks_money(text)
            mine.append(Claim(no, received, money, phrases))
    return found


def _phrases(texts: Sequence[str], at: datetime) -> Iterator[frozenset[str]]:
    """The set phrases of each text: watch words of that group that are meant, and articles."""
    hits = list_in_force(at=at).scan_many(texts)
    for place, text in enumerate(texts):
        words = {
            hit.word.term
            for hit in hits.get(place, ())
            if hit.word.group == _WORDING and not hit.negated
        }
        yield frozenset(words) | rules.articles(text)


def _about_money(keys: Sequence[UUID]) -> set[UUID]:
    """Where an amount was asked for, or an agreement was made."""
    asked = Demand.objects.filter(complaint__in=keys, amount__gt=0)
    agreed = Agreement.objects.filter(complaint__in=keys)
    return {
        *asked.values_list("complaint", flat=True),
        *agreed.values_list("complaint", flat=True),
    }
