"""The people of the stories at a real server, and how they use its screens in Chromium."""

from typing import Any

from playwright.sync_api import Page

from tests.door import Server

PASSWORD = "kesu-pass-in-tests"
# sign-in: full name, rank, department, direct superior, flags; superiors first
_PEOPLE = {
    "w-sun": ("孙涛", "manager", "service", "", ""),
    "w-wang": ("王磊", "supervisor", "service", "w-sun", ""),
    "w-he": ("何静", "lead", "service", "w-wang", ""),
    "w-lin": ("林小雨", "agent", "service", "w-he", ""),
    "w-gao": ("高洁", "agent", "merchant", "", "liaison"),
    "w-fang": ("方圆", "agent", "supplier", "", "liaison"),
}


class Crew:
    """Six people, hired once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.url = server.url
        for sign_in, (name, rank, department, above, flags) in _PEOPLE.items():
            words = ["--name", sign_in, "--full-name", name, "--rank", rank]
            words += ["--department", department, "--password-stdin"]
            words += ["--supervisor", above] if above else []
            words += ["--flags", flags] if flags else []
            made = server.cli("user", "create", *words, input=f"{PASSWORD}\n")
            assert made.returncode == 0, made.stderr

    def enter(self, page: Page, name: str) -> Page:
        """Signs in and stands before the queue."""
        page.goto(f"{self.url}/sign-in")
        page.fill("#login", name)
        page.fill("#password", PASSWORD)
        page.click("main button.primary")
        page.wait_for_url(f"{self.url}/")
        return page


def fill(page: Page, form: str, typed: dict[str, Any]) -> None:
    """Fills a form by the names of its fields, in the order given."""
    for name, value in typed.items():
        fields = page.locator(f'{form} [name="{name}"]')
        kind = fields.first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            one = page.locator(f'{form} [name="{name}"][value="{value}"]')
            one.evaluate("field => field.click()")
        elif kind.startswith("select"):
            fields.select_option(value) if isinstance(value, str) else fields.select_option(**value)
        else:
            fields.fill(value)


def act(page: Page, verb: str, **typed: Any) -> int:
    """One step from the case page; ``__`` in a name is its dot, ``_0_`` its row. The status."""
    action = page.locator(f"#do-{verb}")
    if action.get_attribute("open") is None:
        page.evaluate("id => { location.hash = ''; location.hash = id }", f"do-{verb}")
        action.locator("form").wait_for(state="visible")
    named = {
        name.replace("__", ".").replace("_0_", "-0-").replace("_1_", "-1-"): typed[name]
        for name in typed
    }
    for name in named:
        if "-1-" in name and not page.locator(f'#do-{verb} [name="{name}"]').count():
            action.locator("[data-rows-add]").click()
    if {"at", "note"} & named.keys():
        action.locator(".more-fields").evaluate("more => { more.open = true }")
    fill(page, f"#do-{verb}", named)
    with page.expect_response(lambda one: f"/do/{verb}" in one.url) as answer:
        action.locator("footer button").click()
    page.wait_for_load_state()
    return answer.value.status


def state(page: Page) -> str:
    """What the complaint on the page waits for."""
    return page.locator("[data-state]").get_attribute("data-state") or ""


def number(page: Page) -> str:
    return page.locator("[data-no]").get_attribute("data-no") or ""


def offers(page: Page, verb: str) -> bool:
    return page.locator(f"#do-{verb}").count() == 1
