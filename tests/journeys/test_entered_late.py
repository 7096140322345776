"""What is put on the record after a clock was judged, about a time before (ADR 5)."""

from datetime import datetime, timedelta

import pytest

from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from tests.cast import Play, at, clocks, complaint, end_of, lines
from tests.clock.test_breach import work_off

SATURDAY = end_of("02-14")
MONDAY = at("02-16 09:00")
REACHED = {"channel": "hotline", "outcome": "reached"}
NOBODY = {"channel": "hotline", "outcome": "no_answer"}
HOUR = timedelta(hours=1)


@pytest.fixture
def no(play: Play) -> str:
    """Received on Friday and broken on Saturday before the worker's eyes."""
    no = play.lodge().complaint.no
    work_off(SATURDAY + HOUR)
    return no


def told(play: Play, verb: str, no: str, when: str, **payload: object) -> None:
    """One step that happened then and is written on Monday."""
    play.do(verb, no, now=MONDAY, at=at(when).isoformat(), **payload)


def tried(play: Play, no: str, *, second: str = "02-14 12:00") -> None:
    """Two calls that nobody took, and a message, all entered on Monday."""
    told(play, "contact", no, "02-14 11:00", **NOBODY)
    told(play, "progress", no, "02-14 11:05", text="未能接通，请回电")
    told(play, "contact", no, second, **NOBODY)


@pytest.mark.req("Q24", "A44")
def test_a_call_in_time_stands_beside_the_breach(no: str, play: Play) -> None:
    told(play, "contact", no, "02-14 09:00", **REACHED)
    assert clocks(no) == [("first_callback", SATURDAY, "breached", at("02-14 09:00"))]
    assert complaint(no).next_due is None


@pytest.mark.req("Q24")
def test_tried_in_earnest_entered_later_counts_apart(no: str, play: Play) -> None:
    tried(play, no)
    clock = Clock.objects.get(complaint__no=no)
    assert (clock.state, clock.breached_at, clock.rule) == ("breached", SATURDAY, "Q24")
    assert complaint(no).next_due is None
    (said,) = lines(no, "clock.tried")
    assert (said.at, said.facts["state"]) == (MONDAY, "breached")


@pytest.mark.req("Q24")
@pytest.mark.parametrize("second", ["02-14 11:20", "02-15 09:00"])
def test_too_soon_or_too_late_it_is_owed_on(no: str, second: str, play: Play) -> None:
    tried(play, no, second=second)
    clock = Clock.objects.get(complaint__no=no)
    assert (clock.rule, complaint(no).next_due) == ("Q8", SATURDAY)


@pytest.mark.req("Q24")
def test_tried_in_earnest_before_the_case_was_told_is_no_breach(play: Play) -> None:
    no = play.lodge(now=MONDAY, received="2026-02-13T10:00:00+08:00").complaint.no
    assert clocks(no) == [("first_callback", SATURDAY, "breached", None)]
    tried(play, no)
    clock = Clock.objects.get(complaint__no=no)
    assert (clock.state, clock.breached_at, clock.rule) == ("stopped", None, "Q24")


@pytest.mark.req("E31")
def test_a_customer_who_called_in_time_converts_nothing(no: str, play: Play) -> None:
    told(play, "contact", no, "02-14 09:00", direction="in", **REACHED)
    assert complaint(no).type == "1.2.5"


@pytest.mark.req("E31")
def test_a_customer_who_called_late_converts_though_entered_later(no: str, play: Play) -> None:
    told(play, "contact", no, "02-15 09:00", direction="in", **REACHED)
    assert complaint(no).type == "3.3"


@pytest.mark.req("C21")
def test_a_line_of_a_missed_day_stands_beside_the_miss(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("accept", no)
    work_off(end_of("02-15") + HOUR)
    play.do("progress", no, now=MONDAY, at=at("02-14 10:00").isoformat(), none_yet=True)
    assert clocks(no, "progress") == [
        ("progress", end_of("02-14"), "breached", at("02-14 10:00")),
        ("progress", end_of("02-15"), "breached", None),
        ("progress", end_of("02-16"), "running", None),
    ]


@pytest.mark.req("C22")
def test_a_word_before_the_last_one_ends_no_silence(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("accept", no)
    play.do("contact", no, now=at("02-14 10:00"), **REACHED)
    work_off(at("02-17 09:00"))
    play.do("progress", no, now=at("02-17 09:30"), at=at("02-13 12:00").isoformat(), none_yet=True)
    assert clocks(no, "silence") == [("silence", at("02-16 10:00"), "breached", None)]


def lines_of(no: str) -> list[tuple[datetime, str]]:
    return [(due, state) for _, due, state, _ in clocks(no, "progress")]


@pytest.mark.req("C21")
def test_the_daily_line_of_a_case_told_late_goes_on_by_itself(play: Play) -> None:
    no = play.lodge(now=MONDAY, received="2026-02-13T10:00:00+08:00").complaint.no
    told(play, "accept", no, "02-13 10:30")
    work_off(MONDAY + HOUR / 2)
    assert lines_of(no) == [(end_of("02-14"), "breached")], "the story may not be told yet"
    work_off(MONDAY + 2 * HOUR)
    assert lines_of(no) == [
        (end_of("02-14"), "breached"),
        (end_of("02-15"), "breached"),
        (end_of("02-16"), "running"),
    ]
    assert complaint(no).next_due == min(SATURDAY, end_of("02-16"))
    assert not Notice.objects.filter(kind="breached").exists()
    work_off(end_of("02-16") + HOUR)
    assert lines_of(no)[-1] == (end_of("02-17"), "running")
    assert Notice.objects.filter(kind="breached", detail="progress").exists()


@pytest.mark.req("C21")
def test_what_is_told_after_that_hour_still_meets_its_day(play: Play) -> None:
    no = play.lodge(now=MONDAY, received="2026-02-13T10:00:00+08:00").complaint.no
    told(play, "accept", no, "02-13 10:30")
    work_off(MONDAY + 2 * HOUR)
    later = MONDAY + 3 * HOUR
    play.do("progress", no, now=later, at=at("02-15 10:00").isoformat(), none_yet=True)
    assert lines_of(no)[1] == (end_of("02-15"), "met")


@pytest.mark.req("C21")
def test_two_months_told_late_are_caught_up_with(play: Play) -> None:
    may = at("05-01 09:00")
    no = play.lodge(now=may, received="2026-02-13T10:00:00+08:00").complaint.no
    play.do("accept", no, now=may, at=at("02-13 10:30").isoformat())
    work_off(may + 2 * HOUR)
    found = lines_of(no)
    assert len(found) == 77
    assert found[-1] == (end_of("05-01"), "running")
    assert not Notice.objects.filter(kind="breached").exists()
