"""A house at work, and its people at the API."""

import pytest

from tests.api.caller import Caller
from tests.cast import House, Play


@pytest.fixture
def play(db: None) -> Play:
    """A house at work on the morning of Friday 13 February 2026."""
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    """The people of that house."""
    return play.house


@pytest.fixture
def agent(house: House) -> Caller:
    """An agent of the service department."""
    return Caller(house.agent)


@pytest.fixture
def supervisor(house: House) -> Caller:
    """The agent's direct supervisor."""
    return Caller(house.supervisor)
