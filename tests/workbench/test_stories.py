"""S004-1 and S002-1 played through the screens in Chromium, but for the steps marked later."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from tests.door import Watch
from tests.workbench.crew import Crew, act, fill, number, offers, state

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
TOMORROW = f"{datetime.now() + timedelta(days=1):%Y-%m-%dT16:00}"  # noqa: DTZ005 - typed by a person
PROPOSAL = {
    "steps_0_text": "补寄赠品",
    "steps_1_text": "短信告知单号",
    "options": "补寄赠品\n等值积分",
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": "89",
}
SOLD = {"text": "赠品没寄,发票也没开,要求回复", "customer.name": "张女士", "type": "1.2.5"}
MATTER = {"order": "O-7781", "merchant": "M-031", "remedy_sought": "补寄赠品"}
PROMISE = {
    "ending": "promise",
    "first_contact.promise.what": "明天16点前回电",
    "first_contact.promise.due": TOMORROW,
}


def lodge(page: Page, crew: Crew, **typed: str) -> str:
    """Lodges through the form; the number."""
    page.goto(f"{crew.url}/lodge")
    fill(page, "#lodge", typed)
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    return number(page)


def again(page: Page, crew: Crew, no: str) -> Page:
    """The case page as it is now."""
    page.goto(f"{crew.url}/complaints/{no}")
    return page


@pytest.mark.req("S004-1")
def test_a_gift_before_the_festival_is_played_to_its_end(
    desk: Desk, crew: Crew, watch: Watch
) -> None:
    watch.expect("status of 4(09|22)")
    lin, wang = desk("w-lin"), desk("w-wang")
    lin.goto(f"{crew.url}/lodge")
    fill(lin, "#lodge", {**SOLD, **MATTER})
    with lin.expect_response("**/lodge") as refused:
        lin.keyboard.press("Control+Enter")
    assert refused.value.status == 422
    lin.wait_for_load_state()
    fill(lin, "#lodge", PROMISE)
    lin.keyboard.press("Control+Enter")
    lin.locator("[data-no]").wait_for()
    no = number(lin)
    assert (state(lin), offers(lin, "propose")) == ("accepted", False)

    act(lin, "verify", verdict="valid", reason="活动页写明赠品")
    assert state(lin) == "consulting"
    gao = again(desk("w-gao"), crew, no)
    act(gao, "feedback", consult={"index": 1}, text="商户漏发,同意补寄")
    again(lin, crew, no)
    assert (state(lin), act(lin, "propose", **PROPOSAL)) == ("proposing", 409)
    shares = {"responsible_0_party": "merchant", "responsible_0_share": "60"}
    short = {"responsible_1_party": "company", "responsible_1_share": "30"}
    again(lin, crew, no)
    assert act(lin, "cause", text="商户漏发", **shares, **short) == 422
    again(lin, crew, no)
    act(lin, "cause", text="商户漏发", **{**shares, "responsible_0_share": "100"})
    act(lin, "propose", **PROPOSAL)
    assert (state(lin), offers(lin, "approve"), offers(lin, "reply")) == ("approving", False, False)
    form = lin.locator(".breadcrumb .tag").inner_text()
    assert "TS-" in form

    again(wang, crew, no)
    assert "89.00" in (wang.locator("#do-approve .solution").text_content() or "")
    act(wang, "approve", comment="同意")
    again(lin, crew, no)
    act(lin, "contact", channel="hotline", outcome="reached")
    act(lin, "keep_promise", promise={"index": 1}, kept="true")
    act(lin, "reply", channel="hotline", text="为您补寄赠品")
    act(lin, "decide", position="accepted", option="补寄赠品")
    assert (state(lin), offers(lin, "follow_up")) == ("executing", False)
    act(
        lin,
        "execute",
        actions_0_action="CRM 补寄",
        actions_0_result="done",
        actions_0_reference="CRM-88921",
    )
    act(lin, "follow_up", outcome="answered", satisfied="false", note="商户说节后才发")
    again(wang, crew, no)
    facts = wang.locator("#case-facts").inner_text()
    assert (state(wang), "3.3" in facts, "1.2.5" in facts) == ("proposing", True, True)
    assert not offers(wang, "close")

    act(wang, "contact", channel="hotline", outcome="reached")
    act(wang, "emotion", level="3")
    home = {"steps_0_text": "到家补寄(自有库存)", "steps_1_text": "商超卡 ¥80,补偿"}
    act(wang, "propose", **home, kind="redress", clause="合作条款 4.2", cost="80")
    assert (state(wang), offers(wang, "approve")) == ("approving", False)
    assert wang.locator(".breadcrumb .tag").inner_text() == form
    act(again(desk("w-sun"), crew, no), "approve")
    again(wang, crew, no)
    act(wang, "reply", channel="hotline", text="今天送到家")
    act(wang, "decide", position="accepted")
    act(
        wang,
        "execute",
        actions_0_action="到家补寄",
        actions_0_result="done",
        actions_1_action="商超卡",
        actions_1_result="done",
    )
    judged = {"satisfied": "true", "service_met": "true", "emotional_met": "true"}
    act(wang, "follow_up", outcome="answered", **judged)
    assert not wang.locator("#do-close form").evaluate("form => form.checkValidity()")
    act(
        wang,
        "close",
        outcome="resolved",
        summary="无",
        disposition__kind="item",
        disposition__item="节前赠品备货",
    )
    assert state(wang) == "closed"


@pytest.mark.req("S002-1")
def test_a_fly_in_the_yoghurt_is_played_to_its_end(desk: Desk, crew: Crew, watch: Watch) -> None:
    watch.expect("status of 4(09|22)")
    he, wang = desk("w-he"), desk("w-wang")
    store = {"channel": "store", "text": "酸奶里有苍蝇", "customer.name": "李女士", "type": "1.1.1"}
    no = lodge(he, crew, **{**store, **PROMISE})
    act(he, "emotion", level="5")
    act(he, "verify", verdict="pending", reason="待查")
    assert (state(he), offers(he, "propose")) == ("verifying", False)
    act(he, "verify", verdict="partly", reason="封口已撕开", no_merchant="自营")
    act(he, "consult", department="supplier", question="同批次有无异物")
    act(he, "contact", channel="hotline", outcome="reached")
    act(he, "emotion", level="4")
    fang = again(desk("w-fang"), crew, no)
    act(fang, "feedback", consult={"index": 1}, text="邀请参观生产线,承担往返费用")
    again(he, crew, no)
    assert (state(he), "承担往返费用" in (he.locator("#case-side").text_content() or "")) == (
        "proposing",
        True,
    )
    shares = {
        "responsible_0_party": "third_party",
        "responsible_0_share": "70",
        "responsible_1_party": "unclear",
    }
    cause = {"text": "开封后落入可能性大", **shares}
    assert act(he, "cause", **cause, responsible_1_share="40") == 422
    again(he, crew, no)
    act(he, "cause", **cause, responsible_1_share="30")
    act(
        he,
        "propose",
        steps_0_text="邀请参观生产线",
        steps_1_text="道歉信",
        kind="redress",
        clause="食品异物办法 3",
        cost="300",
    )
    act(again(wang, crew, no), "approve")
    again(he, crew, no)
    act(he, "contact", channel="hotline", outcome="reached")
    act(he, "keep_promise", promise={"index": 1}, kept="true")
    act(he, "reply", channel="hotline", text="邀请您参观生产线")
    act(he, "decide", position="accepted")
    act(he, "emotion", level="1")
    act(
        he,
        "execute",
        actions_0_action="参观预约",
        actions_0_result="done",
        actions_0_reference="V-2207",
    )
    act(he, "follow_up", outcome="answered", satisfied="true", service_met="true")
    closing = {
        "outcome": "resolved",
        "summary": "邀请参观后情绪转折",
        "disposition__kind": "none",
        "disposition__reason": "开封后落入,本店无可改之处",
    }
    assert act(he, "close", **closing) == 409
    again(he, crew, no)
    act(he, "follow_up", outcome="answered", emotional_met="true")
    act(he, "close", **closing)
    assert state(he) == "closed"
    act(again(wang, crew, no), "archive")
    assert state(wang) == "archived"
