"""The screens in Chromium: looked at in four pictures, used by keyboard, left without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.door import Server, Watch
from tests.workbench.crew import PASSWORD, Crew, act, fill, number

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
LONG = "客户说了很长的一段话" * 40
DRAFT = "Object.keys(localStorage).filter(key => key.startsWith('kesu-draft')).length"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
NAMELESS = """() => [...document.querySelectorAll(
    "button, a[href], input, select, textarea, summary")]
  .filter((one) => one.checkVisibility() && one.type !== "hidden")
  .filter((one) => !(one.getAttribute("aria-label") || one.labels?.length || one.title
    || one.textContent.trim() || one.getAttribute("aria-labelledby")))
  .map((one) => one.outerHTML.slice(0, 120))"""
TWICE = """() => { const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return ids.filter((id, place) => ids.indexOf(id) !== place) }"""
SMALL = """() => [...document.querySelectorAll("button, a[href], summary, select")]
  .filter((one) => one.checkVisibility({ opacityProperty: true }) && !one.closest("p"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && box.height < 24 && !one.matches(".skip-link, .unseen"))
  .map(([one]) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def cases(browser: Browser, crew: Crew) -> list[str]:
    """The pages of one case to handle, with long words in it."""
    page = crew.enter(browser.new_page(locale="zh-CN"), "w-lin")
    page.goto(f"{crew.url}/lodge")
    typed = {"text": LONG, "customer.phone": "13912344417", "type": "1.2.5", "channel": "email"}
    fill(page, "#lodge", {**typed, "product": "x" * 150})
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    act(page, "accept")
    act(page, "verify", verdict="valid", reason=LONG, no_merchant=LONG)
    address = f"/complaints/{number(page)}"
    page.close()
    return [address, f"{address}/contact"]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1440, "light"),
        (1440, "dark"),
        (390, "light"),
        (390, "dark"),
        (1024, "light"),
        (700, "dark"),
    ],
)
def test_every_page_is_whole_and_quiet(
    desk: Desk, crew: Crew, cases: list[str], width: int, scheme: str
) -> None:
    page = desk("w-lin", width=width, height=844)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    pages = ["/", "/?view=all", "/search", "/lodge", "/notices", "/gallery", "/sign-out", *cases]
    found = {}
    for path in pages:
        page.goto(crew.url + path)
        found[path] = [page.evaluate(SIDEWAYS), page.evaluate(NAMELESS), page.evaluate(SMALL)]
        found[path].append([] if path == "/gallery" else page.evaluate(TWICE))
    assert found == {path: [False, [], [], []] for path in pages}


def test_at_twice_the_size_nothing_runs_off(desk: Desk, crew: Crew, cases: list[str]) -> None:
    page = desk("w-lin", width=720, height=450)
    for path in ("/", "/lodge", *cases):
        page.goto(crew.url + path)
        assert not page.evaluate(SIDEWAYS), path


