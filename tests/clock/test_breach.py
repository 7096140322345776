"""What time does to a complaint, however late and however often somebody looks."""

from datetime import datetime, timedelta

import pytest

from kesu.clock.duties import breaches
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.journal.queries import lines_after
from kesu.journeys.breach import look
from kesu.people.queries import everyone
from kesu.policy.codes import State
from tests.cast import Play, at, clocks, complaint, end_of, last_kinds, last_seq, lines

SATURDAY = end_of("02-14")
"""When the first call-back of what Play lodges on Friday is due: the make-up workday after it."""
SECOND = timedelta(seconds=1)


def work_off(now: datetime) -> None:
    """Everything due at ``now``, as the worker does it."""
    while (due := breaches(now, 20)) is not None and due <= now:
        pass


def claim(now: datetime) -> DueMoment:
    """The row due first, as a worker holds it."""
    (moment,) = DueMoment.claim(at=now, limit=1, lease=timedelta(minutes=1))
    assert isinstance(moment, DueMoment)
    return moment


def told(kind: str = "breached") -> set[tuple[str, str]]:
    """Who was told of what."""
    people = everyone()
    notices = Notice.objects.filter(kind=kind)
    return {(people[one.to_id].sign_in, one.detail) for one in notices}


def misses(no: str) -> list[datetime]:
    """The true times of the daily lines that were missed."""
    rows = Clock.objects.filter(complaint__no=no, name="progress", state="breached")
    return [row.breached_at for row in rows.order_by("due") if row.breached_at]


@pytest.mark.req("E44", "Q8")
def test_nothing_is_late_at_the_due_second(play: Play) -> None:
    no = play.lodge().complaint.no
    work_off(SATURDAY)
    assert clocks(no) == [("first_callback", SATURDAY, "running", None)]


def test_a_row_claimed_too_early_waits_for_its_time(play: Play) -> None:
    play.lodge()
    look([claim(SATURDAY)], SATURDAY)
    work_off(SATURDAY + SECOND)
    assert Clock.objects.get().state == "breached"


@pytest.mark.req("E44")
def test_a_breach_seen_after_hours_asleep_carries_its_true_time(play: Play) -> None:
    no = play.lodge().complaint.no
    morning = at("02-15 08:00")
    work_off(morning)
    line = lines(no, "clock.breached")[-1]
    assert (line.at, line.written, line.by, Clock.objects.get().breached_at) == (
        SATURDAY,
        morning,
        "system:clock",
        SATURDAY,
    )


@pytest.mark.req("E31", "Q23")
def test_a_breach_changes_neither_type_nor_state(play: Play) -> None:
    no = play.lodge().complaint.no
    work_off(SATURDAY + SECOND)
    assert (complaint(no).type, complaint(no).state) == ("1.2.5", State.received)


def test_owner_superior_and_risk_owner_are_told(play: Play) -> None:
    play.lodge()
    work_off(SATURDAY + SECOND)
    assert told() == {("agent", "first_callback"), ("supervisor", "first_callback")}


@pytest.mark.req("E27")
def test_the_accused_is_never_told(play: Play) -> None:
    play.lodge(type="2.2", accused_agent="agent")
    play.restaff(play.house.agent, rank="supervisor")
    play.restaff(play.house.supervisor, supervisor_id=play.house.agent.id)
    work_off(end_of("02-13") + SECOND)
    assert told() == {("supervisor", "first_callback"), ("manager", "first_callback")}


def test_looking_twice_is_one_breach(play: Play) -> None:
    no = play.lodge().complaint.no
    moment = claim(SATURDAY + SECOND)
    look([moment], SATURDAY + SECOND)
    before = (last_seq(), complaint(no).version, Notice.objects.count())
    look([moment], SATURDAY + 2 * SECOND)
    assert (last_seq(), complaint(no).version, Notice.objects.count()) == before


def test_a_late_worker_changes_nothing(play: Play) -> None:
    no = play.lodge().complaint.no
    late = claim(SATURDAY + SECOND)
    claim(SATURDAY + timedelta(minutes=2))
    before = (last_seq(), complaint(no).version)
    look([late], SATURDAY + timedelta(minutes=3))
    assert (last_seq(), complaint(no).version, Clock.objects.get().state) == (*before, "running")


