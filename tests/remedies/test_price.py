"""The price is that of the order, where it is known, and not what somebody says (A53)."""

import pytest

from kesu.complaints.models import Customer, Order
from kesu.desk.offering import loss_of
from tests.cast import complaint
from tests.remedies.conftest import Shop


def said_so(sentence: str) -> bool:
    """Whether it owns that nobody knows the price."""
    return "No price of the order is known" in sentence or "所述金额" in sentence


def demanded(shop: Shop, no: str, kind: str, amount: int | None) -> list[tuple[int | None, str]]:
    """What the law could award, in 分 and words."""
    done = shop.do("demand", no, kind=kind, amount=amount)
    found = [one for one in done.warnings if one.code == "exposure"]
    return [(one.facts["amount"], one.say) for one in found]


@pytest.fixture
def no(shop: Shop) -> str:
    """A case about an order of 298 yuan."""
    no = shop.case(order="OD-1")
    customer = Customer.objects.get(complaint__no=no)
    Order.objects.create(external_id="OD-1", customer=customer, amount=29800)
    return no


@pytest.mark.req("A53")
def test_ten_times_are_ten_times_the_price_of_the_order(no: str, shop: Shop) -> None:
    found = demanded(shop, no, "tenfold", 298000)
    assert found[0][0] == 298000
    assert not any(said_so(say) for _, say in found)


@pytest.mark.req("A53")
def test_without_an_order_it_is_said_what_stands_for_the_price(shop: Shop) -> None:
    amount, say = demanded(shop, shop.case(), "tenfold", 29800)[0]
    assert (amount, said_so(say)) == (298000, True)


@pytest.mark.req("A53", "B18")
@pytest.mark.parametrize(("said", "loss"), [(50000, 29800), (9900, 9900), (None, 29800)])
def test_nobody_lost_more_than_they_paid(said: int | None, loss: int, no: str, shop: Shop) -> None:
    shop.do("demand", no, kind="refund", amount=said)
    assert loss_of(complaint(no)) == loss
