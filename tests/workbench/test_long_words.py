"""A language whose words are twice as long breaks no page: every text is doubled in the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.workbench.crew import Crew, act, fill, number

pytestmark = [pytest.mark.door, pytest.mark.browser]

DOUBLED = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  const kept = "script, style, option, textarea, time, .avatar, .count, .kbd, .tier, .grade";
  for (const one of found) {
    if (!one.data.trim() || one.parentElement.closest(kept)) continue;
    one.data = `${one.data.trimEnd()} ${one.data.trim()}`;
  }
  return found.length > 20;
}"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
CUT = """() => {
  const shown = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const holds = (box, said) => !said.width || (said.left >= box.left - 1
    && said.right <= box.right + 1 && said.top >= box.top - 1 && said.bottom <= box.bottom + 1);
  const words = (one) => [...one.childNodes].filter((part) => part.nodeType === 3
    && part.data.trim());
  const said = (part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    return range.getBoundingClientRect();
  };
  return [...document.querySelectorAll("button, a.button, summary.button, .case-next b")]
    .filter((one) => shown(one) && !one.matches(".unseen"))
    .filter((one) => !words(one).every((part) => holds(one.getBoundingClientRect(), said(part))))
    .map((one) => one.outerHTML.slice(0, 120));
}"""
PLACES = ("/", "/lodge", "/search", "/notices", "/callbacks", "/promises", "/shift", "/batches")


@pytest.fixture(scope="module")
def worker(browser: Browser, crew: Crew) -> Iterator[tuple[Page, list[str]]]:
    """Somebody with one case in hand, and the addresses of the main pages."""
    page = crew.enter(browser.new_page(locale="en"), "w-lin")
    page.goto(f"{crew.url}/lodge")
    typed = {"text": "Nothing came.", "customer.phone": "13912344418", "type": "1.2.5"}
    fill(page, "#lodge", {**typed, "channel": "email"})
    page.keyboard.press("Control+Enter")
    page.locator("[data-no]").wait_for()
    act(page, "accept")
    case = f"/complaints/{number(page)}"
    yield page, [*PLACES, case, f"{case}/contact", f"{case}/evidence"]
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_words_twice_as_long_break_no_page(
    worker: tuple[Page, list[str]], crew: Crew, width: int
) -> None:
    page, places = worker
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for place in places:
        page.goto(crew.url + place)
        found[place] = [page.evaluate(DOUBLED), page.evaluate(SIDEWAYS), page.evaluate(CUT)]
    assert found == {place: [True, False, []] for place in places}
