from datetime import timedelta

import pytest

from kesu.deadlines.models import Clock, DueMoment
from kesu.foundation.faults import Refused
from tests.cast import MORNING, Play, at, clocks, complaint, end_of, lines

REACHED = {"channel": "hotline", "outcome": "reached"}


@pytest.mark.req("C09", "Q24", "E41", "F01")
def test_the_first_contact_that_reached_somebody_meets_the_call_back(play: Play) -> None:
    no = play.walk("received")
    play.do("contact", no, now=at("02-13 11:00"), channel="hotline", outcome="no_answer")
    play.do("contact", no, play.house.clerk, now=at("02-13 12:00"), **REACHED)
    play.do("contact", no, now=at("02-13 13:00"), **REACHED)
    row = complaint(no)
    assert clocks(no) == [("first_callback", end_of("02-14"), "met", at("02-13 12:00"))]
    assert (row.owner_id, row.soothed_at, row.next_due, row.no_clock_because) == (
        play.house.agent.id,
        at("02-13 12:00"),
        None,
        "met",
    )


@pytest.mark.req("Q24")
@pytest.mark.parametrize("outcome", ["no_answer", "busy", "refused"])
def test_an_attempt_that_reached_nobody_meets_nothing(outcome: str, play: Play) -> None:
    no = play.walk("received")
    play.do("contact", no, channel="hotline", outcome=outcome)
    assert clocks(no) == [("first_callback", end_of("02-14"), "running", None)]


@pytest.mark.req("E10")
def test_a_reply_without_a_contact_is_no_call_back(play: Play) -> None:
    no = play.walk("executing")
    assert clocks(no, "first_callback") == [("first_callback", end_of("02-14"), "running", None)]


@pytest.mark.req("Q21")
def test_accepting_late_moves_no_due_time(play: Play) -> None:
    no = play.walk("received")
    play.do("accept", no, now=at("02-14 09:00"))
    assert clocks(no) == [
        ("first_callback", end_of("02-14"), "running", None),
        ("progress", end_of("02-15"), "running", None),
        ("silence", at("02-16 09:00"), "running", None),
    ]


def test_an_answer_too_late_stands_beside_the_breach(play: Play) -> None:
    no = play.walk("received")
    late = at("02-15 09:00")
    play.do("contact", no, now=late, **REACHED)
    clock = Clock.objects.get(complaint__no=no)
    assert (clock.state, clock.breached_at, clock.met_at) == ("breached", end_of("02-14"), late)
    play.do("contact", no, now=at("02-15 10:00"), **REACHED)
    clock.refresh_from_db()
    assert clock.met_at == late


@pytest.mark.req("Q7")
@pytest.mark.parametrize(
    ("hour", "state"),
    [("20:59", "running"), ("21:00", "met"), ("23:59", "met")],
)
def test_at_night_an_agreed_time_meets_the_call_back(hour: str, state: str, play: Play) -> None:
    no = play.walk("received")
    promise = {"what": "明早回电", "due": "2026-02-14T09:00:00+08:00"}
    play.do("promise", no, now=at(f"02-13 {hour}"), **promise)
    assert clocks(no, "first_callback")[0][2] == state


@pytest.mark.req("Q7")
@pytest.mark.parametrize(("hour", "state"), [("07:59", "met"), ("08:00", "running")])
def test_the_night_ends_at_eight(hour: str, state: str, play: Play) -> None:
    no = play.walk("received")
    promise = {"what": "回电", "due": "2026-02-14T12:00:00+08:00"}
    play.do("promise", no, now=at(f"02-14 {hour}"), **promise)
    assert clocks(no, "first_callback")[0][2] == state


@pytest.mark.req("Q22", "E63")
def test_made_urgent_later_is_three_hours_from_then(play: Play) -> None:
    no = play.walk("accepted")
    play.do("mark_urgent", no, now=at("02-13 12:00"), reasons=["U1"])
    assert clocks(no, "first_callback") == [("first_callback", at("02-13 15:00"), "running", None)]
    (moved,) = lines(no, "clock.moved")
    assert (moved.rule, moved.facts["due_before"], moved.facts["due"]) == (
        "E63",
        "2026-02-14T15:59:59.000000Z",
        "2026-02-13T07:00:00.000000Z",
    )


@pytest.mark.req("Q22")
def test_made_urgent_never_gives_more_time(play: Play) -> None:
    no = play.walk("accepted")
    play.do("mark_urgent", no, now=at("02-14 23:00"), reasons=["U1"])
    assert clocks(no, "first_callback") == [("first_callback", end_of("02-14"), "running", None)]


@pytest.mark.req("Q22")
def test_a_call_back_met_before_urgency_leaves_the_supervisor_a_contact(play: Play) -> None:
    no = play.walk("received")
    play.do("contact", no, now=at("02-13 11:00"), **REACHED)
    play.do("mark_urgent", no, now=at("02-13 12:00"), reasons=["U1"])
    play.do("contact", no, play.house.agent, now=at("02-13 13:00"), **REACHED)
    assert clocks(no) == [
        ("first_callback", end_of("02-14"), "met", at("02-13 11:00")),
        ("urgent_contact", at("02-13 15:00"), "running", None),
        ("report", at("02-13 12:15"), "running", None),
    ]
    play.do("contact", no, play.house.supervisor, now=at("02-13 14:00"), **REACHED)
    assert clocks(no, "urgent_contact")[0][2:] == ("met", at("02-13 14:00"))


