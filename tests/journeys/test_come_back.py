"""再次投诉: a matter that was closed comes back as a child of type 3.3 (E31, Q23)."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine
from tests.cast import Play

WHO = {"external_id": "V-2041", "name": "张女士"}
MATTER: dict[str, Any] = {"customer": WHO, "merchant": "M-031", "order": "O-7781"}


def closed(play: Play, **given: Any) -> Complaint:
    return Complaint.objects.get(no=play.walk("closed", **{**MATTER, **given}))


@pytest.mark.req("E31")
def test_a_closed_matter_comes_back_as_a_child_of_type_3_3(play: Play) -> None:
    before = closed(play)
    again = play.lodge(**MATTER, now=play.now + timedelta(days=3)).complaint
    assert (again.parent, again.type, again.origin_type) == (before, "3.3", "1.2.5")
    assert (again.grade_rank, again.tier, again.owner.rank) == (3, "D", "supervisor")
    due = again.clocks.get(name="first_callback").due
    assert due.astimezone(play.now.tzinfo).date() <= (play.now + timedelta(days=1)).date()
    facts = JournalLine.objects.get(about_id=str(again.pk), kind="complaint.lodged").line
    assert f'"parent":"{before.pk}"' in facts


@pytest.mark.req("E31")
def test_an_unsorted_one_about_the_order_has_the_closed_ones_origin(play: Play) -> None:
    closed(play)
    again = play.lodge(customer=WHO, order="O-7781", type=None).complaint
    assert (again.type, again.origin_type) == ("3.3", "1.2.5")


@pytest.mark.req("E31")
@pytest.mark.parametrize(
    "other",
    [
        {"customer": {"external_id": "V-9"}},
        {"order": "O-1", "merchant": "M-9"},
        {"type": "2.3.1", "merchant": "M-9"},
        {"now": timedelta(days=31)},
    ],
    ids=["somebody else", "another matter", "another kind", "long after"],
)
def test_what_is_not_the_closed_matter_is_a_complaint_of_its_own(
    play: Play, other: dict[str, Any]
) -> None:
    closed(play)
    later = play.now + other.pop("now", timedelta(days=1))
    fresh = play.lodge(**{**MATTER, **other}, now=later).complaint
    assert (fresh.parent, fresh.origin_type) == (None, "")
    assert fresh.type != "3.3"


@pytest.mark.req("E31", "Q25")
def test_solved_in_the_same_contact_it_keeps_its_type_and_its_parent(play: Play) -> None:
    before = closed(play)
    solved = {"resolved": {"cause": "漏发", "what": "已补寄", "clause": "合作条款 4.2"}}
    given: dict[str, Any] = {**MATTER, "channel": "hotline", "first_contact": solved}
    again = play.lodge(**given, now=play.now + timedelta(days=3)).complaint
    assert (again.state, again.type, again.origin_type) == ("following_up", "1.2.5", "")
    assert again.parent == before


def test_an_open_matter_makes_no_child(play: Play) -> None:
    play.walk("accepted", **MATTER)
    assert play.lodge(**MATTER).complaint.parent is None
