"""A story of months ago, told today, ends with the times of the story."""

import pytest

from kesu.deadlines.models import Clock, DueMoment
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, at, clocks, complaint, end_of, lines

TODAY = at("06-01 09:00")
REACHED = {"channel": "hotline", "outcome": "reached"}
TOLD = {"received": "2026-02-13T10:00:00+08:00", "channel": "email"}


def told(play: Play, verb: str, no: str, when: str, by: str = "", **payload: object) -> None:
    """One step that happened then and is written today."""
    actor = getattr(play.house, by) if by else None
    play.do(verb, no, actor, now=TODAY, at=at(when).isoformat(), **payload)


@pytest.fixture
def no(play: Play) -> str:
    """Received in February, told in June."""
    return play.lodge(now=TODAY, **TOLD).complaint.no


@pytest.mark.req("Q21")
def test_nothing_said_yet_is_a_breach_that_tells_nobody(no: str) -> None:
    clock = Clock.objects.get(complaint__no=no)
    assert (clock.state, clock.breached_at) == ("breached", end_of("02-14"))
    assert DueMoment.objects.filter(complaint__no=no).count() == 0
    assert complaint(no).received == at("02-13 10:00")


@pytest.mark.req("Q24")
def test_an_answer_in_time_is_met(no: str, play: Play) -> None:
    told(play, "contact", no, "02-14 09:00", **REACHED)
    assert clocks(no) == [("first_callback", end_of("02-14"), "met", at("02-14 09:00"))]


def test_an_answer_too_late_is_a_breach_with_its_time(no: str, play: Play) -> None:
    told(play, "contact", no, "02-15 09:00", **REACHED)
    assert clocks(no) == [("first_callback", end_of("02-14"), "breached", at("02-15 09:00"))]


@pytest.mark.req("E50")
def test_another_type_then_is_counted_then(no: str, play: Play) -> None:
    told(play, "classify", no, "02-13 11:00", type="2.3")
    told(play, "contact", no, "02-14 09:00", **REACHED)
    assert clocks(no) == [("first_callback", end_of("02-13"), "breached", at("02-14 09:00"))]


def test_a_longer_type_then_gives_the_longer_time(no: str, play: Play) -> None:
    told(play, "classify", no, "02-13 11:00", type="3.2.1")
    told(play, "contact", no, "02-20 09:00", **REACHED)
    assert clocks(no) == [("first_callback", end_of("02-24"), "met", at("02-20 09:00"))]


@pytest.mark.req("Q22")
def test_urgency_then_hurries_the_clock_of_then(no: str, play: Play) -> None:
    told(play, "mark_urgent", no, "02-13 12:00", reasons=["U1"])
    told(play, "contact", no, "02-13 14:59", **REACHED)
    assert clocks(no, "first_callback") == [
        ("first_callback", at("02-13 15:00"), "met", at("02-13 14:59"))
    ]


@pytest.mark.req("Q22")
def test_urgency_after_the_call_back_asks_the_supervisor(no: str, play: Play) -> None:
    told(play, "contact", no, "02-13 11:00", **REACHED)
    told(play, "mark_urgent", no, "02-13 12:00", reasons=["U1"])
    told(play, "contact", no, "02-13 14:00", by="supervisor", **REACHED)
    assert [one for one in clocks(no) if one[0] != "report"] == [
        ("first_callback", end_of("02-14"), "met", at("02-13 11:00")),
        ("urgent_contact", at("02-13 15:00"), "met", at("02-13 14:00")),
    ]


@pytest.mark.req("E46")
def test_a_promise_then_is_kept_then(no: str, play: Play) -> None:
    told(play, "promise", no, "02-13 11:00", what="回电", due="2026-02-14T16:00:00+08:00")
    (promised,) = lines(no, "complaint.promised")
    told(play, "keep_promise", no, "02-14 15:00", promise=promised.facts["promise"], kept=True)
    assert clocks(no, "promise") == [("promise", at("02-14 16:00"), "met", at("02-14 15:00"))]


def test_a_withdrawal_then_stops_what_ran_then(no: str, play: Play) -> None:
    told(play, "withdraw", no, "02-13 12:00", reason="误会")
    assert clocks(no) == [("first_callback", end_of("02-14"), "stopped", None)]