@pytest.mark.req("Q22")
def test_a_contact_before_the_urgency_does_not_meet_what_urgency_asks(play: Play) -> None:
    no = play.walk("received")
    supervisor = play.house.supervisor
    play.do("contact", no, now=at("02-13 11:00"), **REACHED)
    play.do("mark_urgent", no, now=at("02-13 12:00"), reasons=["U1"])
    early = at("02-13 11:30").isoformat()
    play.do("contact", no, supervisor, now=at("02-13 12:30"), at=early, **REACHED)
    assert clocks(no, "urgent_contact") == [("urgent_contact", at("02-13 15:00"), "running", None)]


@pytest.mark.req("E38")
def test_a_mandated_deadline_named_later_is_earlier_or_nothing(play: Play) -> None:
    no = play.walk("accepted", urgent=True, urgent_reasons=["U1"])
    later, sooner = "2026-02-13T20:00:00+08:00", "2026-02-13T12:30:00+08:00"
    play.do("mark_urgent", no, reasons=["U5"], mandated_deadline=later)
    assert clocks(no, "first_callback")[0][1] == at("02-13 13:00")
    play.do("mark_urgent", no, reasons=["U5"], mandated_deadline=sooner)
    assert clocks(no, "first_callback")[0][1] == at("02-13 12:30")
    assert complaint(no).urgent_reasons == ["U1", "U5"]


@pytest.mark.req("E17", "E50")
def test_another_type_counts_again_from_the_receipt(play: Play) -> None:
    no = play.walk("accepted")
    play.do("classify", no, now=at("02-13 15:00"), type="2.3")
    assert clocks(no, "first_callback") == [("first_callback", end_of("02-13"), "running", None)]
    (moved,) = lines(no, "clock.moved")
    assert (moved.facts["due_before"], moved.facts["due"]) == (
        "2026-02-14T15:59:59.000000Z",
        "2026-02-13T15:59:59.000000Z",
    )


def test_another_type_does_not_undo_a_breach_that_nobody_has_looked_at(play: Play) -> None:
    no = play.walk("accepted")
    play.do("classify", no, now=at("02-15 09:00"), type="3.2.1")
    clock = Clock.objects.get(complaint__no=no, name="first_callback")
    assert (clock.state, clock.due, clock.breached_at) == (
        "breached",
        end_of("02-14"),
        end_of("02-14"),
    )


def test_a_clock_that_ran_out_unseen_is_breached_and_not_stopped(play: Play) -> None:
    no = play.walk("received")
    play.do("withdraw", no, now=at("02-15 09:00"), reason="撤回")
    clock = Clock.objects.get(complaint__no=no)
    assert (clock.state, clock.breached_at) == ("breached", end_of("02-14"))
    assert [entry.kind for entry in lines(no, "clock.")] == ["clock.started", "clock.breached"]


@pytest.mark.req("A59")
def test_withdrawing_in_time_stops_everything(play: Play) -> None:
    no = play.walk("accepted")
    promise = {"what": "回电", "due": "2026-02-14T12:00:00+08:00"}
    play.do("promise", no, **promise)
    play.do("withdraw", no, reason="撤回")
    assert {state for _, _, state, _ in clocks(no)} == {"stopped"}
    assert (complaint(no).next_due, complaint(no).no_clock_because) == (None, "withdrawn")
    assert DueMoment.objects.filter(complaint__no=no).count() == 0


@pytest.mark.req("E46", "C03")
def test_a_promise_is_a_clock_that_keeping_meets(play: Play) -> None:
    no = play.walk("accepted")
    due = "2026-02-14T12:00:00+08:00"
    play.do("promise", no, what="回电", due=due)
    play.do("promise", no, what="寄出", due=due)
    first, second = (entry.facts["promise"] for entry in lines(no, "complaint.promised"))
    play.do("keep_promise", no, now=at("02-14 11:00"), promise=first, kept=True)
    play.do("keep_promise", no, now=at("02-14 11:10"), promise=second, kept=False)
    assert clocks(no, "promise") == [
        ("promise", at("02-14 12:00"), "met", at("02-14 11:00")),
        ("promise", at("02-14 12:00"), "running", None),
    ]


@pytest.mark.req("C21", "Q26")
def test_five_days_with_one_day_missed_show_one_miss(play: Play) -> None:
    no = play.walk("accepted")
    for day in ("02-14", "02-15", "02-17"):
        play.do("progress", no, now=at(f"{day} 10:00"), none_yet=True)
    play.do("contact", no, now=at("02-18 10:00"), **REACHED)
    assert [(due, state) for _, due, state, _ in clocks(no, "progress")] == [
        (end_of("02-14"), "met"),
        (end_of("02-15"), "met"),
        (end_of("02-16"), "breached"),
        (end_of("02-17"), "met"),
        (end_of("02-18"), "met"),
        (end_of("02-19"), "running"),
    ]


