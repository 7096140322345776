"""What orders and claims show, and what they can never show."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.policy.loading import builtin
from kesu.watch.claims import (
    Claim,
    Purchase,
    articles,
    asks_money,
    expires,
    factors,
    is_shown,
    score,
)

NOW = datetime(2026, 2, 13, 2, tzinfo=UTC)
POLICY = builtin("loyalty").watching.claims
few = st.sampled_from(["", "甲", "乙", "丙", "丁"])
moments = st.integers(0, 360).map(lambda day: NOW - timedelta(days=day))
purchases = st.lists(
    st.builds(Purchase, number=few, product=few, shop=few, address=few, at=moments), max_size=20
)
claims = st.lists(
    st.builds(
        Claim,
        no=few,
        at=moments,
        money=st.booleans(),
        phrases=st.frozensets(st.sampled_from(["假一赔十", "第一百四十八条", "消法"])),
    ),
    max_size=12,
)


@pytest.mark.req("A20")
@given(purchases, claims, purchases, claims)
def test_more_orders_and_claims_never_show_less(
    bought: list[Purchase], claimed: list[Claim], more: list[Purchase], others: list[Claim]
) -> None:
    before = {one.rule: one.seen for one in factors(bought, claimed, POLICY.rules)}
    after = {one.rule: one.seen for one in factors(bought + more, claimed + others, POLICY.rules)}
    assert all(after[rule] >= seen for rule, seen in before.items())


@pytest.mark.req("A20")
@given(purchases, claims)
def test_every_factor_names_its_numbers_dates_and_rows(
    bought: list[Purchase], claimed: list[Claim]
) -> None:
    known = {one.number for one in bought} | {one.no for one in claimed}
    for one in factors(bought, claimed, POLICY.rules):
        assert (one.seen >= one.limit, one.first <= one.last) == (True, True)
        assert set(one.items) <= known
        if one.within_days is not None:
            assert one.last - one.first <= timedelta(days=one.within_days)


@pytest.mark.req("Q15", "F24")
@given(purchases, claims)
def test_one_kind_of_behaviour_alone_is_never_shown(
    bought: list[Purchase], claimed: list[Claim]
) -> None:
    found = factors(bought, claimed, POLICY.rules)
    for one in found:
        assert not is_shown([one], POLICY)
    if is_shown(found, POLICY):
        assert (len(found) >= 2, score(found) >= POLICY.shown_from) == (True, True)


@pytest.mark.req("Q15")
def test_it_is_forgotten_so_many_days_after_the_last_thing_seen() -> None:
    days = [NOW - timedelta(days=day) for day in (100, 95, 90)]
    claimed = [Claim(f"K{n}", at, money=True) for n, at in enumerate(days)]
    found = factors([], claimed, POLICY.rules)
    assert expires(found, POLICY) == days[-1] + timedelta(days=180)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("依据《食品安全法》第一百四十八条", {"《食品安全法》", "第一百四十八条"}),
        ("《消费者权益保护法》第55条", {"《消费者权益保护法》", "第55条"}),
        ("第一次买就坏了", set()),
        ("《三体》第二部", set()),
    ],
)
def test_laws_and_articles_are_told_from_other_titles(text: str, cited: set[str]) -> None:
    assert articles(text) == cited


@pytest.mark.parametrize(("text", "money"), [("要求赔偿500元", True), ("只要一个道歉", False)])
def test_whether_money_is_asked_for_is_said_in_words(text: str, money: bool) -> None:
    assert asks_money(text) == money