def test_the_row_of_a_worker_that_died_is_worked_again(play: Play) -> None:
    play.lodge()
    claim(SATURDAY + SECOND)
    work_off(SATURDAY + timedelta(minutes=2))
    assert Clock.objects.get().state == "breached"


def test_a_late_answer_leaves_the_breach_and_stands_beside_it(play: Play) -> None:
    no = play.walk("accepted")
    late = SATURDAY + timedelta(hours=9)
    work_off(late)
    play.do("contact", no, now=late, channel="hotline", outcome="reached")
    assert clocks(no, "first_callback") == [("first_callback", SATURDAY, "breached", late)]


def test_what_was_met_is_not_looked_at_again(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("contact", no, channel="hotline", outcome="reached")
    before = last_seq()
    work_off(SATURDAY + SECOND)
    assert last_seq() == before


def _tried(play: Play, *, message: bool = True, apart: int = 30) -> str:
    """A complaint whose customer did not answer the telephone."""
    no = play.lodge().complaint.no
    for minutes in (0, apart):
        when = at("02-13 15:00") + timedelta(minutes=minutes)
        play.do("contact", no, now=when, channel="hotline", outcome="no_answer")
    if message:
        play.do("progress", no, now=at("02-13 16:00"), text="两次致电未接通,明天上午再联系您。")
    return no


@pytest.mark.req("Q24", "E41")
def test_tried_in_earnest_is_no_breach(play: Play) -> None:
    no = _tried(play)
    work_off(SATURDAY + SECOND)
    line = lines(no, "clock.stopped")[-1]
    assert (line.rule, line.at, told(), clocks(no)) == (
        "Q24",
        SATURDAY,
        set(),
        [("first_callback", SATURDAY, "stopped", None)],
    )


@pytest.mark.req("Q24")
@pytest.mark.parametrize("less", [{"message": False}, {"apart": 29}])
def test_trying_less_is_a_breach(play: Play, less: dict[str, int]) -> None:
    no = _tried(play, **less)  # type: ignore[arg-type]
    work_off(SATURDAY + SECOND)
    assert clocks(no) == [("first_callback", SATURDAY, "breached", None)]


@pytest.mark.req("Q24", "Q23")
def test_attempts_before_a_new_call_back_do_not_count_for_it(play: Play) -> None:
    no = play.walk("following_up", _tried(play))
    asked = at("02-13 18:00")
    answered = {"outcome": "answered", "satisfied": False}
    play.do("follow_up", no, now=asked, **answered)
    work_off(end_of("02-13") + SECOND)
    assert clocks(no, "first_callback")[-1][2] == "breached"


@pytest.mark.req("C21", "Q26")
def test_three_days_asleep_are_three_misses(play: Play) -> None:
    no = play.walk("accepted")
    work_off(at("02-17 08:00"))
    assert misses(no) == [end_of("02-14"), end_of("02-15"), end_of("02-16")]


@pytest.mark.req("C21")
def test_three_days_awake_leave_the_same_clocks_as_three_days_asleep(play: Play) -> None:
    asleep, awake = play.walk("accepted"), play.walk("accepted")
    everything = list(DueMoment.objects.filter(complaint__no=asleep).values_list("pk", flat=True))
    DueMoment.objects.filter(pk__in=everything).update(state="done")
    for day in ("02-15", "02-16", "02-17"):
        work_off(at(f"{day} 00:00"))
    DueMoment.objects.filter(pk__in=everything).update(state="waiting")
    work_off(at("02-17 08:00"))
    assert clocks(asleep, "progress") == clocks(awake, "progress")


@pytest.mark.req("C21")
def test_todays_line_runs_after_the_misses(play: Play) -> None:
    no = play.walk("accepted")
    work_off(at("02-17 08:00"))
    running = [one for one in clocks(no, "progress") if one[2] == "running"]
    assert running == [("progress", end_of("02-17"), "running", None)]


@pytest.mark.req("C21", "Q26")
def test_a_day_with_a_line_is_no_miss(play: Play) -> None:
    no = play.walk("accepted")
    play.do("progress", no, now=at("02-15 10:00"), none_yet=True)
    work_off(at("02-17 08:00"))
    assert misses(no) == [end_of("02-14"), end_of("02-16")]


@pytest.mark.req("C21")
def test_missed_days_are_told_once(play: Play) -> None:
    no = play.walk("accepted")
    work_off(at("02-17 08:00"))
    notices = Notice.objects.filter(complaint__no=no, kind="breached", detail="progress")
    assert notices.count() == 2


@pytest.mark.req("Q26")
def test_nothing_is_missed_after_closing(play: Play) -> None:
    no = play.walk("closed")
    before = last_seq()
    work_off(at("02-20 08:00"))
    assert (misses(no), last_seq()) == ([], before)


@pytest.mark.req("E46")
def test_a_promise_not_kept_is_breached_at_its_time(play: Play) -> None:
    no = play.walk("accepted")
    due = at("02-13 17:00")
    play.do("promise", no, what="五点前回电", due=due.isoformat())
    work_off(due + timedelta(hours=1))
    assert clocks(no, "promise") == [("promise", due, "breached", None)]


@pytest.mark.req("A34", "Q12")
def test_the_review_date_ends_cooling(play: Play) -> None:
    no = play.walk("cooling")
    review = at("03-02 00:00")
    work_off(review + SECOND)
    line = lines(no, "complaint.resumed")[-1]
    row = complaint(no)
    assert (row.state, row.cooled_from, row.review_on) == (State.accepted, "", None)
    assert (line.at, line.facts["automatic"], told("resumed")) == (review, True, {("agent", "")})


@pytest.mark.req("A34")
def test_cooling_lasts_until_its_review_date(play: Play) -> None:
    no = play.walk("cooling")
    work_off(at("03-01 23:59"))
    assert complaint(no).state == State.cooling


@pytest.mark.req("Q12")
def test_no_clock_pauses_while_cooling(play: Play) -> None:
    no = play.walk("cooling")
    work_off(SATURDAY + SECOND)
    assert [one[2] for one in clocks(no, "first_callback")] == ["breached"]


def test_the_oldest_comes_first(play: Play) -> None:
    later = play.lodge(now=at("02-13 10:00"), type="3.2").complaint.no
    first = play.lodge(now=at("02-13 10:01"), type="2.3").complaint.no
    before = last_seq()
    work_off(at("02-28 10:00"))
    assert [said["case"] for said in lines_after(before, limit=9)] == [first, later]


def test_the_next_due_time_is_what_the_duty_answers(play: Play) -> None:
    play.lodge()
    assert breaches(at("02-13 12:00"), 20) == SATURDAY + timedelta(microseconds=1)


def test_a_full_hand_means_there_may_be_more(play: Play) -> None:
    play.lodge(), play.lodge()
    now = SATURDAY + SECOND
    assert (breaches(now, 1), breaches(now, 20)) == (now, None)


def test_what_is_overdue_stays_due_until_it_is_answered(play: Play) -> None:
    no = play.walk("accepted")
    work_off(SATURDAY + SECOND)
    assert complaint(no).next_due == SATURDAY
    play.do("contact", no, now=at("02-15 09:00"), channel="hotline", outcome="reached")
    assert complaint(no).next_due == end_of("02-16")


@pytest.mark.req("E44", "Q24")
def test_a_contact_that_comes_before_the_worker_looks_is_late_all_the_same(play: Play) -> None:
    no = play.lodge().complaint.no
    late, before = SATURDAY + timedelta(hours=2), last_seq()
    play.do("contact", no, now=late, channel="hotline", outcome="reached")
    assert clocks(no) == [("first_callback", SATURDAY, "breached", late)]
    assert last_kinds(no, before) == ["complaint.contacted", "clock.breached", "clock.met"]
    assert told() == {("agent", "first_callback"), ("supervisor", "first_callback")}
