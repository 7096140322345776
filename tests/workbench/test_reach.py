"""Reaching everything in Chromium: the palette, the keys, what is new, a sign-in that ran out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.door import Watch
from tests.workbench.crew import PASSWORD, Crew, act, state

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
KEYS = """() => [...new Set([...document.querySelectorAll("[data-hotkey]")]
  .filter((one) => one.checkVisibility() || one.matches(".action-more:not([open]) summary"))
  .filter((one) => !one.disabled && !one.closest("dialog"))
  .map((one) => one.dataset.hotkey.replace("Escape", "Esc").replace(/[+ ]/g, "")))].sort()"""
LISTED = """() => [...document.querySelectorAll("#keys [data-keys] li:not([data-if])")]
  .map((one) => [...one.querySelectorAll("kbd")].map((key) => key.textContent).join("")).sort()"""
COMPOSING = """() => document.dispatchEvent(new KeyboardEvent("keydown",
  { key: "n", isComposing: true, bubbles: true, cancelable: true }))"""
AT_ONCE = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def case(crew: Crew) -> str:
    """A complaint with a rare word in it, of the agent who lodged it."""
    made = crew.server.cli("token", "create", "--user", "w-lin")
    said = {
        "channel": "email",
        "text": "琉璃盏碎了一只",
        "customer": {"name": "琥珀", "phone": "13900006611"},
    }
    with crew.server.client(made.stdout.split()[-1]) as client:
        lodged = client.post("/complaints", json=said)
    assert lodged.status_code == 201, lodged.text
    return str(lodged.json()["no"])


def test_the_palette_finds_and_does_by_keyboard_alone(desk: Desk, crew: Crew, case: str) -> None:
    page = desk("w-lin")
    field = page.locator("#palette-q")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("琉璃盏")
    first = page.locator('#palette-list [role="option"]').first
    expect(first).to_have_attribute("href", f"/complaints/{case}")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "palette-case-1")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/complaints/{case}")
    page.keyboard.press("Control+k")
    page.keyboard.type("6611")
    expect(page.locator("#palette-customer-1")).to_contain_text("139****6611")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    accept = page.locator("#do-accept > summary").inner_text().split("\n")[0]
    page.keyboard.type(accept.strip())
    page.keyboard.press("Enter")
    expect(page.locator("#do-accept form")).to_be_visible()


def test_enter_waits_for_the_answer_it_was_meant_for(desk: Desk, case: str) -> None:
    page = desk("w-lin")
    page.keyboard.press("Control+k")
    page.keyboard.type(case)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/complaints/{case}")


def test_the_list_of_keys_is_what_the_page_offers(desk: Desk, crew: Crew, case: str) -> None:
    page = desk("w-lin")
    for path in ("/", "/lodge", f"/complaints/{case}", "/help"):
        page.goto(crew.url + path)
        page.evaluate("document.activeElement?.blur()")
        offered = page.evaluate(KEYS)
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        assert page.evaluate(LISTED) == offered, path
        page.keyboard.press("Escape")


def test_letters_rest_while_composing_and_when_switched_off(desk: Desk, crew: Crew) -> None:
    page = desk("w-wang")
    page.goto(f"{crew.url}/help")
    page.evaluate(COMPOSING)
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url(f"{crew.url}/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    page.click('#keys [name="letters"][value="off"]')
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("html")).to_have_attribute("data-letters", "off")
    with page.expect_response("**/preferences") as kept:
        page.keyboard.press("?")
        page.click('#keys [name="letters"][value="on"]')
    assert kept.value.status == 204
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/lodge")


def test_what_is_new_is_told_without_a_reload(desk: Desk, crew: Crew, case: str) -> None:
    liaison, owner = desk("w-gao"), desk("w-lin")
    before = liaison.title()
    owner.goto(f"{crew.url}/complaints/{case}")
    if state(owner) == "received":
        act(owner, "accept")
    act(owner, "consult", department="merchant", question="请核实琉璃盏")
    liaison.evaluate(AT_ONCE)
    expect(liaison.locator("[data-bell] [data-unseen]")).to_be_visible()
    liaison.wait_for_function("before => document.title !== before", arg=before)
    assert liaison.title().startswith("(")
    liaison.click("[data-bell]")
    expect(liaison.locator("#bell-list")).to_contain_text("琉璃盏")


def test_a_sign_in_that_ran_out_loses_no_word(
    desk: Desk, crew: Crew, case: str, watch: Watch
) -> None:
    watch.expect("status of 401")
    page = desk("w-lin")
    page.goto(f"{crew.url}/complaints/{case}")
    page.evaluate("location.hash = 'do-note'")
    page.fill('#do-note [name="text"]', "客户说琉璃盏是传家之物")
    page.context.clear_cookies(name="kesu_session")
    page.click("#do-note footer button")
    expect(page.locator(".kept")).to_contain_text("传家之物")
    page.fill("#login", "w-lin")
    page.fill("#password", PASSWORD)
    page.click("main button.primary")
    expect(page.locator(".kept")).to_contain_text("传家之物")
    page.click("main button.primary")
    expect(page.locator("#story")).to_contain_text("传家之物")


def test_the_tour_is_walked_by_keyboard_and_ends_for_good(desk: Desk, crew: Crew) -> None:
    page = desk("w-he")
    page.keyboard.press("?")
    page.click('#keys form[action="/tour/begin"] button')
    card = page.locator(".tour .now .tour-card")
    expect(card).to_be_focused()
    steps = 1
    while page.locator(".tour .now + li").count() and steps < 9:
        before = card.get_attribute("aria-labelledby")
        card.locator("[data-tour-on]").press("Enter")
        expect(card).not_to_have_attribute("aria-labelledby", before or "")
        steps += 1
        if page.locator(".tour > li").last.evaluate("one => one.matches('.now')"):
            break
    with page.expect_response("**/tour/done"):
        page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".tour")).to_have_count(0)
    assert steps > 3


def test_without_script_everything_is_still_reached(
    browser: Browser, watch: Watch, crew: Crew, case: str
) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = crew.enter(watch.on(context.new_page()), "w-lin")
    expect(page.locator("#queue-rows")).to_be_visible()
    page.fill(".topbar .search input", "琉璃盏")
    page.press(".topbar .search input", "Enter")
    page.click(f'#queue-rows a[href="/complaints/{case}"]')
    expect(page.locator("#story")).to_contain_text("琉璃盏")
    page.click("#do-contact summary")
    page.select_option('#do-contact [name="channel"]', "hotline")
    page.check('#do-contact [name="outcome"][value="reached"]', force=True)
    page.click("#do-contact footer button")
    expect(page.locator(".notice-ok")).to_be_visible()
    page.click(".side-user button")
    expect(page.locator("#me")).to_be_visible()
    page.click('#me [name="theme"][value="dark"]')
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.click(".side-user button")
    page.keyboard.press("Escape")
    expect(page.locator("#me")).to_be_hidden()
    page.goto(f"{crew.url}/notices")
    page.goto(f"{crew.url}/")
    page.click(".topbar [data-bell]")
    page.wait_for_url("**/notices")
    page.goto(f"{crew.url}/help?q=结案")
    expect(page.locator("main")).to_contain_text("结案")
    page.goto(f"{crew.url}/")
    page.click(".side-user button")
    page.click('#me [name="theme"][value="system"]')
    context.close()
