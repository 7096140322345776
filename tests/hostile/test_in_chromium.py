"""What means harm is opened from the page of the evidence in a real Chromium, and nothing runs."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, Request

from kesu.foundation import kinds
from tests.door import Member, Server, Watch
from tests.files import MULTIPART, form
from tests.foundation.test_files import HOSTILE
from tests.hostile.contents import PAGES, SHOWN

pytestmark = [pytest.mark.door, pytest.mark.browser, pytest.mark.req("A29", "F27")]

DRAWN = """Promise.all([...document.images].map(one => {
  one.loading = 'eager';
  return one.complete || new Promise(done => { one.onload = one.onerror = done; });
}))"""
LOADED_AS_CODE = """async where => {
  const ways = {
    script: () => new Promise((done, failed) => {
      const one = document.createElement('script');
      one.src = where; one.onload = done; one.onerror = failed;
      document.head.append(one);
    }),
    module: () => import(where),
    worker: () => new Promise((done, failed) => {
      const one = new Worker(where);
      one.onmessage = done; one.onerror = failed; setTimeout(failed, 1000);
    }),
    service: () => navigator.serviceWorker.register(where),
    style: () => new Promise((done, failed) => {
      const one = document.createElement('link');
      one.rel = 'stylesheet'; one.href = where; one.onload = done; one.onerror = failed;
      document.head.append(one);
    }),
  };
  const taken = [];
  for (const way in ways) await ways[way]().then(() => taken.push(way), () => {});
  return taken;
}"""


@pytest.fixture
def page(new_page: Callable[..., Page], server: Server, who: Member) -> Page:
    """The workbench of who brings them, and every call that a script of theirs would make."""
    page = new_page()
    page.goto(f"{server.url}/sign-in")
    page.fill("#login", who.sign_in)
    page.fill("#password", who.password)
    page.click("main button.primary")
    page.wait_for_url(f"{server.url}/")
    return page


@pytest.fixture
def no(client: httpx.Client, no: str) -> str:
    """A complaint with all of them for its evidence, under names that mean harm too."""
    for place, (name, content) in enumerate((PAGES | SHOWN).items()):
        called = name if place % 2 else HOSTILE[place * 17 % len(HOSTILE)] + name
        body = form({"side": "neutral", "kind": "other"}, content, called, "text/html")
        answer = client.post(
            f"/complaints/{no}/evidence", content=body, headers={"Content-Type": MULTIPART}
        )
        assert answer.status_code == 201, name
    return no


def test_nothing_runs_that_is_opened_from_the_page(
    page: Page, server: Server, watch: Watch, client: httpx.Client, no: str
) -> None:
    watch.expect("favicon.ico")  # which a viewer of Chromium's own asks for
    called: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/ran"):
            called.append(request.url)

    page.context.on("request", note)
    page.goto(f"{server.url}/complaints/{no}/evidence")
    title = page.title()
    page.evaluate(DRAWN)
    listed = client.get(f"/complaints/{no}/evidence").json()["items"]
    for piece in listed:
        link = page.locator(f"#piece-{piece['id']} .proof-file a")
        if link.get_attribute("download") is not None:
            # Of several downloads from one page Chromium may hold the later ones back.
            page.goto(f"{server.url}/complaints/{no}/evidence")
            with page.expect_download() as download:
                link.click()
            assert download.value.path().read_bytes() in (PAGES | SHOWN).values()
        if piece["file"]["content_type"] in kinds.INLINE:
            opened = watch.on(page.context.new_page())
            opened.goto(f"{server.url}{link.get_attribute('href')}")
            opened.wait_for_timeout(100)
            assert (opened.evaluate("window.ran"), opened.title() == "ran") == (None, False), piece
            opened.close()
        else:
            assert link.get_attribute("download") is not None, piece
    assert (page.evaluate("window.ran"), page.title(), called) == (None, title, [])


def test_no_file_is_taken_for_code_of_the_house(
    page: Page, server: Server, watch: Watch, client: httpx.Client, no: str
) -> None:
    """Though it lies at an address of the house, whose scripts a page may load."""
    watch.expect("MIME|Failed to load module|worker|script|stylesheet")
    page.goto(f"{server.url}/complaints/{no}/evidence")
    listed = client.get(f"/complaints/{no}/evidence").json()["items"]
    for piece in listed:
        where = f"/complaints/{no}/evidence/{piece['id']}/file"
        assert page.evaluate(LOADED_AS_CODE, where) == [], piece["file"]
    assert page.evaluate("window.ran") is None
