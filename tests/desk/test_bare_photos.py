"""Who may not see a customer's number does not learn from a photo where they live (law 9, A29)."""

from http import HTTPStatus

import pytest

from kesu.desk.evidence import file
from kesu.desk.faults import NotYours
from kesu.foundation import files
from kesu.foundation.serving import Served, Wish
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import Play
from tests.foundation.test_bare import PLACE, jpeg


def served(play: Play, no: str, key: str, reader: Person, wish: Wish | None = None) -> Served:
    return file(no, key, reader=reader, people=everyone(play.now), wish=wish or Wish())


def whole(answer: Served) -> bytes:
    return b"".join(answer.pieces or ())


@pytest.mark.req("A29")
def test_the_handler_has_the_original_and_others_the_picture_alone(play: Play) -> None:
    no = play.lodge().complaint.no
    key = play.attach(no, content=jpeg(6), name="door.jpg", kind="photo")
    mine, theirs = (served(play, no, key, who) for who in (play.house.agent, play.house.senior))
    assert mine.headers["ETag"] != theirs.headers["ETag"]
    shown = whole(theirs)
    assert len(shown) == int(theirs.headers["Content-Length"])
    assert (whole(mine), PLACE in shown) == (jpeg(6), False)
    again = served(play, no, key, play.house.senior, Wish(range="bytes=4-9"))
    assert (again.status, whole(again)) == (HTTPStatus.PARTIAL_CONTENT, shown[4:10])
    sha256 = mine.headers["ETag"].strip('"')
    with files.opened(sha256) as kept:
        assert kept.read() == jpeg(6)


@pytest.mark.req("A29")
def test_a_picture_that_nobody_can_read_goes_to_the_handler_alone(play: Play) -> None:
    no = play.lodge().complaint.no
    broken = jpeg()[:30] + b"\xff\xe1\0\0" + b"Exif\0\0" + PLACE
    key = play.attach(no, content=broken, name="door.jpg", kind="photo")
    assert whole(served(play, no, key, play.house.agent)) == broken
    with pytest.raises(NotYours):
        served(play, no, key, play.house.senior)
