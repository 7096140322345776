"""Rules over orders: what stands out, and what cannot change what was found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.policy.loading import builtin
from kesu.policy.schema.watching import OrderRule
from kesu.watch.orders import Bought, Shelf, found, late, reason

NOW = datetime(2026, 2, 13, 2, tzinfo=UTC)
RULES = builtin("loyalty").watching.orders


def rule(code: str) -> OrderRule:
    return next(one for one in RULES if one.code == code)


@st.composite
def shops(draw: st.DrawFn) -> list[Bought]:
    """Orders of few people, products and addresses, so that they meet."""
    few = st.sampled_from(["", "甲", "乙", "丙"])
    days = st.one_of(st.none(), st.integers(0, 40))
    rows = draw(st.lists(st.tuples(few, few, few, days, st.integers(0, 30)), max_size=25))
    return [
        Bought(
            id=number,
            number=f"N{number}",
            customer=who,
            product=what,
            address=where,
            quantity=pieces,
            ordered=None if day is None else NOW - timedelta(days=day),
        )
        for number, (who, what, where, day, pieces) in enumerate(rows)
    ]


@pytest.mark.req("A21")
@given(orders=shops())
def test_the_order_in_which_orders_are_told_changes_nothing(orders: list[Bought]) -> None:
    one = {risk.key for risk in found(orders, orders, RULES, at=NOW)}
    other = {risk.key for risk in found(orders[::-1], orders[::-1], RULES, at=NOW)}
    assert one == other


@pytest.mark.req("A21")
@given(orders=shops(), more=shops())
def test_more_orders_hide_nothing_that_was_found(orders: list[Bought], more: list[Bought]) -> None:
    beside = orders + [
        Bought(**{**vars(one), "id": one.id + 1000, "number": f"M{one.id}"}) for one in more
    ]
    before = {(risk.rule, risk.order.id) for risk in found(orders, orders, RULES, at=NOW)}
    rules = {name for name, _order in before}
    after = {risk.rule for risk in found(orders, beside, RULES, at=NOW)}
    assert rules <= after


@pytest.mark.req("A21")
@given(orders=shops())
def test_what_is_found_names_as_many_as_its_rule_asks(orders: list[Bought]) -> None:
    known = {one.number: one for one in orders}
    for risk in found(orders, orders, RULES, at=NOW):
        assert risk.seen >= risk.limit
        assert all(number in known for number in risk.orders)
        if risk.rule == "repeat_product":
            assert len({known[number].product for number in risk.orders}) == 1
        if risk.rule == "same_address":
            assert len({known[number].address for number in risk.orders}) == 1


@pytest.mark.req("A21")
@pytest.mark.parametrize(
    ("columns", "is_late"),
    [
        ({"ship_by": NOW - timedelta(hours=2)}, True),
        ({"ship_by": NOW}, False),
        ({"ship_by": NOW - timedelta(hours=2), "shipped": NOW}, False),
        ({"ship_by": NOW - timedelta(hours=2), "status": "已取消"}, False),
        ({"ship_by": NOW - timedelta(hours=2), "status": "Refunded"}, False),
        ({"ship_by": NOW - timedelta(hours=2), "status": "待发货"}, True),
        ({"ship_by": NOW - timedelta(hours=2), "status": "Unshipped"}, True),
        ({}, False),
    ],
)
def test_an_order_is_late_when_its_time_passed_and_it_was_not_sent(
    columns: dict[str, object], is_late: bool
) -> None:
    order = Bought(id=1, number="N1", **columns)  # type: ignore[arg-type]
    risk = late(order, rule("late_shipping"), at=NOW)
    assert (risk is not None) == is_late
    if risk is not None:
        assert (risk.seen, reason(risk)["orders"]) == (2, ["N1"])


def test_a_rule_that_is_off_finds_nothing() -> None:
    off = [one.model_copy(update={"on": False}) for one in RULES]
    order = Bought(id=1, number="N1", quantity=500)
    assert found([order], [order], off, at=NOW) == []
    assert [one.rule for one in found([order], [order], RULES, at=NOW)] == ["bulk"]


def test_what_has_no_name_is_the_same_as_nothing() -> None:
    assert Shelf([Bought(1, "N1"), Bought(2, "N2")]).of("customer", "") == ()
