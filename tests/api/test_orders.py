"""Orders told to the API: known by their number, looked at by the risk rules (A21, B06)."""

from typing import Any

import pytest

from kesu.complaints.models import Order
from kesu.journal.models import JournalLine
from tests.api.caller import Caller
from tests.cast import House

pytestmark = pytest.mark.django_db


def order(number: str, **more: Any) -> dict[str, Any]:
    return {
        "external_id": number,
        "customer": {"external_id": "M-7"},
        "ordered": "2026-02-12T20:00:00+08:00",
        "amount": 19900,
        "shop": "旗舰店",
        "quantity": 1,
        **more,
    }


def told(caller: Caller, *orders: dict[str, Any]) -> Any:
    answer = caller.post("/orders", {"orders": list(orders)})
    assert answer.status == 200, answer.content
    return answer.json


@pytest.mark.req("A21")
def test_an_order_is_kept_with_its_shop_and_without_its_address(agent: Caller) -> None:
    said = told(
        agent, order("O-1", address="北京市东城区示例路1号", ship_by="2026-02-14T00:00:00Z")
    )
    assert (said["added"], said["updated"]) == (1, 0)
    row = Order.objects.get()
    assert (row.shop, row.quantity, row.customer and row.customer.external_id) == (
        "旗舰店",
        1,
        "M-7",
    )
    assert row.address_blind
    assert "示例路" not in str(vars(row))
    assert JournalLine.objects.filter(kind="order.taken_in").count() == 1


def test_told_again_it_is_brought_up_and_not_doubled(agent: Caller) -> None:
    told(agent, order("O-1"), order("O-2"))
    again = told(agent, order("O-1"), order("O-2", shipped="2026-02-13T08:00:00+08:00"))
    assert (again["added"], again["updated"], Order.objects.count()) == (0, 1, 2)


def test_one_faulty_order_is_named_and_none_is_taken(agent: Caller) -> None:
    body = {"orders": [order("O-1"), order("O-2", amount=-1)]}
    assert agent.post("/orders", body).places == ["orders.1.amount"]
    too_many = [order(f"O-{n}") for n in range(1001)]
    assert agent.post("/orders", {"orders": too_many}).places == ["orders"]
    assert not Order.objects.exists()


def test_auditors_bring_in_nothing(house: House) -> None:
    answer = Caller(house.auditor).post("/orders", {"orders": [order("O-1")]})
    assert answer.code == "not_yours"


def test_keys_of_another_system_beside_the_known_are_no_fault(agent: Caller) -> None:
    customer = {"external_id": "M-7", "nick": "小张"}
    assert told(agent, order("O-1", colour="红", customer=customer))["added"] == 1
