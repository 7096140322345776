"""What goes over the wire squeezed, and what does not."""

import gzip

import pytest
from django.test import Client

from tests.cast import Play
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db
ZIP = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/", "/static/kesu/css/row.css?v=1"])
def test_pages_and_styles_are_squeezed_for_whom_it_helps(path: str) -> None:
    person = Visitor(Play().house.agent)
    plain, small = person.client.get(path), person.client.get(path, headers=ZIP)
    said = [b"".join(one) if one.streaming else one.content for one in (plain, small)]
    assert (small.headers["Content-Encoding"], len(said[1]) < len(said[0]) / 3) == ("gzip", True)
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(said[1])[:40] == said[0][:40]


def test_what_is_small_or_not_there_is_left_as_it_is() -> None:
    answers = [Client().get(path, headers=ZIP) for path in ("/health/live", "/static/none.css")]
    assert ["Content-Encoding" in one.headers for one in answers] == [False, False]


def test_a_file_for_people_is_left_as_it_is() -> None:
    play = Play()
    play.lodge()
    boss = Visitor(play.house.manager)
    taken = boss.client.get("/export?list=queue&view=all&format=csv", headers=ZIP)
    assert (taken.status_code, "Content-Encoding" in taken.headers) == (200, False)
