"""What departments are asked and told, and what they owe (E05, E06, E13, E47, E83, B11)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from kesu.clock.duties import breaches
from kesu.consults.models import Consult, Told
from kesu.consults.queries import figures, measures_owed
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock, DueMoment
from kesu.desk.case import case
from kesu.foundation.faults import Refused
from kesu.journal.models import JournalLine
from kesu.journeys.faults import GateShut
from kesu.people.models import Department
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, at, complaint, hire, lines

VALID = {"verdict": "valid", "reason": "活动页写明有赠品"}
STAFF = {"type": "2.1.1", "merchant": "悦海家电", "channel": "email"}


def accepted(play: Play, **given: Any) -> str:
    no = play.lodge(**{"merchant": "悦海家电", **given}).complaint.no
    play.do("accept", no, now=at("02-13 10:10"))
    return no


def task(no: str) -> Consult:
    return Consult.objects.get(complaint__no=no)


def told(person: Person, kind: str) -> list[Any]:
    rows = Notice.objects.filter(to=person.id, kind=kind).order_by("id")
    return list(rows.values_list("at", flat=True))


def worked(until: str) -> None:
    breaches(at(until), 200)


@pytest.mark.req("E05")
def test_the_task_of_a_merchants_case_opens_with_the_verdict_and_not_before(play: Play) -> None:
    no = accepted(play)
    before = Consult.objects.count()
    play.do("verify", no, now=at("02-13 10:20"), **VALID)
    row = task(no)
    clock = Clock.objects.get(name="consult", subject=str(row.pk))
    assert (before, complaint(no).state, row.department, row.rule) == (
        0,
        "consulting",
        "merchant",
        "E05",
    )
    assert (row.due, clock.due, clock.state) == (at("02-13 14:20"), row.due, "running")
    assert told(play.house.liaison, "consulted") == [at("02-13 10:20")]
    assert [word in row.question for word in (VALID["reason"], "悦海家电")] == [True, True]


@pytest.mark.req("E05")
@pytest.mark.parametrize(
    "said", [{"verdict": "invalid", "reason": "有发货记录"}, {**VALID, "no_merchant": "自营"}]
)
def test_no_task_opens_where_nothing_is_borne_out_or_no_merchant_is_involved(
    play: Play, said: dict[str, str]
) -> None:
    no = accepted(play)
    play.do("verify", no, **said)
    play.do("cause", no, text="漏发")
    play.do("propose", no, **PROPOSAL)
    assert (complaint(no).state, Consult.objects.count()) == ("approving", 0)


@pytest.mark.req("E05")
def test_without_a_task_the_solution_waits_until_it_is_said_why(play: Play) -> None:
    no = accepted(play, type="1.6", merchant=None)
    play.do("verify", no, **VALID)
    play.do("cause", no, text="系统延迟")
    with pytest.raises(GateShut) as shut:
        play.do("propose", no, **PROPOSAL)
    assert [one.gate for one in shut.value.missing] == ["merchant"]
    play.do("propose", no, **PROPOSAL, no_merchant="积分由我方系统入账")
    assert complaint(no).state == "approving"


@pytest.mark.req("E05")
def test_a_task_that_was_answered_before_the_verdict_counts(play: Play) -> None:
    no = accepted(play)
    play.do("consult", no, department="merchant", question="请核实")
    play.do("feedback", no, play.house.liaison, consult=task(no).pk, text="漏发")
    play.do("verify", no, **VALID)
    play.do("cause", no, text="漏发")
    play.do("propose", no, **PROPOSAL)
    assert (complaint(no).state, Consult.objects.count()) == ("approving", 1)


@pytest.mark.req("E05", "F26")
def test_a_task_that_was_sent_back_settles_nothing(play: Play) -> None:
    no = accepted(play)
    play.do("verify", no, **VALID)
    play.do("send_back", no, play.house.liaison, consult=task(no).pk, reason="不是我们的商户")
    play.do("consult", no, department="risk", question="是谁的商户")
    other = Consult.objects.get(complaint__no=no, department="risk")
    play.do("feedback", no, play.house.risk, consult=other.pk, text="不清楚")
    play.do("cause", no, text="漏发")
    with pytest.raises(GateShut) as shut:
        play.do("propose", no, **PROPOSAL)
    assert [one.gate for one in shut.value.missing] == ["merchant"]


@pytest.mark.req("E05")
def test_the_task_opens_by_the_type_where_no_merchant_was_named(play: Play) -> None:
    no = accepted(play, type="2.1.1", merchant=None)
    play.do("verify", no, **VALID)
    assert (complaint(no).state, task(no).department) == ("consulting", "merchant")
    play.do("feedback", no, play.house.liaison, consult=task(no).pk, text="已处理店员")
    play.do("cause", no, text="态度恶劣")
    play.do("propose", no, **PROPOSAL)
    assert complaint(no).state == "approving"


@pytest.mark.req("E05", "F26")
def test_with_the_last_task_sent_back_the_owner_goes_on(play: Play) -> None:
    no = accepted(play)
    play.do("verify", no, **VALID)
    play.do("consult", no, department="risk", question="是谁的商户")
    other = Consult.objects.get(complaint__no=no, department="risk")
    play.do("send_back", no, play.house.risk, consult=other.pk, reason="不归我们")
    waits = complaint(no).state
    first = Consult.objects.get(complaint__no=no, department="merchant")
    play.do("send_back", no, play.house.liaison, consult=first.pk, reason="不是我们的商户")
    assert (waits, complaint(no).state, complaint(no).came_from) == ("consulting", "proposing", "")
    play.do("cause", no, text="漏发")
    play.do("propose", no, **PROPOSAL, no_merchant="商户已退出")
    assert complaint(no).state == "approving"


@pytest.mark.req("B11", "E06")
def test_a_department_is_reminded_at_half_at_the_end_and_its_head_long_after(play: Play) -> None:
    head = hire("wen", "manager", department="merchant", flags=["head"])
    no = accepted(play)
    play.do("verify", no, now=at("02-13 10:20"), **VALID)
    worked("02-13 12:19")
    assert told(play.house.liaison, "dunned") == []
    worked("02-13 12:21")
    worked("02-13 14:21")
    worked("02-13 16:19")
    assert told(head, "task_overdue") == []
    for _ in range(2):
        worked("02-13 16:21")
    percents = [(line.facts["percent"], line.at) for line in lines(no, "complaint.dunned")]
    assert percents == [
        (50, at("02-13 12:20")),
        (100, at("02-13 14:20")),
        (150, at("02-13 16:20")),
    ]
    assert told(play.house.liaison, "dunned") == [at("02-13 12:21")]
    late = [play.house.liaison, play.house.agent, play.house.supervisor, head]
    assert [len(told(one, "task_overdue")) for one in late] == [1, 1, 1, 1]
    assert task(no).reminded == 150


@pytest.mark.req("B11")
def test_after_a_night_asleep_the_half_is_not_spoken_of_any_more(play: Play) -> None:
    no = accepted(play)
    play.do("verify", no, now=at("02-13 10:20"), **VALID)
    worked("02-14 09:00")
    percents = [line.facts["percent"] for line in lines(no, "complaint.dunned")]
    assert (percents, told(play.house.liaison, "dunned")) == ([100, 150], [])


@pytest.mark.req("B11", "E06")
@pytest.mark.parametrize("verb", ["feedback", "send_back"])
def test_nobody_is_reminded_of_what_was_answered_or_sent_back(play: Play, verb: str) -> None:
    no = accepted(play)
    play.do("verify", no, now=at("02-13 10:20"), **VALID)
    said = {"feedback": {"text": "同意"}, "send_back": {"reason": "不是"}}[verb]
    play.do(verb, no, play.house.liaison, now=at("02-13 14:05"), consult=task(no).pk, **said)
    worked("02-14 09:00")
    ended = Clock.objects.get(name="consult").state
    reminded = JournalLine.objects.filter(kind="complaint.dunned").count()
    waiting = DueMoment.objects.filter(what="dunning").count()
    expected = {"feedback": "met", "send_back": "stopped"}[verb]
    assert (ended, reminded, waiting) == (expected, 0, 0)


@pytest.mark.req("E06", "B11")
def test_a_late_answer_stays_late_and_counts_so(play: Play) -> None:
    no = accepted(play)
    play.do("verify", no, now=at("02-13 10:20"), **VALID)
    worked("02-13 14:21")
    other = accepted(play)
    play.do("verify", other, now=at("02-13 15:00"), **VALID)
    for one, when in ((no, "02-13 16:00"), (other, "02-13 16:05")):
        play.do("feedback", one, play.house.liaison, now=at(when), consult=task(one).pk, text="好")
    clock = Clock.objects.get(name="consult", complaint__no=no)
    assert (clock.state, clock.breached_at, clock.met_at) == (
        "breached",
        at("02-13 14:20"),
        at("02-13 16:00"),
    )
    found = figures(since=at("02-01 00:00"), until=at("03-01 00:00"), now=at("02-20 00:00"))
    merchant = found["merchant"]
    assert (merchant.in_time, merchant.late, merchant.overdue, merchant.share) == (1, 1, 0, 0.5)


@pytest.mark.req("B14")
def test_the_backup_is_reminded_while_the_liaison_is_away(play: Play) -> None:
    backup = hire("ma", "agent", department="merchant", flags=["liaison"])
    Department.objects.filter(code="merchant").update(
        liaison=play.house.liaison.id, backup=backup.id
    )
    no = accepted(play)
    play.do("verify", no, now=at("02-13 10:20"), **VALID)
    play.restaff(play.house.liaison, presence="leave")
    worked("02-13 12:21")
    assert [len(told(one, "dunned")) for one in (play.house.liaison, backup)] == [0, 1]


@pytest.mark.req("E47", "E83")
def test_a_complaint_about_a_merchants_staff_is_told_when_it_is_taken_on(play: Play) -> None:
    no = play.lodge(**STAFF).complaint.no
    assert Told.objects.count() == 0
    play.do("accept", no, now=at("02-13 10:30"))
    row = Told.objects.get()
    assert (row.department, row.why, row.at) == ("merchant", "receipt", complaint(no).accepted)
    assert told(play.house.liaison, "told") == [at("02-13 10:30")]
    play.do("verify", no, **VALID)
    assert task(no).asks_measure


@pytest.mark.req("E47")
def test_one_that_is_sorted_later_is_told_then_and_once(play: Play) -> None:
    no = accepted(play)
    play.do("classify", no, now=at("02-13 11:00"), type="2.1.1")
    play.do("classify", no, now=at("02-13 11:10"), type="2.1.2")
    assert list(Told.objects.values_list("why", "at")) == [("receipt", at("02-13 11:00"))]


@pytest.mark.req("E84")
def test_who_at_the_merchants_goes_with_the_task(play: Play) -> None:
    no = play.lodge(**STAFF, store="解放路店3号收银台").complaint.no
    play.do("accept", no)
    named = {"merchant_person": "工牌0027", "merchant_role": "cashier"}
    play.do("classify", no, type="2.1.1", **named)
    play.do("verify", no, **VALID)
    row = complaint(no)
    assert (row.store, row.merchant_person, row.merchant_role) == (
        "解放路店3号收银台",
        "工牌0027",
        "cashier",
    )
    assert [word in task(no).question for word in (row.store, row.merchant_person)] == [True, True]


def closed_for_the_customer(play: Play) -> str:
    no = play.lodge(**STAFF).complaint.no
    play.do("accept", no)
    play.do("verify", no, **VALID)
    play.do("feedback", no, play.house.liaison, consult=task(no).pk, text="已核实")
    play.do("cause", no, text="收银员态度")
    play.do("propose", no, **PROPOSAL)
    play.do("approve", no, play.house.supervisor)
    play.do("reply", no, channel="hotline", text="致歉")
    play.do("decide", no, position="accepted")
    play.do("execute", no, actions=[{"action": "致歉", "result": "done"}])
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING)
    return no


@pytest.mark.req("E05", "E83")
def test_what_a_task_asks_is_said_in_the_language_of_its_reader(play: Play) -> None:
    with override("en"):
        no = play.lodge(**STAFF).complaint.no
        play.do("accept", no)
        play.do("verify", no, **VALID)
    row, found = task(no), []
    for language in ("en", "zh-hans", "zh-hant"):
        with override(language):
            (view,) = case(no, reader=play.house.liaison, people=everyone()).consults
            found.append(view.question)
    assert all(VALID["reason"] in one for one in found)
    assert ["Please" in one for one in found] == [True, False, False]
    assert ["措施" in one for one in found] == [False, True, True]
    assert len({*found, row.question}) == 4


@pytest.mark.req("E83", "E13")
def test_closed_for_the_customer_it_stays_open_inside_until_the_measure_is_known(
    play: Play,
) -> None:
    no = closed_for_the_customer(play)
    with pytest.raises(GateShut) as shut:
        play.do("archive", no)
    assert [one.gate for one in shut.value.missing] == ["measure"]
    assert measures_owed(play.now + timedelta(hours=5)) == {"悦海家电": 1}
    said = {"measure": "training", "measure_on": "2026-02-13", "measure_text": "培训签到表"}
    play.do("measure", no, play.house.liaison, consult=task(no).pk, **said)
    row = task(no)
    assert (row.measure, str(row.measure_on), row.measure_text) == tuple(said.values())
    play.do("archive", no)
    assert (complaint(no).state, measures_owed(play.now + timedelta(hours=5))) == ("archived", {})
    assert list(Told.objects.order_by("id").values_list("why", flat=True)) == ["receipt", "result"]


@pytest.mark.req("E83")
def test_a_measure_is_of_the_asked_department_and_of_a_day_that_was(play: Play) -> None:
    no = closed_for_the_customer(play)
    said = {"consult": task(no).pk, "measure": "fine"}
    with pytest.raises(Refused) as refused:
        play.do("measure", no, play.house.liaison, **said, measure_on="2026-03-01")
    assert [one.loc for one in refused.value.faults] == ["measure_on"]
    play.do("measure", no, play.house.liaison, **said)
    with pytest.raises(Refused):
        play.do("measure", no, play.house.liaison, **said)


@pytest.mark.req("E83")
def test_the_measure_may_come_with_the_answer(play: Play) -> None:
    no = play.lodge(**STAFF).complaint.no
    play.do("accept", no)
    play.do("verify", no, **VALID)
    said = {"text": "已处理", "measure": "warning"}
    play.do("feedback", no, play.house.liaison, consult=task(no).pk, **said)
    assert (task(no).measure, task(no).measure_at) == ("warning", play.now)


@pytest.mark.req("E13")
def test_the_department_is_told_the_result_after_each_execution(play: Play) -> None:
    no = accepted(play)
    play.do("verify", no, **VALID)
    play.do("feedback", no, play.house.liaison, consult=task(no).pk, text="同意补寄")
    play.do("cause", no, text="漏发")
    play.do("propose", no, **PROPOSAL)
    play.do("approve", no, play.house.supervisor)
    play.do("reply", no, channel="hotline", text="补寄")
    play.do("decide", no, position="accepted")
    play.do("execute", no, actions=[{"action": "补寄", "result": "done"}])
    assert list(Told.objects.values_list("why", "at")) == [("result", play.now)]
    assert told(play.house.liaison, "told_result") == [play.now]


@pytest.mark.req("D09", "D43")
def test_help_of_others_has_a_time_and_the_event_is_a_hard_clock(play: Play) -> None:
    no = accepted(play)
    asked = {"what": "工作人员票1张", "from": "场馆和现场公安"}
    due, event = "2026-02-15T12:00:00+08:00", "2026-02-15T19:35:00+08:00"
    play.do("request", no, **asked, due=due, event=event)
    (line,) = lines(no, "complaint.requested")
    number = line.facts["request"]
    clock = Clock.objects.get(name="event_start")
    assert (clock.due, clock.subject) == (at("02-15 19:35"), str(number))
    worked("02-15 12:01")
    worked("02-15 12:02")
    assert len(told(play.house.agent, "requested")) == 1
    answered = {"request": number, "granted": True, "text": "给1张"}
    play.do("answer_request", no, now=at("02-15 13:00"), **answered)
    clock.refresh_from_db()
    assert (clock.state, told(play.house.agent, "request_answered")) == ("met", [play.now])


@pytest.mark.req("D43")
def test_a_refused_request_leaves_the_event_running_until_it_is_missed(play: Play) -> None:
    no = accepted(play)
    asked = {"what": "票", "from": "场馆", "due": "2026-02-14T12:00:00+08:00"}
    play.do("request", no, **asked, event="2026-02-14T19:00:00+08:00")
    number = lines(no, "complaint.requested")[0].facts["request"]
    play.do("answer_request", no, request=number, granted=False, text="没有")
    worked("02-14 19:01")
    assert Clock.objects.get(name="event_start").state == "breached"


@pytest.mark.req("D43")
def test_an_answer_due_after_the_event_is_refused(play: Play) -> None:
    no = accepted(play)
    asked = {"what": "票", "from": "场馆", "due": "2026-02-15T20:00:00+08:00"}
    with pytest.raises(Refused) as refused:
        play.do("request", no, **asked, event="2026-02-15T19:35:00+08:00")
    assert [one.loc for one in refused.value.faults] == ["due"]
