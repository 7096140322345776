"""盯住, and who has a case before them."""

from datetime import timedelta

import pytest

from kesu.complaints.models import Presence
from kesu.correspondence.models import Notice
from kesu.desk.faults import AccusedHere, NoSuchComplaint
from kesu.journeys.presence import Other, be_there
from kesu.journeys.watch import watch
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import House, Play, complaint, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> Play:
    return Play()


@pytest.fixture
def house(play: Play) -> House:
    return play.house


def _others(play: Play, no: str, by: Person, *, typing: bool = False) -> list[Other]:
    return be_there(no, by=by, people=everyone(), now=play.now, typing=typing).others


def _told(no: str) -> list[int]:
    rows = Notice.objects.filter(kind="watched", complaint__no=no)
    return list(rows.order_by("id").values_list("to", flat=True))


def test_two_people_on_one_case_see_each_other(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    alone = _others(play, no, house.agent)
    seen = _others(play, no, house.lead, typing=True)
    again = _others(play, no, house.agent)
    assert [alone, seen, again] == [[], [Other("Agent", False)], [Other("Lead", True)]]


def test_who_was_not_seen_for_half_a_minute_is_gone(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    _others(play, no, house.lead)
    play.now += timedelta(seconds=31)
    assert _others(play, no, house.agent) == []


def test_who_looks_on_is_not_written_down_each_time(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    _others(play, no, house.agent)
    first = Presence.objects.get().seen
    play.now += timedelta(seconds=10)
    _others(play, no, house.agent)
    assert Presence.objects.get().seen == first


def test_the_accused_neither_see_nor_are_seen(play: Play, house: House) -> None:
    no = play.lodge(type="2.2", accused_agent="peer").complaint.no
    _others(play, no, house.agent)
    with pytest.raises(AccusedHere):
        _others(play, no, house.peer)
    assert Presence.objects.count() == 1


def test_who_may_not_see_it_is_not_seen_on_it(play: Play, house: House) -> None:
    no = play.lodge(customer={"special_role": "media"}).complaint.no
    with pytest.raises(NoSuchComplaint):
        _others(play, no, house.clerk)
    row = complaint(no)
    Presence.objects.create(complaint=row, staff_id=house.clerk.id, seen=play.now)
    assert _others(play, no, house.director) == []


def test_who_follows_a_case_hears_of_it_once_until_they_look(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    watch(no, by=house.lead, people=everyone(), now=play.now, on=True)
    play.do("accept", no)
    play.do("note", no, text="一句")
    first = _told(no)
    Notice.objects.filter(kind="watched").update(seen_at=play.now)
    play.do("note", no, text="又一句")
    assert [first, _told(no)] == [[house.lead.id], [house.lead.id] * 2]


def test_ones_own_step_is_no_news(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    watch(no, by=house.agent, people=everyone(), now=play.now, on=True)
    play.do("accept", no)
    assert _told(no) == []


def test_who_is_told_anyway_is_told_once(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    watch(no, by=house.senior, people=everyone(), now=play.now, on=True)
    play.do("transfer", no, to="senior", reason="熟悉")
    assert _told(no) == []


def test_following_leaves_no_line_and_ends_when_one_likes(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    before = len(lines(no))
    for on in (True, True, False):
        watch(no, by=house.lead, people=everyone(), now=play.now, on=on)
    known = len(lines(no))
    play.do("accept", no)
    assert (known, _told(no)) == (before, [])


def test_who_may_not_see_a_case_cannot_follow_it(play: Play, house: House) -> None:
    no = play.lodge(customer={"special_role": "media"}).complaint.no
    with pytest.raises(NoSuchComplaint):
        watch(no, by=house.clerk, people=everyone(), now=play.now, on=True)
