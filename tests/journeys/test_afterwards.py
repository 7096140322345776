"""Promises that are broken, follow-ups that come later, and the line of each day."""

from typing import Any

import pytest

from kesu.clock.duties import breaches
from kesu.complaints.models import Complaint, FollowUp
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from kesu.desk.case import case
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut
from kesu.people.queries import everyone
from kesu.policy import queries as policies
from kesu.policy.loading import builtin
from kesu.policy.schema.sections import FollowUp as FollowUpPlan
from tests.cast import ANSWERED, CLOSING, Play, at, clocks, complaint, lines

REACHED = {"channel": "hotline", "outcome": "reached"}


def worked(until: str) -> None:
    breaches(at(until), 200)


def promised(play: Play, *, due: str = "2026-02-14T10:00:00+08:00") -> tuple[str, int]:
    no = play.lodge(merchant="悦海家电").complaint.no
    play.do("accept", no)
    play.do("promise", no, what="明天十点前回电", due=due)
    return no, lines(no, "complaint.promised")[0].facts["promise"]


@pytest.mark.req("E28", "C03", "E46")
def test_a_broken_promise_becomes_a_complaint_in_one_key(play: Play) -> None:
    no, number = promised(play)
    worked("02-14 10:01")
    told = Notice.objects.filter(kind="promise_broken").values_list("to", flat=True)
    assert set(told) >= {play.house.agent.id, play.house.supervisor.id}
    play.do("broken_promise", no, play.house.supervisor, promise=number)
    child = Complaint.objects.get(parent__no=no)
    assert (child.type, child.accused_id, child.customer_id) == (
        "2.3.4",
        play.house.agent.id,
        complaint(no).customer_id,
    )
    assert (child.owner_id, "明天十点前回电" in child.text) == (play.house.senior.id, True)
    with pytest.raises(Refused) as again:
        play.do("broken_promise", no, play.house.supervisor, promise=number)
    assert [one.loc for one in again.value.faults] == ["promise"]


@pytest.mark.req("E28")
def test_who_promised_does_not_learn_the_number_of_the_case_about_them(play: Play) -> None:
    house, (no, number) = play.house, promised(play)
    worked("02-14 10:01")
    done = play.do("broken_promise", no, house.agent, promise=number)
    child, people = Complaint.objects.get(parent__no=no), everyone()
    assert child.accused_id == house.agent.id
    read = {
        who.sign_in: repr(case(no, reader=who, people=people, timeline=True))
        for who in (house.agent, house.supervisor)
    }
    assert [child.no in read["agent"], str(child.pk) in read["agent"]] == [False, False]
    assert [
        child.no in str((one.say, one.facts)) for one in done.warnings if one.code == "split"
    ] == [False]
    assert read["supervisor"].count(child.no) == 2


@pytest.mark.req("E28", "C03")
def test_a_promise_that_still_has_time_or_was_kept_becomes_none(play: Play) -> None:
    no, number = promised(play)
    with pytest.raises(Refused):
        play.do("broken_promise", no, promise=number)
    play.do("keep_promise", no, promise=number, kept=True)
    worked("02-14 10:01")
    with pytest.raises(Refused):
        play.do("broken_promise", no, promise=number)


@pytest.mark.req("E46", "C03")
def test_a_promise_open_at_closing_is_said_and_runs_on(play: Play) -> None:
    no = play.walk("following_up")
    play.do("promise", no, what="到货后致电", due="2026-02-20T10:00:00+08:00")
    play.do("follow_up", no, **ANSWERED)
    done = play.do("close", no, **CLOSING)
    assert "promise_open" in [one.code for one in done.warnings]
    worked("02-20 10:01")
    assert clocks(no, "promise")[0][2] == "breached"
    number = lines(no, "complaint.promised")[0].facts["promise"]
    play.do("broken_promise", no, play.house.supervisor, promise=number)
    assert Complaint.objects.get(parent__no=no).type == "2.3.4"


