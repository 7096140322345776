"""An urgent complaint (U1) of the flow chart, from the form to the printed sheet, in Chromium."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page

from tests.door import Watch
from tests.workbench.crew import Crew, act, fill, number, offers, state

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
SOON = f"{datetime.now() + timedelta(hours=2):%Y-%m-%dT%H:%M}"  # noqa: DTZ005 - typed by a person
TOLD = {"text": "奶粉有异味,已经打了12315,要上新闻", "customer.name": "何女士", "type": "1.6"}
PROMISE = {
    "ending": "promise",
    "first_contact.promise.what": "主管两小时内回电",
    "first_contact.promise.due": SOON,
}


@pytest.mark.req("E16", "E33", "E64", "E11", "E15")
def test_an_urgent_complaint_is_played_to_its_end(desk: Desk, crew: Crew, watch: Watch) -> None:
    lin, wang, sun = desk("w-lin"), desk("w-wang"), desk("w-sun")
    lin.goto(f"{crew.url}/lodge")
    fill(lin, "#lodge", TOLD)
    lin.locator('#lodge [name="urgent_reasons"][value="U1"]').evaluate("field => field.click()")
    fill(lin, "#lodge", {"remedy_sought": "退货并说明", "order": "HB-298", **PROMISE})
    lin.keyboard.press("Control+Enter")
    lin.locator("[data-no]").wait_for()
    no = number(lin)

    # A supervisor follows it personally; who took the call works on it no more.
    wang.goto(f"{crew.url}/complaints/{no}")
    facts = wang.locator("#case-facts").inner_text()
    assert ("U1" in facts, state(wang)) == (True, "accepted")
    act(wang, "acknowledge", report={"index": 1})
    act(wang, "contact", channel="hotline", outcome="reached")
    act(wang, "keep_promise", promise={"index": 1}, kept="true")
    act(wang, "verify", verdict="valid", reason="同批次留样有异味", no_merchant="自营")
    act(wang, "cause", text="包装漏气", responsible_0_party="company", responsible_0_share="100")
    steps = {"steps_0_text": "致歉并退货", "steps_1_text": "同批次下架"}
    act(wang, "propose", **steps, options="退货\n换货", kind="redress", cost="298")
    assert (state(wang), offers(wang, "approve")) == ("approving", False)

    sun.goto(f"{crew.url}/complaints/{no}")
    act(sun, "approve", comment="同意")
    wang.goto(f"{crew.url}/complaints/{no}?draft=reply")
    letter = wang.locator('#do-reply [name="text"]').input_value()
    assert ("经核实：包装漏气" in letter, "1. 致歉并退货" in letter) == (True, True)
    act(wang, "reply", channel="hotline")
    act(wang, "decide", position="accepted", option="退货")
    done = {"actions_0_action": "退货", "actions_0_result": "done", "actions_0_reference": "R-1"}
    act(wang, "execute", **done)
    judged = {"satisfied": "true", "service_met": "true", "emotional_met": "true"}
    act(wang, "follow_up", outcome="answered", **judged)
    act(
        wang,
        "close",
        outcome="resolved",
        summary="主管首次回电是转折点",
        disposition__kind="item",
        disposition__item="包装密封抽检",
    )
    assert state(wang) == "closed"
    wang.locator('[popovertarget="case-more"]').click()
    wang.locator(f'#case-more a[href="/complaints/{no}/form"]').click()
    wang.locator(".paper").wait_for()
    paper = wang.locator(".paper").inner_text()
    signed = ("王磊" in paper, "孙涛" in paper, "R-1" in paper)
    assert (signed, wang.locator(".paper-lacking").count()) == ((True, True, True), 0)
