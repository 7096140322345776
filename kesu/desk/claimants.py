"""疑似职业索赔(行为特征) as those who may see it read it: on a case, never in a list (Q15, F24)."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kesu.complaints.models import Complaint
from kesu.complaints.permissions import may_see_claimants
from kesu.desk import reach, scope
from kesu.desk.faults import NotYours
from kesu.people.rules import People, Person
from kesu.policy import queries as policies
from kesu.policy.schema import Pack
from kesu.watch.models import ClaimantPattern


@dataclass(frozen=True)
class FactorView:
    """One kind of behaviour: its name, how often of how many, between which days (policy's zone is
    the screen's matter; times in UTC), on what.
    """

    name: str
    seen: int
    limit: int
    weight: int
    within_days: int | None
    first: datetime
    last: datetime
    items: tuple[str, ...]


@dataclass(frozen=True)
class CheckView:
    """One line of the evidence list, and who looked at it."""

    code: str
    name: str
    asks: str
    by: str = ""
    at: datetime | None = None
    said: str = ""


@dataclass(frozen=True)
class BehaviourView:
    """What was seen, until when it is remembered, and what to look at."""

    no: str
    score: int
    found: datetime
    expires: datetime
    factors: tuple[FactorView, ...]
    checks: tuple[CheckView, ...]
    source: str

    @property
    def looked_at(self) -> int:
        return sum(1 for one in self.checks if one.at is not None)


def of_case(
    no: str, *, reader: Person, people: People, at: datetime, language: str
) -> BehaviourView | None:
    """What the customer of a case did, if worth telling. Errors: ``NotYours``; as ``find``."""
    if not may_see_claimants(reader):
        raise NotYours
    complaint, _tie = reach.find(no, reader=reader, people=people)
    pattern = _pattern(complaint.customer_id, at)
    if pattern is None:
        return None
    pack = policies.in_force(at)
    return BehaviourView(
        no=complaint.no,
        score=pattern.score,
        found=pattern.found,
        expires=pattern.expires,
        factors=tuple(_factors(pattern, pack, language, _unseen(pattern, reader, people))),
        checks=tuple(_checks(pattern, pack, language, people)),
        source=pack.watching.claims.source,
    )


def hint(customer: UUID, *, reader: Person, at: datetime) -> tuple[int, datetime] | None:
    """For who takes a complaint in: how many kinds of behaviour were seen, and until when they are
    remembered; None also for a reader who may not know.
    """
    if not may_see_claimants(reader):
        return None
    pattern = _pattern(customer, at)
    return (len(pattern.factors), pattern.expires) if pattern is not None else None


def _pattern(customer: UUID, at: datetime) -> ClaimantPattern | None:
    rows = ClaimantPattern.objects.filter(customer=customer, dropped=None, expires__gt=at)
    return rows.order_by("-found").first()


def _unseen(pattern: ClaimantPattern, reader: Person, people: People) -> set[str]:
    """The numbers of complaints among the evidence that this reader may not see."""
    named = {item for one in pattern.factors for item in one["items"]}
    cases = set(Complaint.objects.filter(no__in=named).values_list("no", flat=True))
    seen = scope.visible(reader, people).filter(no__in=cases)
    return cases - set(seen.values_list("no", flat=True))


def _factors(
    pattern: ClaimantPattern, pack: Pack, language: str, unseen: Container[str]
) -> list[FactorView]:
    names: Mapping[str, str] = {
        rule.code: rule.name.say(language) for rule in pack.watching.claims.rules
    }
    return [
        FactorView(
            name=names.get(one["rule"], one["rule"]),
            seen=one["seen"],
            limit=one["limit"],
            weight=one["weight"],
            within_days=one["within_days"],
            first=datetime.fromisoformat(one["first"]),
            last=datetime.fromisoformat(one["last"]),
            items=tuple(item for item in one["items"] if item not in unseen),
        )
        for one in pattern.factors
    ]


def _checks(pattern: ClaimantPattern, pack: Pack, language: str, people: People) -> list[CheckView]:
    found = []
    for check in pack.watching.claims.checks:
        ticked = pattern.checked.get(check.code)
        person = people.get(ticked["by"]) if ticked else None
        found.append(
            CheckView(
                code=check.code,
                name=check.name.say(language),
                asks=check.asks.say(language),
                by=person.full_name if person else "",
                at=datetime.fromisoformat(ticked["at"]) if ticked else None,
                said=ticked["said"] if ticked else "",
            )
        )
    return found
