"""What tests of every folder share."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as chance
from playwright.sync_api import Browser, Page, expect

from tests.door import Server, Watch, chromium
from tests.door.server import SEEN

# No test measures time: a busy machine draws examples slowly, too.
chance.register_profile("kesu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
chance.load_profile("kesu")

# Nor does a page that such a machine draws late fail.
expect.set_options(timeout=30_000)

# A password is hashed slowly on purpose; hundreds of people are hired here.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_RULES = {
    "authority",
    "complaints",
    "deadlines",
    "foundation",
    "journal",
    "language",
    "people",
    "policy",
    "routing",
    "workdays",
}
"""Folders in which a test that asks for no database and no server tries only rules."""
_NEEDS_DATABASE = {"db", "server", "own_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Rules and looks are the same on every database: tried once, in the run on SQLite."""
    if connections["default"].vendor != "postgresql":
        return
    rules = [item for item in items if _tries_only_rules(item)]
    config.hook.pytest_deselected(items=rules)
    items[:] = [item for item in items if not _tries_only_rules(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test tells what the servers wrote meanwhile: its record may be all there is."""
    report = yield
    if report.failed:
        for server in SEEN:
            said = server.said_since(call.start)
            if said:
                report.sections.append((f"log of {server.home.parent.name}", said))
    return report


@pytest.fixture(autouse=True)
def _own_words() -> Iterator[None]:
    """Each test begins with the language of the house, whatever the one before it asked in."""
    translation.deactivate()
    yield
    translation.deactivate()


def _tries_only_rules(item: pytest.Item) -> bool:
    if item.get_closest_marker("looks"):
        return True
    asks = _NEEDS_DATABASE & set(getattr(item, "fixturenames", ()))
    in_rules = bool(_RULES & set(item.path.parts))
    return in_rules and not asks and item.get_closest_marker("django_db") is None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite is tested as it is used, in a file: in memory it locks otherwise."""
    described = connections["default"].settings_dict
    if described["ENGINE"] == "kesu.foundation.sqlite":
        described["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running Kesu that the tests of this process share; they make their own people."""
    with Server(tmp_path_factory.mktemp("kesu") / "home") as running:
        yield running


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A running Kesu that one test may kill."""
    with Server(tmp_path / "home") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    # Its driver keeps an event loop in this thread, which Django takes for an async caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as running:
        yield running
        # To Django a thread with a loop is another context, with a connection of its own: the one
        # of the tests that ran beside the browser would outlive the loop and keep the database.
        connections.close_all()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test for every console line of a page that the test did not expect."""
    kept = Watch()
    yield kept
    assert kept.complaints() == []


@pytest.fixture
def new_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Makes pages, each of a visitor of their own: no cookies, watched."""
    contexts = []

    def make(*, width: int = 1440, height: int = 900, locale: str = "zh-CN") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=locale, color_scheme="light"
        )
        contexts.append(context)
        return watch.on(context.new_page())

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of one visitor."""
    return new_page()
