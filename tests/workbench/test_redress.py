"""补赔 on the screens: the room of a case, finance's page, the ledgers."""

import pytest

from kesu.remedies.models import Item, Payment, Remedy
from tests.cast import Play, complaint, hire
from tests.workbench.visitor import Visitor, body

ACCOUNT = "6222021234567894"


@pytest.mark.req("A60", "E62", "E61", "B18", "F11")
def test_what_is_given_is_promised_paid_and_counted_on_the_screens(play: Play) -> None:
    house = play.house
    no = play.walk("proposing", customer={"name": "张女士"})
    agent, boss, clerk = Visitor(house.agent), Visitor(house.supervisor), Visitor(house.clerk)
    room = f"/complaints/{no}/redress"
    assert "3,000.00" in boss.read(room)
    assert clerk.get(room).status_code == 404
    refused = agent.post(f"{room}/do/remedy", kind="compensation", amount="30", what="好评返现")
    assert (refused.status_code, Remedy.objects.count()) == (422, 0)
    assert "好评返现" in body(refused)
    given = {"kind": "compensation", "amount": "30", "what": "补偿30元", "account": ACCOUNT}
    assert agent.post(f"{room}/do/remedy", **given).status_code == 302
    large = {"kind": "compensation", "amount": "300", "what": "再补偿"}
    assert agent.post(f"{room}/do/remedy", **large).status_code == 302
    waiting = Remedy.objects.get(state="planned")
    granted = boss.post(f"{room}/do/grant_remedy", remedy=str(waiting.pk))
    assert (granted.status_code, Remedy.objects.filter(state="approved").count()) == (302, 2)
    agent.post(f"{room}/do/drop_remedy", remedy=str(waiting.pk), reason="客户不要")
    shown = agent.read(room)
    assert "7894" in shown
    assert ACCOUNT not in shown
    finance = Visitor(hire("payer", "agent", department="finance", flags=["finance"]))
    row = Remedy.objects.get(state="approved")
    asked = Payment.objects.create(remedy=row, amount=3000, by_id=house.agent.id, at=play.now)
    assert agent.get("/payments").status_code == 403
    page = finance.read("/payments")
    assert "张女士" in page
    assert complaint(no).text not in page
    assert finance.get(f"/complaints/{no}").status_code == 404
    assert finance.post("/payments/list").status_code == 302
    asked.refresh_from_db()
    day = asked.listed_on
    assert day is not None
    file = finance.get(f"/payments/list/{day.isoformat()}?format=csv")
    assert ACCOUNT in b"".join(file.streaming_content).decode()
    assert boss.get(f"/payments/list/{day.isoformat()}?format=csv").status_code == 403
    lacking = finance.post(f"/payments/{no}", payment=str(asked.pk), result="paid")
    assert lacking.status_code == 422
    paid = {"payment": str(asked.pk), "result": "paid", "slip": "SLIP-1"}
    assert finance.post(f"/payments/{no}", **paid).status_code == 302
    assert "SLIP-1" in agent.read(room)
    ledger = boss.read("/gifts")
    assert "30.00" in ledger
    assert agent.get("/gifts").status_code == 403
    listed = boss.get("/gifts/export/compensation?format=csv")
    assert no in b"".join(listed.streaming_content).decode()
    none = boss.get("/gifts/export/indemnity?format=csv")
    assert no not in b"".join(none.streaming_content).decode()


@pytest.mark.req("A58")
def test_a_manager_keeps_the_catalogue(play: Play) -> None:
    manager, boss = Visitor(play.house.manager), Visitor(play.house.supervisor)
    thing = {"code": "TOY", "name": "玩具", "kind": "in_kind", "worth": "50", "cost": "30"}
    assert manager.post("/gifts/items", **thing, stock="4").status_code == 302
    assert "玩具" in manager.read("/gifts")
    assert manager.post("/gifts/items", **{**thing, "kind": "refund"}, stock="4").status_code == 422
    assert boss.post("/gifts/items", **thing, stock="9").status_code == 403
    kept = Item.objects.get(code="TOY")
    assert (kept.worth, kept.cost, kept.stock) == (5000, 3000, 4)
    Item.objects.filter(code="TOY").update(stock=3)
    for shown in ({}, {"had": "4"}):
        assert manager.post("/gifts/items", **thing, **shown, stock="9").status_code == 422
    assert Item.objects.get(code="TOY").stock == 3
    assert manager.post("/gifts/items", **thing, had="3", stock="9").status_code == 302
    assert Item.objects.get(code="TOY").stock == 9