@pytest.fixture
def weekly(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Under a policy that asks again after a week."""
    loyalty = builtin("loyalty")
    pack = loyalty.model_copy(update={"follow_up": FollowUpPlan(days={"any": (1, 7)})})
    monkeypatch.setattr(policies, "in_force", lambda _: pack)
    monkeypatch.setattr(policies, "version", lambda *_: pack)
    return play


def closed(play: Play) -> str:
    no = play.walk("following_up")
    play.do("follow_up", no, now=at("02-14 11:00"), **ANSWERED)
    play.do("close", no, now=at("02-14 11:10"), **CLOSING)
    return no


@pytest.mark.req("Q32", "B19")
def test_a_later_day_of_the_plan_stays_a_task_after_closing(weekly: Play) -> None:
    no = closed(weekly)
    assert [state for _, _, state, _ in clocks(no, "follow_up")] == ["met", "running"]
    weekly.do("revisit", no, now=at("02-20 09:00"), outcome="no_answer")
    weekly.do("revisit", no, now=at("02-20 15:00"), **ANSWERED)
    assert (complaint(no).state, clocks(no, "follow_up")[1][2:]) == (
        "closed",
        ("met", at("02-20 15:00")),
    )
    tried = FollowUp.objects.filter(complaint__no=no).order_by("id")
    assert list(tried.values_list("outcome", flat=True)) == ["answered", "no_answer", "answered"]
    with pytest.raises(GateShut) as shut:
        weekly.do("revisit", no, **ANSWERED)
    assert [one.gate for one in shut.value.missing] == ["planned"]


@pytest.mark.req("Q32", "F14")
def test_dissatisfied_a_week_later_the_case_is_open_again(weekly: Play) -> None:
    no = closed(weekly)
    said: dict[str, Any] = {"outcome": "answered", "satisfied": False, "note": "又漏发了一次"}
    weekly.do("revisit", no, now=at("02-20 15:00"), **said)
    row = complaint(no)
    assert (row.state, row.outcome, row.closed_customer_at) == ("verifying", "", None)
    assert Clock.objects.filter(complaint=row, name="progress", state="running").count() == 1


@pytest.mark.req("Q32", "B19")
def test_a_later_day_that_nobody_asks_is_a_breach_told_to_the_owner(weekly: Play) -> None:
    no = closed(weekly)
    worked("02-22 00:01")
    assert clocks(no, "follow_up")[1][2] == "breached"
    told = Notice.objects.filter(kind="breached", detail="follow_up")
    assert weekly.house.agent.id in told.values_list("to", flat=True)


@pytest.mark.req("Q13", "A42")
def test_a_customer_who_was_lost_counts_as_lost_and_is_asked_no_more(play: Play) -> None:
    no = play.walk("following_up")
    tried = (("02-14 09:00", "hotline"), ("02-15 14:00", "wechat"), ("02-16 19:00", "hotline"))
    for when, channel in tried:
        play.do("contact", no, now=at(when), channel=channel, outcome="no_answer")
    with pytest.raises(GateShut) as shut:
        play.do("close", no, now=at("02-16 19:30"), **CLOSING | {"outcome": "lost_contact"})
    assert "lost_contact_approval" in [one.gate for one in shut.value.missing]
    play.do("close", no, play.house.supervisor, **CLOSING | {"outcome": "lost_contact"})
    row = complaint(no)
    assert (row.state, row.outcome) == ("closed", "lost_contact")
    assert not Clock.objects.filter(complaint=row, name="follow_up", state="running").exists()


@pytest.mark.req("C21", "Q26", "C20")
def test_five_days_with_a_holiday_a_chosen_day_and_one_missed_show_one_miss(play: Play) -> None:
    """Accepted on Friday; three days of holiday; the customer chose Monday; Tuesday is missed."""
    no = play.lodge(now=at("04-03 10:00")).complaint.no
    play.do("accept", no, now=at("04-03 10:10"))
    worked("04-04 00:30")
    play.do("contact", no, now=at("04-04 09:00"), **REACHED)
    chosen = "2026-04-06T15:00:00+08:00"
    play.do("promise", no, now=at("04-04 09:05"), what="周一下午回电", due=chosen)
    worked("04-05 00:30")
    worked("04-06 00:30")
    play.do("progress", no, now=at("04-06 14:30"), none_yet=True)
    number = lines(no, "complaint.promised")[0].facts["promise"]
    play.do("keep_promise", no, now=at("04-06 14:31"), promise=number, kept=True)
    worked("04-07 00:30")
    worked("04-08 00:30")
    worked("04-08 08:00")
    play.do("withdraw", no, now=at("04-08 10:00"), reason="客户撤回")
    worked("04-10 00:30")
    missed = Clock.objects.filter(complaint__no=no, name="progress", state="breached")
    assert [one.due for one in missed] == [at("04-07 23:59:59")]
