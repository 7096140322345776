"""A stage for the stories: loopback mail, the clock in the test's hand."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from kesu.foundation.mail import MailSettings
from tests.stories.stage import Stage

MAIL = MailSettings(
    host="127.0.0.1",
    port=9,
    secure=False,
    starttls=False,
    sender="care@kesu.test",
    sender_name="客诉中心",
    reply="care@kesu.test",
)
"""Letters are written and read in the outbox; no worker of a story carries them."""


@pytest.fixture
def stage(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Stage]:
    """Opens the house at a time; ``loyalty`` is in force until somebody publishes another one."""
    settings.KESU_MAIL = MAIL
    settings.KESU_URL = "https://kesu.test"
    return lambda begins: Stage(begins, monkeypatch)
