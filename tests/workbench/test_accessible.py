"""Every page of the workbench before axe: WCAG 2.2 AA in both themes, wide and narrow.

The pages are found as a person finds them, by their links, from the first one on; the
demonstration fills them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.door import Server

pytestmark = [pytest.mark.door, pytest.mark.browser, pytest.mark.looks]

AXE = (Path(__file__).parents[1] / "vendor" / "axe" / "axe.min.js").read_text(encoding="utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """levels => axe.run(document, {runOnly: {type: "tag", values: levels}}).then((said) =>
  said.violations.flatMap((one) => one.nodes.map((node) =>
    `${one.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`)))"""
LINKS = "[...document.links].filter((a) => !a.hasAttribute('download')).map((a) => a.pathname)"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration, as a newcomer sees it."""
    with Server(tmp_path_factory.mktemp("shown") / "home", demo=True) as running:
        yield running


def route(path: str) -> str:
    """The name of the route behind an address; nothing for files and what leads nowhere."""
    try:
        return "" if path.startswith("/static/") else resolve(path).url_name or ""
    except Resolver404:
        return ""


def faults_of(page: Page) -> list[str]:
    """What axe says of the page as it stands."""
    page.evaluate(AXE)
    said: list[str] = page.evaluate(RUN, LEVELS)
    return said


def walk(page: Page, start: str) -> dict[str, list[str]]:
    """What axe says of one page of each route that links lead to from the first page."""
    found: dict[str, list[str]] = {}
    ahead = {"queue": start}
    while ahead.keys() - found.keys():
        name = min(ahead.keys() - found.keys())
        head = page.request.head(ahead[name], max_redirects=0)
        is_page = "html" in head.headers.get("content-type", "")
        if head.status != 200 or not is_page:
            found[name] = []
            continue
        page.goto(ahead[name])
        found[name] = faults_of(page)
        for path in page.evaluate(LINKS):
            ahead.setdefault(route(path), f"{start}{path}")
        ahead.pop("", None)
    return found


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("zhoulh", 1440, "light"),
        ("fangwz", 1440, "dark"),
        ("linxy", 390, "light"),
        ("sumn", 390, "dark"),
    ],
)
def test_no_page_shuts_anybody_out(
    new_page: Callable[..., Page], shown: Server, name: str, width: int, scheme: str
) -> None:
    page = new_page(width=width, height=900)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{shown.url}/sign-in")
    found = {"sign-in": faults_of(page)}
    page.fill("#login", name)
    page.fill("#password", shown.sign_ins()[name])
    page.click("main button.primary")
    page.wait_for_url(f"{shown.url}/")
    found |= walk(page, shown.url)
    assert {route: said for route, said in found.items() if said} == {}
    assert {"queue", "lodge", "case", "form", "search", "notices"} <= found.keys()
