"""Ladder and mandates, walked whole: every rank, kind and amount around each limit, with and
without a loan and a month's rest; every step of the ladder. The figures stand here again.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product
from typing import Any

import pytest

from kesu.authority.rules import Answer, Ground, Loan, decide, lacking, mandate, meets
from kesu.complaints.models import Complaint
from kesu.complaints.permissions import Tie
from kesu.foundation.faults import Refused
from kesu.journeys.case import Case
from kesu.journeys.escalate import Escalate, check
from kesu.people.rules import Person
from kesu.policy.codes import Remedy
from kesu.policy.loading import builtin
from tests.complaints.test_permissions import people

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
RANKS = ("agent", "senior", "lead", "supervisor", "manager", "director")
AMOUNTS = {
    "compensation": (5_000, 10_000, 20_000, 50_000, 200_000, 2_000_000),
    "gift": (0, 10_000, 10_000, 30_000, 100_000, 500_000),
    "indemnity": (0, 0, 0, 0, 200_000, 2_000_000),
}
IN_KIND = (3_000, 5_000, 10_000, 30_000, 100_000, 1_000_000)
LIMITS = {
    "loyalty": AMOUNTS,
    "brand": AMOUNTS | {"in_kind": IN_KIND, "indemnity": (0, 0, 0, 0, 0, 2_000_000)},
}
"""分 a case that each rank gives alone; a kind that is not named has the limits of 补偿."""
LOWEST = {
    "refund": "senior",
    "eligibility": "senior",
    "gift": "senior",
    "in_kind": "senior",
    "inspection": "supervisor",
    "visit": "supervisor",
    "indemnity": "manager",
}
LOWEST_OF = {"loyalty": LOWEST, "brand": LOWEST | {"in_kind": "agent", "indemnity": "director"}}
LEGAL = {"loyalty": {"indemnity"}, "brand": {"indemnity", "inspection"}}
YES_NO = [(False, False), (False, True), (True, False), (True, True)]
KINDS = [kind.value for kind in Remedy]


def limit(pack: str, rank: str, kind: str) -> int:
    """What a rank gives alone; -1 where it may not give the kind at all."""
    if RANKS.index(rank) < RANKS.index(LOWEST_OF[pack].get(kind, "agent")):
        return -1
    return limits(pack, kind)[RANKS.index(rank)]


def limits(pack: str, kind: str) -> tuple[int, ...]:
    return LIMITS[pack].get(kind, AMOUNTS["compensation"])


def approver(pack: str, kind: str, amount: int, above: str | None) -> str:
    higher = RANKS[RANKS.index(above) + 1 :] if above else RANKS
    return next((rank for rank in higher if limit(pack, rank, kind) >= amount), "director")


def loan(grantor: str, kind: str, amount: int) -> Loan:
    return Loan("L", 9, grantor, kind, amount, (), NOON, NOON + timedelta(days=1))


def loans(rank: str, kind: str, amount: int) -> Iterator[Loan | None]:
    yield None
    above = RANKS[RANKS.index(rank) + 1 :]
    for grantor in {*above[:1], *above[-1:]}:
        yield from (loan(grantor, kind, max(1, amount + more)) for more in (-1, 0, 1))


def right(
    pack: str, rank: str, kind: str, amount: int, held: Loan | None, left: int | None, legal: bool
) -> Answer:
    """The verdict worked out from the figures above."""
    if kind in LEGAL[pack] and not legal:
        return Answer(Ground.legal, rank=approver(pack, kind, amount, None))
    short = left is not None and left < amount
    own = limit(pack, rank, kind)
    if amount <= own and not short:
        return Answer(Ground.mandate, mandate=f"{kind}:{rank}:{own}")
    given = min(held.amount, max(0, limit(pack, held.grantor_rank, kind))) if held else -1
    if amount <= given and held and not short:
        return Answer(Ground.delegation, mandate=f"delegation:L:{held.amount}")
    return Answer(Ground.approval, rank=approver(pack, kind, amount, rank), short=short)


def amounts(pack: str, kind: str) -> list[int]:
    found = {one + more for one in limits(pack, kind) for more in (-1, 0, 1)} | {0, 1, 10**9}
    return sorted(one for one in found if one >= 0)


@pytest.mark.req("A07", "A17", "A54", "B25", "E62")
@pytest.mark.parametrize("pack", ["loyalty", "brand"])
def test_every_amount_around_every_limit_is_decided_as_the_figures_say(pack: str) -> None:
    rules, wrong, cells = builtin(pack), [], 0
    asked: dict[str, Any]
    kinds = [(kind, heard) for kind in KINDS for heard in {False, kind in LEGAL[pack]}]
    for (kind, legal), rank in product(kinds, RANKS):
        for amount in amounts(pack, kind):
            rests = (None, amount - 1, amount) if amount else (None, amount)
            for held, left in product(loans(rank, kind, amount), rests):
                asked = {"rank": rank, "kind": kind, "amount": amount, "legal": legal}
                found = decide(rules, **asked, loan=held, left=left)
                cells += 1
                if found != right(pack, rank, kind, amount, held, left, legal):
                    wrong.append((asked, held, left, found))
    assert wrong == []
    assert cells > 8000


@pytest.mark.req("Q25", "A17")
@pytest.mark.parametrize("pack", ["loyalty", "brand"])
def test_a_solution_is_approved_by_mandate_for_group_one_and_up_to_fifty_alone(pack: str) -> None:
    rules, wrong = builtin(pack), []
    for code, rank in product(rules.type_codes, RANKS):
        allowed = rules.by_mandate_limit(code, rank)
        right_limit = 5_000 if code.startswith("1.") else None
        costs = (None, 0, 4_999, 5_000, 5_001)
        for cost, (urgent, clause) in product(costs, YES_NO):
            found = mandate(limit=allowed, rank=rank, urgent=urgent, cost=cost, clause_cited=clause)
            covered = right_limit is not None and cost is not None and cost <= right_limit
            expected = f"compensation:{rank}:5000" if covered and clause and not urgent else None
            if found != expected:
                wrong.append((code, rank, cost, urgent, clause, found))
    assert wrong == []


LADDER = "FEDCBA"
DECIDES = {
    "F": "agent",
    "E": "senior",
    "D": "supervisor",
    "C": "manager",
    "B": "manager",
    "A": "director",
}


@pytest.mark.req("A14", "Q2")
@pytest.mark.parametrize("pack", ["loyalty", "brand"])
def test_the_ladder_rises_one_step_at_a_time_and_ends_with_the_director(pack: str) -> None:
    rules = builtin(pack)
    assert {tier: rules.rank_of_tier(tier).value for tier in LADDER} == DECIDES
    steps = [rules.tier_above(tier) for tier in LADDER]
    assert steps == [*LADDER[1:], None]
    own = {"agent": "F", "senior": "E", "lead": "E", "supervisor": "D", "manager": "C"}
    assert {rank: rules.tier_of(rank) for rank in RANKS} == own | {"director": "A"}
    assert {tier for tier in LADDER if meets(rules, tier)} == {"A", "B"}


def escalated(tier: str, to: str | None, *, urgent: bool, told: bool) -> list[str]:
    """The fields that an escalation is refused for."""
    row = Complaint(tier=tier, urgent=urgent, policy_name="loyalty", policy_version="2026.1")
    case = Case(row, None, Tie(), {}, NOON, NOON)
    more = {"tried": "三个方案", "suggestion": "主管出面"} if told else {}
    try:
        check(case, Escalate.model_validate({"reason": "谈不拢", "to": to, **more}))
    except Refused as refusal:
        return [one.loc for one in refusal.faults]
    return []


def refused(tier: str, to: str | None, *, urgent: bool, told: bool) -> list[str]:
    if not (urgent or told):
        return ["tried", "suggestion"]
    if tier == "A":
        return ["to"]
    steps = 1 if to is None else LADDER.index(to) - LADDER.index(tier)
    return [] if steps == 1 or (steps > 1 and urgent) else ["to"]


@pytest.mark.django_db
@pytest.mark.req("A14", "A44")
def test_an_escalation_rises_one_step_and_further_only_when_urgent() -> None:
    wrong = [
        (tier, to, urgent, told)
        for tier, to, (urgent, told) in product(LADDER, (None, *LADDER), YES_NO)
        if escalated(tier, to, urgent=urgent, told=told)
        != refused(tier, to, urgent=urgent, told=told)
    ]
    assert wrong == []


PRESENT = [
    ("director", "service", ""),
    ("manager", "service", ""),
    ("supervisor", "legal", ""),
    ("agent", "product", ""),
    ("agent", "pr", "spokesperson"),
    ("manager", "product", "head"),
    ("manager", "pr", "head"),
    ("senior", "pr", "head"),
]


def sitting(entry: tuple[str, str, str]) -> Person:
    rank, department, flag = entry
    base = next(one for _, _, one in people())
    flags = frozenset({flag} - {""})
    return Person(**{**vars(base), "rank": rank, "department": department, "flags": flags})


def short_of(tier: str, there: tuple[tuple[str, str, str], ...]) -> set[str]:
    """Who is missing, by DOMAIN (Tiers) and A15."""
    flags = {flag for _, _, flag in there}
    departments = {department for _, department, _ in there}
    if tier == "A":
        heads = {department for _, department, flag in there if flag == "head"}
        return ({"flag:head"} if not heads else set()) | ({"heads"} if len(heads) < 2 else set())
    if tier != "B":
        return set()
    found = {f"department:{one}" for one in ("legal", "product") if one not in departments}
    found |= {"flag:spokesperson"} - ({"flag:spokesperson"} if "spokesperson" in flags else set())
    leads = any(rank in ("manager", "director") for rank, _, _ in there)
    return found | (set() if leads else {"rank:manager"})


@pytest.mark.req("A15", "Q2")
@pytest.mark.parametrize("pack", ["loyalty", "brand"])
def test_who_must_sit_together_is_told_of_every_company(pack: str) -> None:
    rules = builtin(pack)
    companies = chain.from_iterable(combinations(PRESENT, size) for size in range(len(PRESENT) + 1))
    wrong = [
        (tier, there, said)
        for there, tier in product(list(companies), LADDER)
        if (said := set(lacking(rules, tier, map(sitting, there)))) - {"flag:head"}
        != short_of(tier, there) - {"flag:head"}
    ]
    assert wrong == []
