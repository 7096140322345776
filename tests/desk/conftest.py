"""A house at work, read by the desk."""

import pytest

from tests.cast import Play


@pytest.fixture
def play(db: None) -> Play:
    return Play()
