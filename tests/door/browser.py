"""A real Chromium, watched for what a person would never see: console lines and CSP reports."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


class Watch:
    """What pages complained about; ``expect`` names what a test means to provoke."""

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def on(self, page: Page) -> Page:
        """Listens to a page from now on."""
        page.on("console", self._console)
        page.on("pageerror", lambda fault: self._seen.append(f"script: {fault}"))
        page.on("response", self._response)
        return page

    def expect(self, pattern: str) -> None:
        """A console line that matches is meant, as that of a refused form."""
        self._expected.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """What was seen and not expected."""
        return [
            line
            for line in self._seen
            if not any(pattern.search(line) for pattern in self._expected)
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._seen.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self._seen.append(f"{response.status}: {response.url}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, or the one KESU_CHROMIUM names, without a window."""
    with sync_playwright() as driver:
        # Without a profile folder named, each start gets a fresh one that is thrown away.
        browser = driver.chromium.launch(executable_path=_program(), args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def _program() -> str:
    named = os.environ.get("KESU_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "Chromium is missing: install it, or name it with KESU_CHROMIUM"
    return found
