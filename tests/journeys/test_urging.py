"""催办 counts and tells; 督办 has a time (F05)."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.complaints.models import Urge
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotYours
from kesu.journeys.perform import perform
from kesu.people.rules import Person
from tests.cast import CLOSING, Play, at, clocks, complaint, lines


def told(no: str) -> list[tuple[str, str]]:
    found = Notice.objects.filter(complaint__no=no, kind="urged").order_by("id")
    return list(found.values_list("to__sign_in", "detail"))


def urge(play: Play, no: str, actor: Person, **said: Any) -> None:
    play.now += timedelta(minutes=20)
    perform("urge", no, said, by=actor, now=play.now)


@pytest.mark.req("F05")
def test_each_chase_is_counted_and_told_and_the_third_goes_above(play: Play) -> None:
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    for _ in range(2):
        urge(play, no, play.house.clerk, by="customer")
    assert told(no) == [("agent", "1"), ("agent", "2")]
    urge(play, no, play.house.clerk, by="customer")
    assert sorted(told(no)[2:]) == [("agent", "3"), ("supervisor", "3")]
    assert [one.facts["count"] for one in lines(no, "complaint.urged")] == [1, 2, 3]
    assert complaint(no).next_due == clocks(no)[0][1]


@pytest.mark.req("F05")
def test_a_manager_sets_a_time_by_which_the_case_is_to_end(play: Play) -> None:
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    urge(play, no, play.house.manager, by="staff", due="2026-02-13T18:00:00+08:00")
    assert ("close", at("02-13 18:00"), "running", None) in clocks(no)
    assert complaint(no).next_due == at("02-13 18:00")
    assert sorted(told(no)) == [("agent", ""), ("supervisor", "")]
    assert Urge.objects.get().due == at("02-13 18:00")


@pytest.mark.req("F05")
def test_the_end_of_the_case_ends_that_time(play: Play) -> None:
    no = play.walk("following_up")
    urge(play, no, play.house.manager, by="staff", due="2026-02-14T18:00:00+08:00")
    answered = {"satisfied": True, "service_met": True, "emotional_met": True}
    play.do("follow_up", no, outcome="answered", **answered)
    play.do("close", no, **CLOSING)
    assert [one[2] for one in clocks(no, "close")] in (["stopped"], ["met"])


@pytest.mark.req("F05")
def test_a_superior_alone_sets_a_time_and_it_lies_ahead(play: Play) -> None:
    no, soon = play.lodge(now=at("02-13 10:00")).complaint.no, "2026-02-14T18:00:00+08:00"
    with pytest.raises(NotYours):
        urge(play, no, play.house.agent, by="staff", due=soon)
    with pytest.raises(Refused) as refusal:
        urge(play, no, play.house.manager, by="staff", due="2026-02-13T09:00:00+08:00")
    assert refusal.value.faults[0].loc == "due"
    assert not Urge.objects.exists()
    urge(play, no, play.house.supervisor, by="staff", due=soon)
    assert [clock[0] for clock in clocks(no) if clock[0] == "close"] == ["close"]


@pytest.mark.req("F05")
def test_a_colleague_urges_and_a_customer_names_a_day_without_a_clock(play: Play) -> None:
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    urge(play, no, play.house.lead, by="staff")
    urge(play, no, play.house.clerk, by="customer", due="2026-02-14T18:00:00+08:00")
    assert Urge.objects.count() == 2
    assert "close" not in [clock[0] for clock in clocks(no)]
