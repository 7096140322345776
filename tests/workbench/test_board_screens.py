"""The boards in Chromium: whole and quiet at every width, and worked by keys alone."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.cast import PROPOSAL
from tests.workbench.crew import Crew
from tests.workbench.test_screens import NAMELESS, SIDEWAYS, SMALL, TWICE

pytestmark = [pytest.mark.door, pytest.mark.browser]

Desk = Callable[..., Page]
PAGES = (
    "/approvals",
    "/callbacks",
    "/callbacks?whose=team",
    "/promises",
    "/promises?whose=team",
    "/team",
    "/shift",
    "/morning",
    "/morning/text",
    "/tasks",
)


@pytest.fixture(scope="module")
def waiting(crew: Crew) -> list[str]:
    """Two cases whose solutions wait, each with a promise, and one that waits for its call."""
    made = crew.server.cli("token", "create", "--user", "w-lin")
    with crew.server.client(made.stdout.split()[-1]) as api:
        return [_lodged(api, place) for place in range(3)]


def _lodged(api: httpx.Client, place: int) -> str:
    said = {"channel": "email", "text": f"赠品没有寄{place}", "type": "1.2.5"}
    customer = {"name": "张女士", "phone": f"1391234442{place}"}
    lodged = api.post("/complaints", json={**said, "customer": customer})
    no = str(lodged.json()["no"])
    steps: list[tuple[str, dict[str, object]]] = [
        ("accept", {}),
        ("promise", {"what": "明天回电", "due": "2099-01-01T10:00:00+08:00"}),
        ("verify", {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}),
        ("cause", {"text": "漏发"}),
        ("propose", PROPOSAL),
    ]
    for verb, raw in steps if place else steps[:1]:
        done = api.post(f"/complaints/{no}/actions/{verb}", json=raw)
        assert done.status_code == 200, done.text
    return no


def test_a_board_is_worked_by_keys_alone(desk: Desk, crew: Crew, waiting: list[str]) -> None:
    page = desk("w-wang")
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url(f"{crew.url}/approvals")
    rows = page.locator(".ask")
    before = rows.count()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-select]:checked")).to_have_count(2)
    page.keyboard.press("r")
    expect(page.locator('[name="comment"]')).to_be_focused()
    page.keyboard.type("可以")
    page.keyboard.press("Tab")
    page.keyboard.press("a")
    page.locator(".each-told li").first.wait_for()
    expect(page.locator(".each-told li")).to_have_count(2)
    assert rows.count() == before - 2

    page = desk("w-lin")
    page.goto(f"{crew.url}/callbacks")
    owed, tried = page.locator(".call").count(), page.locator(".call-tried time").count()
    assert owed
    words = page.locator(".call-words input").last
    words.evaluate("one => { one.value = '还没打完'; }")
    page.keyboard.press("j")
    page.keyboard.press("u")
    expect(page.locator(".call-tried time")).to_have_count(tried + 1)
    expect(words).to_have_value("还没打完" if owed > 1 else "")
    page.keyboard.press("j")
    page.keyboard.press("y")
    expect(page.locator(".call")).to_have_count(owed - 1)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (1024, "light"), (390, "light")])
def test_every_board_is_whole_and_quiet(
    desk: Desk, crew: Crew, waiting: list[str], width: int, scheme: str
) -> None:
    page = desk("w-wang", width=width, height=844)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found = {}
    for path in PAGES:
        page.goto(crew.url + path)
        found[path] = [page.evaluate(one) for one in (SIDEWAYS, NAMELESS, SMALL, TWICE)]
    assert found == {path: [False, [], [], []] for path in PAGES}


def test_a_row_that_is_taken_up_moves_none_of_its_buttons(
    desk: Desk, crew: Crew, waiting: list[str]
) -> None:
    page = desk("w-lin")
    page.goto(f"{crew.url}/callbacks")
    row = page.locator(".call").first
    buttons = row.locator("[data-row-key]")
    before = [one.bounding_box() for one in buttons.all()]
    row.locator("input[name=summary]").focus()
    expect(buttons.first.locator(".kbd")).to_be_visible()
    assert [one.bounding_box() for one in buttons.all()] == before