@pytest.mark.req("C21")
def test_the_days_of_then_are_counted_then(no: str, play: Play) -> None:
    told(play, "accept", no, "02-13 10:30")
    told(play, "progress", no, "02-14 10:00", none_yet=True)
    told(play, "progress", no, "02-16 10:00", none_yet=True)
    told(play, "withdraw", no, "02-18 10:00", reason="撤回")
    assert [(due, state) for _, due, state, _ in clocks(no, "progress")] == [
        (end_of("02-14"), "met"),
        (end_of("02-15"), "breached"),
        (end_of("02-16"), "met"),
        (end_of("02-17"), "breached"),
        (end_of("02-18"), "stopped"),
    ]


@pytest.mark.req("E31", "Q23", "E14", "C21")
def test_the_late_gift_as_the_stories_tell_it(play: Play) -> None:
    """S004-1: the whole chart, dissatisfied, then 3.3 with its own day; no clock is breached."""
    no = play.lodge(
        now=TODAY,
        channel="hotline",
        merchant="M-031",
        received="2026-02-13T10:01:00+08:00",
        first_contact={"promise": {"what": "16点前回电", "due": "2026-02-14T16:00:00+08:00"}},
    ).complaint.no
    (promised,) = lines(no, "complaint.promised")
    told(play, "verify", no, "02-13 10:20", verdict="valid", reason="属实")
    (asked,) = lines(no, "complaint.consulted")
    task = asked.facts["consult"]
    told(play, "feedback", no, "02-13 14:05", by="liaison", consult=task, text="同意补寄")
    told(play, "cause", no, "02-13 14:33", text="商户漏发")
    told(play, "propose", no, "02-13 14:35", **PROPOSAL)
    told(play, "approve", no, "02-13 15:10", by="supervisor")
    told(play, "contact", no, "02-13 15:30", **REACHED)
    told(play, "keep_promise", no, "02-13 15:30", promise=promised.facts["promise"], kept=True)
    told(play, "reply", no, "02-13 15:30", channel="hotline", text="补寄")
    told(play, "decide", no, "02-13 15:30", position="accepted")
    done = {"actions": [{"action": "补寄", "result": "done", "reference": "CRM-88921"}]}
    told(play, "execute", no, "02-13 16:00", **done)
    told(play, "follow_up", no, "02-14 11:00", outcome="answered", satisfied=False)
    row = complaint(no)
    assert (row.state, row.type, row.origin_type, row.grade_rank, row.owner_id) == (
        "proposing",
        "3.3",
        "1.2.5",
        3,
        play.house.supervisor.id,
    )
    told(play, "contact", no, "02-14 15:00", **REACHED)
    told(play, "propose", no, "02-14 15:20", **PROPOSAL)
    told(play, "approve", no, "02-14 15:40", by="manager")
    told(play, "reply", no, "02-14 15:50", channel="hotline", text="到家补寄")
    told(play, "decide", no, "02-14 15:50", position="accepted")
    told(play, "execute", no, "02-14 16:10", **done)
    told(play, "follow_up", no, "02-15 10:30", **ANSWERED)
    told(play, "close", no, "02-15 10:42", **CLOSING)
    row = complaint(no)
    assert (row.state, row.form_no, row.closed_customer_at) == (
        "closed",
        "TS-20260213-0001",
        at("02-15 10:42"),
    )
    assert clocks(no) == [
        ("first_callback", end_of("02-14"), "met", at("02-13 15:30")),
        ("progress", end_of("02-14"), "met", at("02-14 11:00")),
        ("silence", at("02-17 10:30"), "stopped", None),
        ("promise", at("02-14 16:00"), "met", at("02-13 15:30")),
        ("consult", at("02-13 14:20"), "met", at("02-13 14:05")),
        ("follow_up", end_of("02-14"), "met", at("02-14 11:00")),
        ("progress", end_of("02-15"), "met", at("02-15 10:30")),
        ("first_callback", end_of("02-14"), "met", at("02-14 15:00")),
        ("follow_up", end_of("02-15"), "met", at("02-15 10:30")),
        ("progress", end_of("02-16"), "stopped", None),
    ]
