"""The readable pages of the API, in a real Chromium under the strict policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.door import Server

pytestmark = [pytest.mark.door, pytest.mark.browser]


def test_the_page_shows_every_operation_with_scripts_of_our_own(server: Server, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/api/v1/docs")
    expect(page.locator("#operations-actions-close")).to_be_visible()
    assert [url for url in asked if not url.startswith((server.url, "data:"))] == []


def test_an_operation_opens_with_its_typed_body(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/api/v1/docs")
    operation = page.locator("#operations-actions-emotion")
    operation.locator("button").first.click()
    expect(operation.get_by_text("turning_point").first).to_be_visible()
