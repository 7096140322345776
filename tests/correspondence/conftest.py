"""A house that can write letters, and the post office they go to."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from kesu.clock import mail
from kesu.people.models import Staff
from kesu.people.rules import Person
from tests.cast import Play
from tests.correspondence.office import settings_for
from tests.door.smtp import Smtp


@pytest.fixture
def office() -> Iterator[Smtp]:
    """A server on loopback that takes what comes, until a test makes it difficult."""
    with Smtp() as running:
        yield running


@pytest.fixture
def play(db: None, office: Smtp, settings: Settings) -> Play:
    """A house at work whose mail goes to the office; nobody has a work address yet."""
    settings.KESU_MAIL = settings_for(office)
    settings.KESU_URL = "https://kesu.test"
    mail.forget()
    return Play()


@pytest.fixture
def reachable(play: Play) -> list[Person]:
    """Everybody in the house has a work address."""
    people = play.house.everyone()
    for one in people:
        Staff.objects.filter(pk=one.id).update(email=f"{one.sign_in}@staff.test")
    return people
