"""What the tests of the verbs share."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import MORNING, House, Play
from tests.intake.files import Taken, take_in
from tests.journeys.taken import HEADER, Take


@pytest.fixture
def play(db: None) -> Play:
    """A house at work on the morning of Friday 13 February 2026."""
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    """The people of that house."""
    return play.house


@pytest.fixture
def take(db: None, tmp_path: Path) -> Take:
    """Takes in rows at MORNING, unless told otherwise."""

    def make(*rows: list[str], header: list[str] | None = None, **more: Any) -> Taken:
        return take_in([header or HEADER, *rows], folder=tmp_path, **{"now": MORNING, **more})

    return make
