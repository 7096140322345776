"""What the customer is given: by whom, up to how much, and when it counts."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.authority import queries as authority
from kesu.authority.models import Opinion, Spending
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut
from kesu.people.rules import Person
from kesu.remedies import gifts
from kesu.remedies.models import Item, Remedy
from kesu.remedies.rules import Ledger, Sum, ledgers
from tests.cast import ANSWERED, CLOSING, complaint, lines
from tests.remedies.conftest import REDRESS, Shop

GIFT = {"kind": "gift", "what": "商超卡80元", "amount": 8000}


def sums(no: str) -> dict[Ledger, Sum]:
    return ledgers(gifts.entry(one) for one in gifts.of_case(complaint(no)))


def left(shop: Shop, person: Person) -> int | None:
    pack = shop_pack(shop)
    return authority.left(pack, staff=person.id, rank=person.rank, kind="gift", at=shop.now)


def shop_pack(shop: Shop) -> Any:
    from kesu.policy import queries as policies

    return policies.in_force(shop.now)


def refused(shop: Shop, no: str, by: Person | None = None, **said: Any) -> list[str]:
    """The gates or fields that stand in the way; nothing was kept."""
    before = Remedy.objects.count()
    with pytest.raises((Refused, GateShut)) as found:
        shop.give(no, by, **said)
    assert Remedy.objects.count() == before
    fault = found.value
    if isinstance(fault, GateShut):
        return [one.gate for one in fault.missing]
    return [one.loc for one in fault.faults]


@pytest.mark.req("E62", "A60", "A58")
def test_a_gift_within_the_mandate_is_given_when_it_was_executed(shop: Shop) -> None:
    no = shop.case()
    shop.do("transfer", no, shop.house.agent, to="supervisor", reason="3.3")
    card = shop.give(no, **GIFT)
    assert (card.state, card.mandate, shop.warned) == ("approved", "gift:supervisor:30000", {})
    shop.accept(no, shop.house.manager)
    shop.execute(no, ("到家补寄赠品", "CRM-1"), ("商超卡80元发放", "GIFT-9"))
    card.refresh_from_db()
    assert (card.state, card.reference) == ("given", "GIFT-9")
    assert left(shop, shop.house.supervisor) == 300000 - 8000
    found = sums(no)
    assert (found[Ledger.compensation].given, found[Ledger.indemnity].given) == (8000, 0)
    assert (found[Ledger.compensation].worth, found[Ledger.compensation].money) == (8000, 0)


@pytest.mark.req("A07", "A58", "F10")
def test_more_than_the_mandate_waits_for_somebody_of_rank(shop: Shop) -> None:
    no = shop.case()
    shop.do("transfer", no, shop.house.agent, to="supervisor", reason="升级")
    row = shop.give(no, kind="compensation", amount=109600, what="同品2罐和商超卡")
    assert row.state == "planned"
    assert "经理" in shop.warned["mandate"]
    shop.accept(no, shop.house.manager)
    row.refresh_from_db()
    assert (row.state, row.approved_by_id) == ("approved", shop.house.manager.id)
    found = sums(no)
    assert (found[Ledger.compensation].pending, found[Ledger.indemnity].pending) == (109600, 0)


@pytest.mark.req("A07")
def test_two_small_ones_are_one_amount_of_the_case(shop: Shop) -> None:
    no = shop.case()
    first = shop.give(no, kind="compensation", amount=3000, what="补偿一")
    second = shop.give(no, kind="compensation", amount=3000, what="补偿二")
    assert (first.state, second.state) == ("approved", "planned")


@pytest.mark.req("F10")
def test_a_superior_agrees_to_one_alone_and_nobody_to_their_own(shop: Shop) -> None:
    no = shop.case()
    row = shop.give(no, kind="compensation", amount=30000, what="补偿")
    assert row.state == "planned"
    shop.do("grant_remedy", no, shop.house.supervisor, remedy=str(row.pk))
    row.refresh_from_db()
    assert (row.state, row.approved_by_id) == ("approved", shop.house.supervisor.id)
    other = shop.give(no, kind="compensation", amount=100000, what="再补偿")
    with pytest.raises(GateShut) as shut:
        shop.do("grant_remedy", no, shop.house.supervisor, remedy=str(other.pk))
    assert [one.gate for one in shut.value.missing] == ["mandate"]


@pytest.mark.req("F10")
def test_more_than_a_customer_gets_in_a_year_is_for_a_manager(shop: Shop) -> None:
    known = {"customer": {"name": "张女士", "external_id": "M-1"}}
    for _ in range(4):
        no = shop.case("supervisor", **known)
        assert shop.give(no, kind="compensation", amount=50000, what="补偿").state == "approved"
    no = shop.case("supervisor", **known)
    assert shop.give(no, kind="compensation", amount=100, what="补偿").state == "planned"
    shop.now += timedelta(days=366)
    no = shop.case("supervisor", **known)
    assert shop.give(no, kind="compensation", amount=100, what="补偿").state == "approved"


@pytest.mark.req("A54", "A60")
def test_liability_needs_legal_and_says_what_it_admits(shop: Shop) -> None:
    no = shop.case("manager")
    said = {"kind": "indemnity", "amount": 100000, "what": "赔偿"}
    with pytest.raises(GateShut) as shut:
        shop.give(no, **said)
    (missing,) = shut.value.missing
    assert missing.gate == "legal"
    assert "唐律" in missing.say
    shop.do(
        "escalate",
        no,
        to="legal",
        reason="要赔偿",
        tried="补偿",
        suggestion="赔偿",
    )
    asked = Opinion.objects.get(complaint__no=no)
    shop.do("opinion", no, shop.lawyer, opinion=asked.pk, text="可以赔偿")
    row = shop.give(no, **said)
    assert (row.state, row.legal_by_id) == ("approved", shop.lawyer.id)
    assert "admission" in shop.warned
    found = sums(no)
    assert (found[Ledger.compensation].pending, found[Ledger.indemnity].pending) == (0, 100000)


def ask_legal(shop: Shop, no: str) -> None:
    """Legal is asked about a case, and answers."""
    asked = {"reason": "要赔偿", "tried": "补偿", "suggestion": "赔偿"}
    shop.do("escalate", no, to="legal", **asked)
    (opinion,) = Opinion.objects.filter(complaint__no=no, given_at=None)
    shop.do("opinion", no, shop.lawyer, opinion=opinion.pk, text="可以赔偿")


@pytest.mark.req("A54")
@pytest.mark.parametrize("since", ["demand", "propose", "remedy"])
def test_legal_is_heard_on_the_matter_as_it_stands(since: str, shop: Shop) -> None:
    no, said = shop.case("manager"), {"kind": "indemnity", "amount": 1000, "what": "赔偿"}
    shop.do("cause", no, text="漏发")
    ask_legal(shop, no)
    if since == "demand":
        shop.do("demand", no, kind="tenfold", amount=29800)
    elif since == "propose":
        shop.do("propose", no, **REDRESS)
    else:
        assert shop.give(no, **said).legal_by_id == shop.lawyer.id
    assert refused(shop, no, **said) == ["legal"]
    ask_legal(shop, no)
    assert shop.give(no, **said).legal_by_id == shop.lawyer.id


@pytest.mark.req("A54")
def test_legal_that_was_heard_on_what_waits_stays_heard(shop: Shop) -> None:
    no = shop.case("supervisor")
    shop.do("cause", no, text="漏发")
    ask_legal(shop, no)
    row = shop.give(no, kind="indemnity", amount=1000, what="赔偿")
    assert row.state == "planned"
    shop.do("propose", no, **REDRESS)
    shop.do("approve", no, shop.house.manager)
    row.refresh_from_db()
    assert (row.state, row.approved_by_id) == ("approved", shop.house.manager.id)


@pytest.mark.req("E55", "E29")
def test_points_for_an_infringement_wait_for_the_verdict(shop: Shop) -> None:
    infringement = {"type": "3.1", "merchant": "M-1", "text": "商户拒绝累积积分"}
    no = shop.case(state="accepted", **infringement)
    points = {"kind": "points", "amount": 2000, "what": "人工累积积分"}
    assert refused(shop, no, **points) == ["verdict"]
    shop.do("verify", no, verdict="partly", reason="属实")
    assert shop.give(no, **points).state == "approved"


@pytest.mark.req("E76")
def test_nobody_owns_up_before_the_company_was_found_responsible(shop: Shop) -> None:
    no = shop.case()
    apology = {"kind": "apology", "what": "是我们的错", "tone": "liability"}
    assert refused(shop, no, **apology) == ["responsibility"]
    assert shop.give(no, kind="apology", what="很抱歉让您有这样的经历").tone == "empathy"
    shop.do("cause", no, text="漏发", responsible=[{"party": "company", "share": 100}])
    assert shop.give(no, **apology).state == "approved"


@pytest.mark.req("A54")
@pytest.mark.parametrize(
    "words",
    [
        "删除评价后返20元",
        "好评返现",
        "改评后补偿",
        "請刪除差評",
        "五 星 好 评 送 红 包",
        "Ｄelete the review first",
        "见 https://shop.example/review/123",
    ],
)
def test_nothing_is_given_for_a_public_review(shop: Shop, words: str) -> None:
    no = shop.case()
    assert refused(shop, no, kind="compensation", amount=1000, what=words) == ["what"]


@pytest.mark.req("F09")
def test_an_order_is_refunded_once_whoever_pays(shop: Shop) -> None:
    first, second = shop.case(), shop.case("senior")
    refund = {"kind": "refund", "amount": 1000, "what": "仅退款"}
    row = shop.give(first, **refund, order="o-7781 ", payer="platform", goods_returned=False)
    assert (row.payer, row.goods_returned) == ("platform", False)
    assert refused(shop, second, **refund, order="Ｏ-7781") == ["not_refunded"]
    shop.do("drop_remedy", first, remedy=str(row.pk), reason="平台未执行")
    assert shop.give(second, **refund, order="O-7781").pk


@pytest.mark.req("A58")
def test_things_of_the_catalogue_have_a_worth_and_run_out(shop: Shop) -> None:
    no = shop.case("supervisor")
    row = shop.give(no, kind="gift", what="商超卡", item_code="CARD80", pieces=2)
    assert (row.amount, Item.objects.get().stock) == (16000, 1)
    assert refused(shop, no, kind="gift", what="卡", item_code="CARD80", pieces=2) == ["pieces"]
    assert refused(shop, no, kind="gift", what="卡", item_code="NONE") == ["item_code"]
    assert refused(shop, no, kind="gift", what="卡", item_code="CARD80", amount=1) == ["amount"]
    shop.do("drop_remedy", no, remedy=str(row.pk), reason="客户不要")
    assert Item.objects.get().stock == 3
    assert (left(shop, shop.house.supervisor), Spending.objects.count()) == (300000, 0)


@pytest.mark.req("E62")
def test_a_month_s_budget_is_not_overdrawn(shop: Shop) -> None:
    big = {"kind": "gift", "what": "礼品", "amount": 30000}
    states = [shop.give(shop.case("supervisor"), **big).state for _ in range(11)]
    assert states == ["approved"] * 10 + ["planned"]
    assert "budget" in shop.warned
    assert left(shop, shop.house.supervisor) == 0


@pytest.mark.req("B10")
def test_what_was_promised_is_accrued_until_it_is_paid(shop: Shop) -> None:
    numbers = [shop.case() for _ in range(12)]
    for no in numbers:
        shop.give(no, kind="compensation", amount=3000, what="补偿30元")
        shop.accept(no)
    assert _accrued() == 36000
    for no in numbers[:5]:
        shop.execute(no, ("补偿30元到账", "PAY"))
    assert _accrued() == 21000


def _accrued() -> int:
    found = ledgers(gifts.entry(one) for one in gifts.counted())
    assert found[Ledger.indemnity].accrued == 0
    return found[Ledger.compensation].accrued


@pytest.mark.req("E62", "A58")
def test_a_case_does_not_close_before_all_of_it_reached_the_customer(shop: Shop) -> None:
    no = shop.case()
    shop.accept(no)
    shop.execute(no, ("补寄", "CRM-1"))
    late = shop.give(no, kind="compensation", amount=1000, what="再补偿")
    shop.do("follow_up", no, **ANSWERED)
    with pytest.raises(GateShut) as shut:
        shop.do("close", no, **CLOSING)
    assert [one.gate for one in shut.value.missing] == ["execution"]
    shop.do("drop_remedy", no, remedy=str(late.pk), reason="客户不要")
    shop.do("close", no, **CLOSING)
    assert complaint(no).state == "closed"


def test_amounts_and_words_that_do_not_fit_are_said_at_their_fields(shop: Shop) -> None:
    no = shop.case()
    assert refused(shop, no, kind="compensation", what="补偿") == ["amount"]
    assert refused(shop, no, kind="gift", what="卡", amount=0) == ["amount"]
    assert refused(shop, no, kind="apology", what="抱歉", amount=100) == ["amount"]
    assert refused(shop, no, kind="visit", what="上门", tone="empathy") == ["tone"]
    assert refused(shop, no, kind="visit", what="上门", account="622202") == ["account"]
    assert refused(shop, no, kind="visit", what="上门", pieces=2) == ["pieces"]


@pytest.mark.req("C04", "A56", "A57", "C16")
def test_what_is_no_money_has_a_worth_beside_the_money(shop: Shop) -> None:
    no = shop.case("supervisor")
    visit = shop.give(no, kind="visit", what="参观生产线", amount=30000, proactive=True)
    check = shop.give(no, kind="inspection", what="送检同批次", lot="HB260401")
    assert (visit.state, visit.proactive, check.lot) == ("approved", True, "HB260401")
    shop.accept(no, shop.house.manager)
    shop.execute(no, ("参观预约", "V-2207"))
    total = sums(no)[Ledger.compensation]
    assert (total.money, total.worth) == (0, 30000)
    said = lines(no, "complaint.remedied")
    assert [one.facts["kind"] for one in said] == ["visit", "inspection"]


@pytest.mark.req("E55", "A58")
def test_what_is_granted_after_the_rest_was_done_can_still_reach_the_customer(shop: Shop) -> None:
    no = shop.case()
    points = shop.give(no, kind="points", amount=30000, what="补积分")
    shop.accept(no, shop.house.supervisor)
    Remedy.objects.filter(pk=points.pk).update(state="planned", mandate="", approved_by=None)
    shop.execute(no, ("补寄赠品", "CRM-1"))
    said: dict[str, Any] = {"remedy": str(points.pk), "reference": "PT-9"}
    with pytest.raises(Refused):
        shop.do("give_remedy", no, **said)
    shop.do("grant_remedy", no, shop.house.manager, remedy=str(points.pk))
    shop.do("give_remedy", no, **said)
    points.refresh_from_db()
    assert (points.state, points.reference) == ("given", "PT-9")
    shop.do("follow_up", no, **ANSWERED)
    shop.do("close", no, **CLOSING)


@pytest.mark.req("A58", "A07")
def test_a_thing_whose_worth_nobody_said_waits_for_somebody_else(shop: Shop) -> None:
    no = shop.case()
    for kind in ("replacement", "points", "gift", "in_kind"):
        row = shop.give(no, kind=kind, what="同品")
        assert (row.state, row.amount, set(shop.warned)) == ("planned", None, {"worth"})
    shop.accept(no)
    row.refresh_from_db()
    assert (row.state, row.approved_by_id) == ("approved", shop.house.supervisor.id)


@pytest.mark.req("A58")
def test_a_thing_of_the_catalogue_is_given_as_what_it_is(shop: Shop) -> None:
    no = shop.case("supervisor")
    assert refused(shop, no, kind="in_kind", what="卡", item_code="CARD80") == ["kind"]


@pytest.mark.req("Q25", "F11")
def test_no_money_moves_where_all_is_solved_at_once(shop: Shop) -> None:
    no = shop.case(type="1.6")
    shop.give(no, kind="compensation", amount=4000, what="补偿40元")
    with pytest.raises(GateShut) as shut:
        shop.do("resolve", no, cause="误会", what="说明", clause="4.2")
    assert "money" in [one.gate for one in shut.value.missing]


@pytest.mark.req("E62", "A17")
def test_a_budget_is_of_the_month_in_which_it_is_said(shop: Shop) -> None:
    no = shop.case("supervisor")
    shop.now += timedelta(days=31)
    shop.give(no, **GIFT, at=(shop.now - timedelta(days=20)).isoformat())
    assert left(shop, shop.house.supervisor) == 300000 - 8000


@pytest.mark.req("F09")
def test_two_refunds_without_an_order_number_are_warned_of(shop: Shop) -> None:
    no = shop.case()
    refund = {"kind": "refund", "amount": 1000, "what": "仅退款"}
    shop.give(no, **refund)
    assert "refund_twice" not in shop.warned
    shop.give(no, **refund)
    assert "refund_twice" in shop.warned
