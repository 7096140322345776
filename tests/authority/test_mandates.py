"""Who may give what alone: the mandates of the packs, what is lent, and what a month leaves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kesu.authority.rules import Answer, Ground, Loan, Unfit, decide, lent, unfit, usable
from kesu.people.rules import Person
from kesu.policy.codes import Rank, Remedy, rank_level
from kesu.policy.loading import builtin
from kesu.policy.schema import Pack

PACKS = some.sampled_from([builtin("loyalty"), builtin("brand")])
RANKS = some.sampled_from([one.value for one in Rank])
KINDS = some.sampled_from([one.value for one in Remedy])
AMOUNTS = some.integers(0, 3_000_000)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOURS = some.integers(-100, 100).map(lambda hours: NOON + timedelta(hours=hours))
LOYALTY = builtin("loyalty")


@some.composite
def loan(draw: some.DrawFn) -> Loan:
    starts = draw(HOURS)
    return Loan(
        id=draw(some.uuids().map(str)),
        grantor=draw(some.integers(1, 5)),
        grantor_rank=draw(RANKS),
        kind=draw(KINDS),
        amount=draw(some.integers(1, 3_000_000)),
        types=tuple(draw(some.lists(some.sampled_from(["1", "1.2", "2.1", "3.3"]), max_size=2))),
        starts=starts,
        ends=starts + timedelta(hours=draw(some.integers(1, 50))),
        revoked=draw(some.booleans()),
    )


@pytest.mark.req("A07", "B25", "E62")
@given(PACKS, RANKS, KINDS, AMOUNTS, some.none() | loan(), some.none() | AMOUNTS)
def test_nobody_gives_more_alone_than_mandate_loan_and_month_allow(
    pack: Pack, rank: str, kind: str, amount: int, held: Loan | None, left: int | None
) -> None:
    held = replace(held, kind=kind) if held else None
    said = decide(pack, rank=rank, kind=kind, amount=amount, loan=held, left=left)
    if not said.allowed:
        return
    own = pack.mandate(rank, kind) if pack.may_give(rank, kind) else -1
    assert amount <= max(own, lent(pack, held) if held else -1)
    assert left is None or amount <= left
    assert not pack.needs_legal(kind)


@pytest.mark.req("A07")
@given(PACKS, RANKS, KINDS, AMOUNTS, AMOUNTS)
def test_what_may_be_given_alone_may_be_given_smaller(
    pack: Pack, rank: str, kind: str, amount: int, less: int
) -> None:
    small, great = sorted((amount, less))
    said = [decide(pack, rank=rank, kind=kind, amount=one) for one in (small, great)]
    assert said[0].allowed or not said[1].allowed


@pytest.mark.req("A07")
@given(PACKS, RANKS, KINDS, AMOUNTS)
def test_what_is_over_the_limit_names_a_higher_rank(
    pack: Pack, rank: str, kind: str, amount: int
) -> None:
    said = decide(pack, rank=rank, kind=kind, amount=amount)
    if said.ground is Ground.approval and rank != Rank.director:
        assert rank_level(said.rank) > rank_level(rank)


@pytest.mark.req("A07", "E62")
@pytest.mark.parametrize(
    ("rank", "kind", "amount", "left", "expected"),
    [
        ("agent", "compensation", 5000, None, Answer(Ground.mandate, "compensation:agent:5000")),
        ("agent", "compensation", 5001, None, Answer(Ground.approval, rank="senior")),
        ("agent", "gift", 1, None, Answer(Ground.approval, rank="senior")),
        ("senior", "gift", 10000, 10000, Answer(Ground.mandate, "gift:senior:10000")),
        ("senior", "gift", 10000, 9999, Answer(Ground.approval, rank="lead", short=True)),
        ("director", "indemnity", 1, None, Answer(Ground.legal, rank="manager")),
        ("manager", "compensation", 99_000_000, None, Answer(Ground.approval, rank="director")),
    ],
)
def test_the_loyalty_pack_decides(
    rank: str, kind: str, amount: int, left: int | None, expected: Answer
) -> None:
    assert decide(LOYALTY, rank=rank, kind=kind, amount=amount, left=left) == expected


@pytest.mark.req("A17")
@given(some.lists(loan(), max_size=5), HOURS, some.sets(some.integers(1, 5)))
def test_a_loan_holds_for_its_time_its_types_and_never_from_who_may_not_decide(
    loans: list[Loan], at: datetime, banned: set[int]
) -> None:
    found = usable(loans, LOYALTY, kind="compensation", type_code="1.2.5", at=at, not_from=banned)
    if found is None:
        return
    assert found.starts <= at < found.ends
    assert not found.revoked
    assert found.grantor not in banned
    assert not found.types or {"1", "1.2"} & set(found.types)


@pytest.mark.req("A17")
@given(loan())
def test_a_loan_is_never_good_for_more_than_its_grantor_may_give_now(one: Loan) -> None:
    assert lent(LOYALTY, one) <= min(one.amount, LOYALTY.mandate(one.grantor_rank, one.kind))


def person(number: int, rank: str, **more: Any) -> Person:
    given: dict[str, Any] = {
        "id": number,
        "sign_in": "",
        "full_name": "",
        "agent_no": "",
        "rank": rank,
        "department": "service",
        "flags": frozenset(),
        "supervisor": None,
        "presence": "present",
        "active": True,
    }
    return Person(**{**given, **more})


def refused(grantor: str, to: str, amount: int, *, kind: str = "compensation", **more: bool) -> str:
    said = unfit(
        LOYALTY,
        grantor=person(1, grantor),
        to=person(2, to),
        kind=kind,
        amount=amount,
        starts=NOON,
        ends=NOON + timedelta(days=1),
        solvable=more.get("solvable", True),
        controlled=more.get("controlled", True),
    )
    return "" if said is None else said.value


@pytest.mark.req("A17")
@given(RANKS, RANKS, KINDS, some.integers(1, 3_000_000))
def test_nobody_lends_more_than_they_have_or_to_who_has_it(
    grantor: str, to: str, kind: str, amount: int
) -> None:
    if not refused(grantor, to, amount, kind=kind):
        assert amount <= LOYALTY.mandate(grantor, kind)
        assert rank_level(to) < rank_level(grantor)
        assert not (LOYALTY.may_give(to, kind) and amount <= LOYALTY.mandate(to, kind))


@pytest.mark.req("A17")
def test_a_grant_with_one_no_is_refused() -> None:
    said = (
        refused("supervisor", "agent", 20000),
        refused("supervisor", "agent", 20000, solvable=False),
        refused("supervisor", "agent", 20000, controlled=False),
        refused("supervisor", "agent", 50001),
        refused("supervisor", "agent", 5000),
        refused("agent", "supervisor", 5000),
        refused("manager", "agent", 1, kind="indemnity"),
    )
    amount = Unfit.amount.value
    assert said == ("", "test", "test", amount, "nothing", "rank", amount)