@pytest.mark.req("C21", "Q26")
def test_the_day_of_closing_owes_no_line_but_the_days_before_it_do(play: Play) -> None:
    from tests.cast import ANSWERED, CLOSING

    no = play.walk("following_up")
    play.do("follow_up", no, now=at("02-14 10:00"), **ANSWERED)
    play.do("close", no, now=at("02-17 10:00"), **CLOSING)
    assert [(due, state) for _, due, state, _ in clocks(no, "progress")] == [
        (end_of("02-14"), "met"),
        (end_of("02-15"), "breached"),
        (end_of("02-16"), "breached"),
        (end_of("02-17"), "stopped"),
    ]


@pytest.mark.req("C21", "Q26")
def test_nothing_is_owed_on_the_day_of_acceptance(play: Play) -> None:
    no = play.walk("accepted")
    play.do("progress", no, text="已联系商户")
    assert clocks(no, "progress") == [("progress", end_of("02-14"), "running", None)]


@pytest.mark.req("C21")
def test_reopening_starts_the_daily_line_again(play: Play) -> None:
    no = play.walk("closed")
    play.do("reopen", no, now=at("02-20 10:00"), reason="又坏了")
    assert [(due, state) for _, due, state, _ in clocks(no, "progress")][-1] == (
        end_of("02-21"),
        "running",
    )


@pytest.mark.req("Q12")
def test_cooling_pauses_nothing_but_what_the_policy_names(play: Play) -> None:
    no = play.walk("accepted")
    before = clocks(no)
    cooled = {"reason": "等检测", "review_on": "2026-03-02"}
    play.do("cool", no, play.house.supervisor, **cooled)
    names = ["first_callback", "progress", "silence"]
    assert [one[0] for one in before] == names
    assert clocks(no)[:2] == before[:2]
    assert clocks(no)[2] == (*before[2][:2], "stopped", None)
    moment = DueMoment.objects.get(complaint__no=no, what="cooling")
    assert moment.due_at == at("03-02 00:00")


@pytest.mark.req("Q12")
@pytest.mark.parametrize(("verb", "payload"), [("resume", {}), ("withdraw", {"reason": "撤"})])
def test_nobody_looks_again_at_what_cools_no_more(
    verb: str, payload: dict[str, str], play: Play
) -> None:
    no = play.walk("cooling")
    play.do(verb, no, **payload)
    assert DueMoment.objects.filter(complaint__no=no, what="cooling").count() == 0


def test_clock_lines_say_when_it_happened_and_by_which_rule(play: Play) -> None:
    no = play.walk("received")
    play.do("contact", no, now=at("02-13 12:00"), **REACHED)
    said = [(entry.kind, entry.at, entry.rule, entry.facts) for entry in lines(no, "clock.")]
    facts = {"clock": "first_callback", "subject": "", "due": "2026-02-14T15:59:59.000000Z"}
    assert said == [
        ("clock.started", MORNING, "Q8", facts | {"state": "running"}),
        ("clock.met", MORNING + timedelta(hours=2), "Q8", facts | {"state": "met"}),
    ]


@pytest.mark.req("E31", "Q23")
def test_a_converted_complaint_is_counted_from_its_trigger_when_its_type_changes(
    play: Play,
) -> None:
    no = play.walk("following_up")
    play.do("follow_up", no, now=at("02-25 11:00"), outcome="answered", satisfied=False)
    play.do("classify", no, play.house.supervisor, now=at("02-25 12:00"), type="1.1.1")
    assert clocks(no, "first_callback")[-1] == (
        "first_callback",
        end_of("02-26"),
        "running",
        None,
    )


@pytest.mark.req("C08")
def test_a_call_that_nobody_answered_judges_no_need(play: Play) -> None:
    no = play.walk("following_up")
    with pytest.raises(Refused) as refusal:
        play.do("follow_up", no, outcome="no_answer", service_met=True)
    assert [fault.message for fault in refusal.value.faults] != []


@pytest.mark.req("E38", "E17")
def test_another_type_never_sends_an_urgent_clock_back(play: Play) -> None:
    no = play.walk("received")
    play.do("mark_urgent", no, now=at("02-13 12:00"), reasons=["U1"])
    play.do("classify", no, play.house.supervisor, now=at("02-13 12:10"), type="3.2.1")
    assert clocks(no, "first_callback")[0][1] == at("02-13 15:00")


@pytest.mark.req("E31", "Q23")
def test_a_complaint_given_type_3_3_is_converted(play: Play) -> None:
    no = play.walk("accepted")
    play.do("classify", no, now=at("02-24 10:00"), type="3.3")
    row = complaint(no)
    assert (row.type, row.origin_type, row.owner_id) == ("3.3", "1.2.5", play.house.supervisor.id)
    assert clocks(no, "first_callback")[-1][1] == end_of("02-24")
