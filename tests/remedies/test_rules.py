"""The sums of what is given, offered and awarded: laws that hold whatever the numbers are."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.policy.codes import Party, Remedy
from kesu.policy.loading import builtin
from kesu.policy.schema.redress import DemandKind, Pressure
from kesu.remedies.rules import (
    Entry,
    Facts,
    Ledger,
    alike,
    exposure,
    ledgers,
    order_key,
    same_name,
    suggest,
    tail,
    tied_to_review,
)

LOYALTY = builtin("loyalty")
DAY = date(2026, 8, 10)
CENTS = st.integers(0, 10**10)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from([one.value for one in Remedy]),
        st.sampled_from(["planned", "approved", "given", "failed", "dropped"]),
        st.integers(0, 10**9),
        st.booleans(),
    ),
    max_size=20,
)
FACTS: dict[str, Any] = {
    "level": st.integers(0, 9),
    "pressure": st.sampled_from(Pressure),
    "fault": st.none() | st.sampled_from(Party),
    "cap": st.integers(0, 10**7),
}


def award(kind: str, price: int | None, day: date = DAY, **more: Any) -> dict[str, Any]:
    found = exposure(LOYALTY.awards, day=day, demand=kind, price=price, **more)
    return {one.award: one for one in found}


@pytest.mark.req("A53")
def test_ten_times_the_price_and_the_floor() -> None:
    dear, cheap = award("tenfold", 29800)["food"], award("tenfold", 5000)["food"]
    assert (dear.amount, dear.floor, dear.floored) == (298000, 100000, False)
    assert (cheap.amount, cheap.floored) == (100000, True)
    assert (dear.source, dear.article) == ("食品安全法", "第一百四十八条第二款")
    assert (dear.since, dear.confidence) == (date(2015, 10, 1), "P")


@pytest.mark.req("A53")
def test_three_times_the_price_and_the_limits_of_a_refund() -> None:
    assert award("triple", 10000)["fraud"].amount == 50000
    assert award("triple", 29800)["fraud"].amount == 89400
    refund = award("refund", 29800)
    assert (refund["refund"].amount, refund["refund"].days) == (29800, 7)
    assert (refund["delay"].amount, refund["delay"].days) == (None, 15)
    assert award("apology", 29800) == {}


@pytest.mark.req("A53")
def test_what_is_not_law_yet_awards_nothing() -> None:
    assert award("triple", 10000, date(2014, 3, 14)) == {}
    assert award("triple", 10000, date(2014, 3, 15)).keys() == {"fraud"}
    assert "need" not in award("tenfold", 10000, date(2024, 8, 21))


@pytest.mark.req("A53")
def test_of_many_pieces_only_what_a_household_needs_counts() -> None:
    need = award("tenfold", 100 * 29800, units=100, needed=2)["need"]
    assert need.amount == 10 * 2 * 29800
    assert award("tenfold", 29800)["need"].amount is None


@pytest.mark.req("A53")
@given(price=CENTS, more=CENTS, loss=st.none() | CENTS)
def test_a_dearer_thing_never_awards_less(price: int, more: int, loss: int | None) -> None:
    for kind in DemandKind:
        low, high = (award(kind, one, loss=loss) for one in (price, price + more))
        for code, figure in low.items():
            if figure.amount is not None:
                assert figure.amount >= (figure.floor or 0)
                assert high[code].amount >= figure.amount


@pytest.mark.req("B18", "D37")
@given(st.data())
def test_a_suggestion_grows_with_the_loss_and_stays_under_the_cap(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(LOYALTY.type_codes))
    row = LOYALTY.compensation_row(code)
    assert row is not None
    facts = {name: data.draw(one) for name, one in FACTS.items()}
    less = data.draw(CENTS)
    more = less + data.draw(CENTS)
    small, large = (suggest(row, Facts(loss=one, **facts)) for one in (less, more))
    assert 0 <= small.amount <= large.amount <= min(facts["cap"], row.most)
    assert suggest(row, Facts(loss=None, **facts)).amount <= small.amount
    assert small == suggest(row, Facts(loss=less, **facts))
    assert small.reasons[-1].amount == small.amount or small.amount - small.reasons[-1].amount < 100


@pytest.mark.req("B18", "D37")
def test_a_suggestion_says_how_it_came_about() -> None:
    row = LOYALTY.compensation_row("1.2.5")
    assert row is not None
    facts = Facts(29800, level=7, pressure=Pressure.first, fault=Party.merchant, cap=5000)
    offer = suggest(row, facts)
    told = [(one.code, one.percent, one.amount) for one in offer.reasons]
    assert told == [
        ("loss", 20, 5960),
        ("level", 150, 8940),
        ("stage", 100, 8940),
        ("fault", 80, 7152),
        ("cap", None, 5000),
    ]
    assert (offer.amount, offer.capped, offer.kind) == (5000, True, "compensation")


@pytest.mark.req("A60", "A58", "B10")
@given(ENTRIES)
def test_no_amount_stands_in_two_ledgers_or_is_lost(entries: list[Entry]) -> None:
    found = ledgers(entries)
    live = [one for one in entries if one.state != "dropped"]
    total = sum(one.amount for one in live)
    assert sum(one.given + one.pending for one in found.values()) == total
    mine = [one for one in live if one.kind == "indemnity"]
    assert found[Ledger.indemnity].count == len(mine)
    assert found[Ledger.refund].count == sum(one.kind == "refund" for one in live)
    for one in found.values():
        assert one.accrued_money <= one.accrued <= one.pending


@given(ENTRIES, st.randoms())
def test_the_order_of_remedies_does_not_matter(entries: list[Entry], chance: Any) -> None:
    mixed = list(entries)
    chance.shuffle(mixed)
    assert ledgers(mixed) == ledgers(entries)


@pytest.mark.parametrize(
    "words",
    [
        "补寄赠品",
        "商超卡80元",
        "参观生产线",
        "评估后补偿",
        "检测报告费用",
        "返还积分",
        "请查看评价说明后给予补偿",
        "给客户改订单，评价后送",
        "见 https://shop.example/feedback/7",
        "见 https://shop.example/preview?rating=5",
        "Change the order before a review",
    ],
)
def test_ordinary_words_are_tied_to_no_review(words: str) -> None:
    assert not tied_to_review(words)


def test_names_orders_and_accounts_are_compared_as_people_mean_them() -> None:
    assert same_name("张 女士", "张女士")
    assert not same_name("", "")
    assert order_key(" Ｏ-77 81") == order_key("o-7781")
    assert tail("6222 0212 3456 7894") == "7894"


def test_a_remedy_is_met_by_the_action_most_like_it() -> None:
    actions = ["到家补寄赠品", "商超卡80元发放"]
    assert (alike("商超卡80元", actions), alike("补寄赠品", actions)) == (1, 0)
    assert alike("礼盒", actions) is None


@pytest.mark.req("A54")
@pytest.mark.parametrize(
    "words",
    [
        "删评",
        "改个好评",
        "把差评改了",
        "撤掉差评",
        "换成好评",
        "修改您的评价",
        "评价请删除",
        "晒图有礼",
        "五星好评后送券",
        "返现20元，需评价",
        "write a good review",
        "給個五星",
    ],
)
def test_deeds_beside_a_review_are_tied_to_it(words: str) -> None:
    assert tied_to_review(words)
