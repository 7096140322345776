"""The queue in Chromium: what changes while somebody looks at it, and the keys of its rows."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.workbench.crew import Crew

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
WITHIN = 5_000
TYPED = "客户说明天再打"
TWICE = """() => {
  const button = document.querySelector('#reach [value="no_answer"]');
  button.click();
  button.click();
}"""


@pytest.fixture(scope="module")
def elsewhere(crew: Crew) -> Iterator[httpx.Client]:
    """The same agent at another place: what is done there, the open page has to show."""
    made = crew.server.cli("token", "create", "--user", "w-lin")
    assert made.returncode == 0, made.stderr
    with crew.server.client(made.stdout.split()[-1]) as client:
        yield client


def lodge(client: httpx.Client, text: str) -> str:
    sent = {"channel": "email", "text": text, "type": "1.2.5", "customer": {}}
    made = client.post("/complaints", json=sent)
    assert made.status_code == 201, made.text
    return str(made.json()["no"])


def act(client: httpx.Client, no: str, verb: str, **said: Any) -> None:
    done = client.post(f"/complaints/{no}/actions/{verb}", json=said)
    assert done.status_code == 200, done.text


def test_what_changes_shows_and_takes_nothing_away(
    desk: Desk, crew: Crew, elsewhere: httpx.Client
) -> None:
    stays, goes = lodge(elsewhere, "这件会变"), lodge(elsewhere, "这件会走")
    page = desk("w-lin")
    page.goto(f"{crew.url}/?view=mine")
    page.locator(f"#row-{stays} [data-select]").check()
    page.locator(f"#row-{goes} [data-reach]").focus()
    page.keyboard.press("Enter")
    page.locator("#reach-summary").fill(TYPED)
    act(elsewhere, stays, "accept")
    expect(page.locator(f"#row-{stays} .row-stage")).not_to_contain_text("待受理", timeout=WITHIN)
    comes = lodge(elsewhere, "这件是新的")
    expect(page.locator("[data-live-show]")).to_be_visible(timeout=WITHIN)
    act(elsewhere, goes, "transfer", to="w-he", reason="交给组长")
    expect(page.locator(f"#row-{goes}.gone")).to_be_visible(timeout=WITHIN)
    kept = [page.locator(f"#row-{comes}").count(), page.locator("#reach-summary").input_value()]
    assert (kept, page.locator(f"#row-{stays} [data-select]").is_checked()) == ([0, TYPED], True)
    page.keyboard.press("Escape")
    page.locator("[data-live-show]").click()
    expect(page.locator(f"#row-{comes}")).to_be_visible()
    assert page.locator(f"#row-{stays} [data-select]").is_checked()


def test_rows_are_chosen_handed_over_and_called_by_keyboard_alone(
    desk: Desk, crew: Crew, elsewhere: httpx.Client
) -> None:
    numbers = [lodge(elsewhere, f"键盘第{n}件") for n in range(3)]
    page = desk("w-lin")
    page.goto(f"{crew.url}/?view=mine&q=键盘")
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("[data-select]:checked")).to_have_count(3)
    page.keyboard.press("a")
    expect(page.locator('[name="transfer.to"]')).to_be_focused()
    page.keyboard.type("何静")
    page.keyboard.press("Tab")
    page.keyboard.type("下班")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".queue-told li")).to_have_count(3)
    assert {elsewhere.get(f"/complaints/{no}").json()["owner"]["name"] for no in numbers} == {
        "何静"
    }


def test_a_call_is_logged_with_two_keys(desk: Desk, crew: Crew, elsewhere: httpx.Client) -> None:
    no = lodge(elsewhere, "打一个电话")
    page = desk("w-lin")
    page.goto(f"{crew.url}/?view=mine&q=打一个")
    page.keyboard.press("j")
    page.evaluate("document.documentElement.dataset.letters = 'off'")
    page.keyboard.press("l")
    expect(page.locator("#reach")).to_be_hidden()
    page.evaluate("document.documentElement.dataset.letters = 'on'")
    page.keyboard.press("x")
    expect(page.locator("[data-select]:checked")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-select]:checked")).to_have_count(0)
    page.keyboard.press("l")
    expect(page.locator("#reach")).to_be_visible()
    page.locator("#reach-summary").fill(TYPED)
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    expect(page.locator("#reach-summary")).to_have_value(TYPED)
    page.evaluate(TWICE)
    expect(page.locator('[data-reached="1"]')).to_be_visible()
    expect(page.locator("#reach")).to_be_hidden()
    lines = elsewhere.get(f"/complaints/{no}/journal").text
    assert lines.replace(" ", "").count('"outcome":"no_answer"') == 1


def test_a_countdown_follows_the_server_not_the_browser(desk: Desk, crew: Crew) -> None:
    page = desk("w-lin")
    page.clock.install(time="2031-05-05T05:05:05Z")
    page.route("**/queue/news*", lambda route: route.fulfill(status=204))
    page.goto(f"{crew.url}/?view=mine")
    page.evaluate(
        """() => {
          const time = document.createElement("time");
          const now = Date.parse(document.body.dataset.now);
          time.dataset.due = new Date(now + 5 * 60e3 + 20e3).toISOString();
          time.innerHTML = "<span data-lead></span>";
          const due = document.createElement("p");
          due.className = "due";
          due.id = "probe";
          due.append(time);
          document.body.append(due);
          document.dispatchEvent(new Event("htmx:afterSettle"));
        }"""
    )
    probe = page.locator("#probe")
    expect(probe).to_contain_text("5")
    page.clock.fast_forward(25_000)
    expect(probe).to_contain_text("秒")
    page.clock.fast_forward(5 * 60_000)
    expect(probe).to_have_class("due due-overdue")
    page.unroute("**/queue/news*")
    page.clock.fast_forward(60_000)
    expect(probe).to_have_class("due due-soon")
