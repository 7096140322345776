"""Silence, a day the customer chose, pauses, closing times, planned follow-ups, reopening."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kesu.clock.duties import breaches
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from kesu.policy import queries as policies
from kesu.policy.loading import builtin
from tests.cast import ANSWERED, CLOSING, Play, at, clocks, complaint, end_of, lines

REACHED: dict[str, Any] = {"channel": "hotline", "outcome": "reached"}
TWO_DAYS = timedelta(hours=48)
Row = tuple[datetime, str]


def of(no: str, name: str) -> list[Row]:
    """Due time and state of each clock of a name."""
    return [(due, state) for _, due, state, _ in clocks(no, name)]


def wake(now: datetime) -> None:
    """The worker at ``now``: everything that is due by then."""
    while (due := breaches(now, 50)) is not None and due <= now:
        continue


@pytest.fixture
def brand(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """The same house under the rules of a brand."""
    pack = builtin("brand")
    monkeypatch.setattr(policies, "in_force", lambda _: pack)
    monkeypatch.setattr(policies, "version", lambda *_: pack)
    return play


@pytest.mark.req("C22")
@pytest.mark.parametrize(("seconds", "state"), [(0, "running"), (60, "breached")])
def test_48_hours_without_a_word_are_a_silence(seconds: int, state: str, play: Play) -> None:
    no = play.walk("accepted")
    due = play.now + TWO_DAYS
    wake(due + timedelta(seconds=seconds))
    assert of(no, "silence") == [(due, state)]
    told = Notice.objects.filter(kind="silent").values_list("to_id", "complaint__no")
    assert list(told) == ([(play.house.agent.id, no)] if state == "breached" else [])


@pytest.mark.req("C22", "C20")
@pytest.mark.parametrize(
    ("verb", "payload", "heard"),
    [
        ("contact", REACHED, True),
        ("progress", {"none_yet": True}, True),
        ("contact", {"channel": "hotline", "outcome": "no_answer"}, False),
        ("note", {"text": "内部"}, False),
    ],
)
def test_a_word_begins_the_time_anew(
    verb: str, payload: dict[str, Any], heard: bool, play: Play
) -> None:
    no = play.walk("accepted")
    before = play.now + TWO_DAYS
    play.do(verb, no, now=at("02-14 09:00"), **payload)
    after = at("02-16 09:00") if heard else before
    assert of(no, "silence") == [(after, "running")]


@pytest.mark.req("C22")
def test_a_silence_that_was_broken_late_stays_on_the_record(play: Play) -> None:
    no = play.walk("accepted")
    due = play.now + TWO_DAYS
    play.do("contact", no, now=at("02-16 10:00"), **REACHED)
    assert clocks(no, "silence") == [
        ("silence", due, "breached", at("02-16 10:00")),
        ("silence", at("02-18 10:00"), "running", None),
    ]


@pytest.mark.req("Q26", "C21")
def test_a_day_that_the_customer_chose_is_the_next_that_owes_a_line(play: Play) -> None:
    no = play.walk("accepted")
    play.do("contact", no, now=at("02-14 10:00"), **REACHED)
    assert of(no, "progress")[-1] == (end_of("02-15"), "running")
    play.do("promise", no, what="收货后再谈", due="2026-02-19T15:00:00+08:00")
    assert of(no, "progress") == [(end_of("02-14"), "met"), (end_of("02-19"), "running")]
    assert of(no, "silence") == [(at("02-21 00:00"), "running")]
    wake(at("02-18 23:00"))
    assert of(no, "progress")[-1] == (end_of("02-19"), "running")
    wake(at("02-20 08:00"))
    assert [state for _, state in of(no, "progress")] == ["met", "breached", "running"]


@pytest.mark.req("Q26")
def test_a_promise_that_nobody_chose_puts_nothing_off(play: Play) -> None:
    no = play.walk("accepted")
    play.do("promise", no, what="退款到账", due="2026-02-19T15:00:00+08:00")
    assert of(no, "progress") == [(end_of("02-14"), "running")]
    assert complaint(no).answer_on is None


@pytest.mark.req("Q26")
def test_a_call_two_hours_ago_is_another_talk(play: Play) -> None:
    no = play.walk("accepted")
    play.do("contact", no, now=at("02-14 10:00"), **REACHED)
    promise: dict[str, Any] = {"what": "回电", "due": "2026-02-19T15:00:00+08:00"}
    play.do("promise", no, now=at("02-14 12:00"), **promise)
    assert of(no, "progress")[-1] == (end_of("02-15"), "running")


@pytest.mark.req("Q26")
def test_a_day_chosen_on_the_telephone_at_once_holds_from_the_start(play: Play) -> None:
    promise: dict[str, Any] = {"what": "下周三回电", "due": "2026-02-18T15:00:00+08:00"}
    no = play.lodge(channel="hotline", first_contact={"promise": promise}).complaint.no
    assert of(no, "progress") == [(end_of("02-18"), "running")]


@pytest.mark.req("Q26")
def test_settled_before_its_day_the_daily_line_is_owed_again(play: Play) -> None:
    promise: dict[str, Any] = {"what": "下周三回电", "due": "2026-02-18T15:00:00+08:00"}
    no = play.lodge(channel="hotline", first_contact={"promise": promise}).complaint.no
    (promised,) = lines(no, "complaint.promised")
    number = promised.facts["promise"]
    play.do("keep_promise", no, now=at("02-15 11:00"), promise=number, kept=True)
    assert of(no, "progress") == [(end_of("02-16"), "running")]
    assert complaint(no).answer_on is None


@pytest.mark.req("C21", "Q26")
def test_five_days_over_a_holiday_with_one_missed_show_one_miss(play: Play) -> None:
    no = play.lodge(now=at("02-14 10:00")).complaint.no
    play.do("accept", no)
    for day in ("02-15", "02-16", "02-18"):
        play.do("progress", no, now=at(f"{day} 11:00"), none_yet=True)
        wake(end_of(day))
    wake(at("02-18 23:00"))
    states = [state for _, state in of(no, "progress")]
    assert (states.count("breached"), states.count("met")) == (1, 3)


@pytest.mark.req("Q12")
def test_what_cools_waits_and_goes_on_with_the_time_it_had_left(play: Play) -> None:
    no = play.walk("accepted")
    start = play.now
    cooled = start + timedelta(hours=8)
    rest: dict[str, Any] = {"reason": "等检测", "review_on": "2026-03-02"}
    play.do("cool", no, play.house.supervisor, now=cooled, **rest)
    play.do("resume", no, now=at("02-20 12:00"))
    assert of(no, "silence") == [
        (start + TWO_DAYS, "stopped"),
        (at("02-20 12:00") + timedelta(hours=40), "running"),
    ]


@pytest.mark.req("Q12")
def test_a_review_that_is_seen_late_goes_on_from_its_own_day(play: Play) -> None:
    no = play.walk("accepted")
    cooled = play.now + timedelta(hours=8)
    rest: dict[str, Any] = {"reason": "等检测", "review_on": "2026-02-16"}
    play.do("cool", no, play.house.supervisor, now=cooled, **rest)
    wake(at("02-16 09:00"))
    midnight = at("02-16 00:00")
    assert of(no, "silence")[-1] == (midnight + timedelta(hours=40), "running")


@pytest.mark.req("Q12", "C22")
def test_a_word_while_it_rests_gives_the_whole_time_back(play: Play) -> None:
    no = play.walk("accepted")
    rest: dict[str, Any] = {"reason": "等检测", "review_on": "2026-03-02"}
    play.do("cool", no, play.house.supervisor, now=play.now + timedelta(hours=8), **rest)
    play.do("contact", no, now=at("02-19 10:00"), **REACHED)
    assert [state for _, state in of(no, "silence")] == ["stopped"]
    play.do("resume", no, now=at("02-20 12:00"))
    assert of(no, "silence")[-1] == (at("02-22 12:00"), "running")


@pytest.mark.req("Q12")
def test_a_breach_before_the_rest_stays(play: Play) -> None:
    no = play.walk("accepted")
    due = play.now + TWO_DAYS
    rest: dict[str, Any] = {"reason": "等检测", "review_on": "2026-03-02"}
    play.do("cool", no, play.house.supervisor, now=at("02-16 10:00"), **rest)
    wake(at("02-16 10:01"))
    play.do("resume", no, now=at("02-20 12:00"))
    assert of(no, "silence") == [(due, "breached")]


@pytest.mark.req("A59")
def test_what_was_withdrawn_while_it_rested_waits_for_nothing(play: Play) -> None:
    no = play.walk("cooling")
    play.do("withdraw", no, reason="客户撤回")
    assert Clock.objects.filter(complaint__no=no, state="running").count() == 0


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans=st.lists(st.tuples(st.integers(1, 200), st.integers(1, 200)), min_size=1, max_size=4))
def test_many_pauses_come_to_the_same_as_one(spans: list[tuple[int, int]], play: Play) -> None:
    """Working and resting in turns, in minutes: the due time moves by the time rested."""
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    play.do("accept", no)
    start = play.now
    for worked, rested in spans:
        rest: dict[str, Any] = {"reason": "等", "review_on": "2026-03-02"}
        play.do("cool", no, play.house.supervisor, now=play.now + timedelta(minutes=worked), **rest)
        play.do("resume", no, now=play.now + timedelta(minutes=rested))
    rested_all = timedelta(minutes=sum(rested for _, rested in spans))
    assert of(no, "silence")[-1] == (start + TWO_DAYS + rested_all, "running")


@pytest.mark.req("D12")
def test_a_brand_closes_within_its_own_time(brand: Play) -> None:
    no = brand.lodge(type="1.2.5").complaint.no
    assert of(no, "close") == [(at("02-15 10:00"), "running")]
    brand.do("classify", no, type="2.3.1")
    assert of(no, "close") == [(at("02-14 10:00"), "running")]
    brand.do("classify", no, type="3.2.1")
    assert of(no, "close") == [(at("02-14 10:00"), "stopped")]


@pytest.mark.req("D12", "Q22")
def test_urgency_brings_the_closing_forward_and_never_back(brand: Play) -> None:
    no = brand.lodge(type="1.2.5").complaint.no
    brand.do("mark_urgent", no, now=at("02-13 11:00"), reasons=["U1"])
    assert of(no, "close") == [(at("02-14 11:00"), "running")]
    late = brand.lodge(type="1.2.5", now=at("02-13 12:00")).complaint.no
    brand.do("mark_urgent", late, now=at("02-15 11:00"), reasons=["U1"])
    assert of(late, "close") == [(at("02-15 12:00"), "running")]


@pytest.mark.req("D12")
def test_closing_meets_its_time_and_reopening_gives_back_what_was_left(brand: Play) -> None:
    no = brand.walk("closed")
    closed, due = brand.now, at("02-15 10:00")
    assert of(no, "close") == [(due, "met")]
    brand.do("reopen", no, now=at("02-20 10:00"), reason="又坏了")
    assert of(no, "close") == [(due, "met"), (at("02-20 10:00") + (due - closed), "running")]


@pytest.mark.req("D12", "E31")
def test_a_converted_one_is_closed_within_its_own_time_from_the_trigger(brand: Play) -> None:
    no = brand.lodge(type="1.2.5").complaint.no
    brand.do("classify", no, now=at("02-13 18:00"), type="3.3")
    assert of(no, "close") == [(at("02-14 18:00"), "running")]
    late = brand.lodge(type="1.2.5", now=at("02-13 10:00")).complaint.no
    brand.do("classify", late, now=at("02-14 18:00"), type="3.3")
    assert of(late, "close") == [(at("02-15 10:00"), "running")]
    safety = brand.lodge(type="3.2.1", now=at("02-13 10:00")).complaint.no
    brand.do("classify", safety, brand.house.risk, now=at("02-14 18:00"), type="3.3")
    assert of(safety, "close") == [(at("02-15 18:00"), "running")]


def test_a_platform_without_closing_times_starts_none(play: Play) -> None:
    assert of(play.walk("accepted"), "close") == []


@pytest.mark.req("B19", "Q32")
def test_what_was_executed_is_asked_after_on_its_day(play: Play) -> None:
    no = play.walk("following_up")
    assert of(no, "follow_up") == [(end_of("02-14"), "running")]
    assert Clock.objects.get(complaint__no=no, name="follow_up").subject == "D+1"
    play.do("follow_up", no, outcome="no_answer")
    assert of(no, "follow_up") == [(end_of("02-14"), "running")]
    play.do("follow_up", no, **ANSWERED)
    assert of(no, "follow_up") == [(end_of("02-14"), "met")]


@pytest.mark.req("Q32")
def test_the_first_one_answered_opens_the_gate_the_later_one_stays(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = builtin("loyalty")
    twice = pack.model_copy(
        update={"follow_up": pack.follow_up.model_copy(update={"days": {"any": (1, 7)}})}
    )
    monkeypatch.setattr(policies, "in_force", lambda _: twice)
    monkeypatch.setattr(policies, "version", lambda *_: twice)
    no = play.walk("following_up")
    play.do("follow_up", no, **ANSWERED)
    assert of(no, "follow_up") == [(end_of("02-14"), "met"), (end_of("02-20"), "running")]
    play.do("close", no, **CLOSING)
    assert complaint(no).state == "closed"


@pytest.mark.req("E31")
def test_a_dissatisfied_customer_ends_the_plan(play: Play) -> None:
    no = play.walk("following_up")
    play.do("follow_up", no, outcome="answered", satisfied=False)
    assert [state for _, state in of(no, "follow_up")] == ["met"]
    assert complaint(no).state == "proposing"


@pytest.mark.req("C22")
def test_reopening_gives_silence_the_time_it_had_left(play: Play) -> None:
    no = play.walk("closed")
    closed = play.now
    (before,) = of(no, "silence")
    play.do("reopen", no, now=at("03-02 10:00"), reason="又坏了")
    left = before[0] - closed
    assert of(no, "silence") == [
        (before[0], "stopped"),
        (at("03-02 10:00") + left, "running"),
    ]
    assert of(no, "progress")[-1] == (end_of("03-03"), "running")


def test_reopening_does_not_ask_for_a_first_call_back_again(play: Play) -> None:
    no = play.walk("closed")
    before = clocks(no, "first_callback")
    play.do("reopen", no, reason="又坏了")
    assert clocks(no, "first_callback") == before
