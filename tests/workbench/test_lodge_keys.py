"""A call in Chromium: by keyboard alone, two at once, without a line, and after signing out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.door import Watch
from tests.workbench.crew import Crew, fill

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('kesu-draft:')).length"


def another(page: Page, address: str) -> Page:
    """One more tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(address)
    return tab


def typed(page: Page, words: str) -> None:
    """Words that are kept as a draft."""
    page.fill("#text", words)
    expect(page.locator("[data-draft-state]")).to_be_visible()


@pytest.mark.req("F03")
def test_a_call_is_taken_by_keyboard_alone(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/call?phone=13811112222&call_id=CALL-K1")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("配件漏发了，再不补我就起诉")
    page.locator("[data-pick='1.2.3']").wait_for()
    page.keyboard.press("Alt+1")
    expect(page.locator("[data-chosen] b")).to_contain_text("1.2.3")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Alt+e")
    page.keyboard.press("4")
    expect(page.locator('[name="emotion"][value="4"]')).to_be_checked()
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.press("Alt+u")
    expect(page.locator('[name="urgent_reasons"]').first).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator('[name="urgent_reasons"][value="U1"]')).to_be_checked()
    page.keyboard.press("Alt+p")
    page.keyboard.type("回电告知单号")
    assert page.evaluate("document.scrollingElement.scrollTop") == 0, "the frame stays whole"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".lodge-foot .part.soon:visible")).to_have_count(1)
    page.keyboard.press("Alt+o")
    page.keyboard.type("杭州")
    expect(page.locator(".lodge-foot .part.soon:visible")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    expect(page.locator(".spoken")).to_be_visible()
    expect(page.locator("#story")).to_contain_text("CALL-K1")


def test_enter_goes_to_what_is_missing_and_sends_nothing(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/lodge")
    page.keyboard.type("13811113333")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    assert page.url.endswith("/lodge")


def test_two_calls_at_once_stay_two(desk: Desk, crew: Crew) -> None:
    one = desk("w-lin")
    one.goto(f"{crew.url}/call?phone=13811114444&call_id=CALL-A")
    typed(one, "第一个来电")
    two = another(one, f"{crew.url}/call?phone=13811115555&call_id=CALL-B")
    typed(two, "第二个来电")
    one.reload()
    expect(one.locator("#text")).to_have_value("第一个来电")
    expect(one.locator("[data-draft-restored]")).to_be_visible()
    expect(two.locator("#text")).to_have_value("第二个来电")
    two.close()
    one.goto(f"{crew.url}/call?phone=13811116666&call_id=CALL-C")
    expect(one.locator("[data-draft-others] li")).to_have_count(2)
    expect(one.locator("#text")).to_have_value("")
    one.locator("[data-draft-others] li", has_text="****5555").get_by_role("button").first.click()
    expect(one.locator("#text")).to_have_value("第二个来电")
    expect(one.locator("#phone")).to_have_value("13811115555")
    fill(one, "#lodge", {"channel": "email"})
    one.keyboard.press("Control+Enter")
    one.locator("[data-no]").wait_for()
    assert one.evaluate(DRAFTS) == 1


def test_signing_out_in_one_tab_takes_what_stands_in_the_other(desk: Desk, crew: Crew) -> None:
    one = desk("w-lin")
    one.goto(f"{crew.url}/lodge")
    typed(one, "不要留在这台电脑上")
    two = another(one, f"{crew.url}/sign-out")
    with one.expect_navigation():
        two.click("main button.primary")
    two.wait_for_url("**/sign-in**")
    expect(one.get_by_text("不要留在这台电脑上")).to_have_count(0)
    assert two.evaluate(DRAFTS) == 0


def test_without_a_line_nothing_is_sent_and_typing_goes_on(
    desk: Desk, crew: Crew, watch: Watch
) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = desk("w-lin")
    page.goto(f"{crew.url}/lodge")
    fill(page, "#lodge", {"channel": "email"})
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    typed(page, "断网时说的话")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#text")).to_have_value("断网时说的话")
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()


@pytest.mark.req("E49")
def test_one_key_puts_the_call_through_to_a_supervisor(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/lodge")
    page.keyboard.type("13811117777")
    page.keyboard.press("Alt+m")
    expect(page.locator("#about-me-phone")).to_have_value("13811117777")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{crew.url}/")
    expect(page.locator(".notices").first).to_contain_text("王磊")


def test_at_a_narrow_window_the_care_is_a_drawer(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin", width=1024, height=800)
    page.goto(f"{crew.url}/lodge")
    expect(page.locator("#care")).to_be_hidden()
    page.click(".care-toggle")
    expect(page.locator("#care")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#care")).to_be_hidden()
