"""The people of the screens: in the test's own process, and at a real server with Chromium."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.cast import House, Play
from tests.door import Server
from tests.workbench.crew import Crew
from tests.workbench.visitor import Visitor


@pytest.fixture
def play(db: None) -> Play:
    """A house at work on a morning long past: screens read the clock themselves."""
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    return play.house


@pytest.fixture
def agent(house: House) -> Visitor:
    """The agent who owns what is lodged."""
    return Visitor(house.agent)


@pytest.fixture(scope="session")
def crew(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    """The people of the stories at a Kesu of their own: the roster, the certificates and the desks
    that other tests fill in would send their complaints to somebody else.
    """
    with Server(tmp_path_factory.mktemp("crew") / "home") as running:
        yield Crew(running)


@pytest.fixture
def desk(new_page: Callable[..., Page], crew: Crew) -> Callable[..., Page]:
    """Opens the workbench for one of the crew, signed in."""

    def enter(name: str, **window: object) -> Page:
        return crew.enter(new_page(**window), name)

    return enter
