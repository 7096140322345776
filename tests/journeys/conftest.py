"""What the tests of the verbs share."""

import pytest

from tests.cast import House, Play


@pytest.fixture
def play(db: None) -> Play:
    """A house at work on the morning of Friday 13 February 2026."""
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    """The people of that house."""
    return play.house