def test_a_complaint_is_lodged_by_keyboard_alone(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.keyboard.press("n")
    page.wait_for_url("**/lodge")
    page.keyboard.type("13800001111")
    page.keyboard.press("F4")
    page.keyboard.type("赠品没有寄")
    page.keyboard.press("Alt+t")
    page.keyboard.type("漏赠")
    page.keyboard.press("Enter")
    expect(page.locator("[data-chosen] b")).to_contain_text("1.2.5")
    page.keyboard.press("Alt+p")
    page.keyboard.press("Tab")
    page.keyboard.type("回电告知单号")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+o")
    page.keyboard.type("杭州")
    expect(page.locator(".lodge-foot .part.soon:visible")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    assert page.locator("[data-state]").get_attribute("data-state") == "accepted"


def test_a_known_caller_is_shown_with_the_open_case(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    for text in ("第一件", ""):
        page.goto(f"{crew.url}/lodge")
        page.keyboard.type("13700002222")
        if text:
            fill(page, "#lodge", {"channel": "email", "text": text})
            page.keyboard.press("Control+Enter")
            page.locator("[data-no]").wait_for()
    expect(page.locator("#customer")).to_contain_text("第一件")
    expect(page.locator("#customer .htmx-added")).to_have_count(0)
    page.keyboard.press("Alt+l")
    expect(page.locator("#customer .open-case-log .tone-ok")).to_be_visible()


def test_a_double_click_lodges_one_complaint(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/lodge")
    fill(page, "#lodge", {"channel": "email", "text": "只有一件的投诉"})
    page.locator(".lodge-foot button").dblclick()
    page.locator("[data-no]").wait_for()
    page.goto(f"{crew.url}/search?q=只有一件的投诉")
    expect(page.locator("[data-item]")).to_have_count(1)


def test_a_draft_outlives_a_killed_browser_and_ends_with_lodging(
    browser: Browser, watch: Watch, crew: Crew
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = crew.enter(watch.on(context.new_page()), "w-lin")
    page.goto(f"{crew.url}/lodge")
    fill(page, "#lodge", {"channel": "email", "text": "没有写完的话", "type": "2.1"})
    expect(page.locator("[data-draft-state]")).to_be_visible()
    kept = context.storage_state()
    context.close()

    context = browser.new_context(locale="zh-CN", storage_state=kept)
    page = watch.on(context.new_page())
    page.goto(f"{crew.url}/lodge")
    expect(page.locator("#text")).to_have_value("没有写完的话")
    expect(page.locator('[name="type"][value="2.1"]')).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    assert page.evaluate(DRAFT) == 0
    context.close()


def test_signing_out_forgets_the_draft(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/lodge")
    page.fill("#text", "不要留在这台电脑上")
    expect(page.locator("[data-draft-state]")).to_be_visible()
    page.click(".side-user button")
    page.click("#me .menu-out button")
    page.wait_for_url("**/sign-in**")
    assert page.evaluate(DRAFT) == 0


def test_a_stale_save_shows_both(desk: Desk, crew: Crew, cases: list[str], watch: Watch) -> None:
    watch.expect("status of 409")
    one, other = desk("w-lin"), desk("w-wang")
    for page in (one, other):
        page.goto(crew.url + cases[0])
    act(other, "note", text="主管先写的")
    assert act(one, "note", text="我后写的") == 409
    expect(one.locator("#do-note textarea").first).to_have_value("我后写的")
    expect(one.locator("#story")).to_contain_text("主管先写的")


def test_the_language_is_switched_and_kept(desk: Desk) -> None:
    page = desk("w-lin")
    page.click(".side-user button")
    page.click('#me button[value="en"]')
    expect(page.locator("h1")).to_have_text("Workbench")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_theme_is_switched_and_kept(desk: Desk) -> None:
    page = desk("w-lin")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click(".side-user button")
    with page.expect_response(lambda one: one.request.method == "POST"):
        page.click('#me [data-theme-choice="dark"]')
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate(ground) != light


def test_a_wrong_password_keeps_the_name(page: Page, crew: Crew) -> None:
    page.goto(f"{crew.url}/sign-in")
    page.fill("#login", "w-nobody")
    page.fill("#password", "wrong")
    page.click("main button.primary")
    expect(page.locator(".notice-breach")).to_be_visible()
    expect(page.locator("#login")).to_have_value("w-nobody")


def test_signing_out_closes_the_door(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/sign-out")
    page.click("main button.primary")
    page.goto(f"{crew.url}/")
    assert "/sign-in" in page.url


def test_without_script_a_complaint_is_lodged_and_handled(
    browser: Browser, watch: Watch, crew: Crew
) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = crew.enter(watch.on(context.new_page()), "w-lin")
    page.goto(f"{crew.url}/lodge")
    page.select_option('[name="channel"]', "email")
    page.fill("#text", "没有脚本也能登记")
    page.click(".lodge-foot button")
    page.wait_for_url("**/complaints/**")
    page.click("#do-accept summary")
    page.click("#do-accept footer button")
    page.click("#do-verify summary")
    page.check('#do-verify [value="valid"]', force=True)
    page.fill('#do-verify [name="reason"]', "属实")
    page.click("#do-verify footer button")
    expect(page.locator("[data-state]")).to_have_attribute("data-state", "proposing")
    context.close()


def test_hostile_words_do_nothing(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    said = "<script>window.hit=1</script><img src=x onerror='window.hit=1'>\u202egnp" + "字" * 400
    page.goto(f"{crew.url}/lodge")
    fill(page, "#lodge", {"channel": "email", "text": said, "customer.name": said[:190]})
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    for path in (page.url, f"{crew.url}/", f"{crew.url}/search"):
        page.goto(path)
        assert [page.evaluate("window.hit ?? 0"), page.evaluate(SIDEWAYS)] == [0, False]


def test_the_groups_of_the_queue_stand_close(desk: Desk, crew: Crew, cases: list[str]) -> None:
    page = desk("w-lin", height=2000)
    page.goto(f"{crew.url}/?view=all")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll(".rows > section")].map((one) =>
          one.getBoundingClientRect().bottom
          - one.lastElementChild.lastElementChild.getBoundingClientRect().bottom)"""
    )
    assert [gap for gap in gaps if gap > 2] == []


def test_the_skip_link_is_the_first_stop(desk: Desk) -> None:
    page = desk("w-lin")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()


def test_each_key_of_a_case_opens_its_action(desk: Desk, crew: Crew, cases: list[str]) -> None:
    page = desk("w-lin")
    page.goto(crew.url + cases[0])
    for key, verb in {"l": "contact", "p": "progress", "h": "assist", "e": "escalate"}.items():
        page.keyboard.press(key)
        expect(page.locator(f"#do-{verb} form")).to_be_visible()
        page.keyboard.press("Escape")


def test_a_page_of_somebody_who_left_leads_to_the_sign_in(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/complaints/KS-20260213-AAAAAA")
    page.fill("#login", "w-lin")
    page.fill("#password", PASSWORD)
    assert "next=" in page.url
