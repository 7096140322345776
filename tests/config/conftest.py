"""What the tests of the roof share."""

import pytest

from tests.cast import Play


@pytest.fixture
def play(db: None) -> Play:
    """A house at work on the morning of Friday 13 February 2026."""
    return Play()
