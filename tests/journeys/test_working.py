"""受理 to 明因: accept, verify, consult, feedback, cause; and what is noted beside them."""

from typing import Any

import pytest

from kesu.complaints.models import Cause, EmotionPoint, Progress, Verification
from kesu.consults.models import Assist, Consult
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotYours, WrongState
from tests.cast import PROPOSAL, House, Play, complaint, last_kinds, last_seq, lines


def refused(play: Play, verb: str, no: str, by: Any = None, **payload: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        play.do(verb, no, by, **payload)
    return refusal.value


def places(refusal: Refused) -> list[str]:
    return [fault.loc for fault in refusal.faults]


@pytest.mark.req("E03")
def test_accepting_starts_the_daily_line_and_says_so(play: Play) -> None:
    no = play.walk("received")
    before = last_seq()
    play.do("accept", no)
    assert complaint(no).accepted == play.now
    assert last_kinds(no, before) == ["complaint.accepted", "clock.started", "clock.started"]


@pytest.mark.req("E04")
def test_a_pending_verdict_waits(play: Play) -> None:
    no = play.walk("verifying")
    row = Verification.objects.get(complaint__no=no)
    assert (row.verdict, row.reason, complaint(no).verdict) == ("pending", "待查", "pending")
    with pytest.raises(WrongState):
        play.do("propose", no, **PROPOSAL)


@pytest.mark.req("E04")
@pytest.mark.parametrize("verdict", ["valid", "partly", "invalid"])
def test_any_other_verdict_goes_on_to_the_solution(verdict: str, play: Play) -> None:
    no = play.walk("verifying")
    play.do("verify", no, verdict=verdict, reason="查过", no_merchant="自营")
    (_, said) = lines(no, "complaint.verified")
    assert said.facts == {"verdict": verdict, "state": ["verifying", "proposing"]}
    assert said.notes == {"reason": "查过", "no_merchant": "自营"}


@pytest.mark.req("E04")
def test_a_verdict_is_one_of_four(play: Play) -> None:
    assert places(refused(play, "verify", play.walk("accepted"), verdict="so-so", reason="?")) == [
        "verdict"
    ]


@pytest.mark.req("E05", "E06")
def test_the_last_answer_leads_back_to_where_the_first_question_came_from(play: Play) -> None:
    no = play.walk("proposing")
    for department in ("merchant", "risk"):
        play.do("consult", no, department=department, question="请核实")
    first, second = Consult.objects.filter(complaint__no=no).order_by("id")
    play.do("feedback", no, play.house.liaison, consult=first.pk, text="漏发")
    assert complaint(no).state == "consulting"
    play.do("feedback", no, play.house.risk, consult=second.pk, text="无风险")
    row = complaint(no)
    assert (row.state, row.came_from) == ("proposing", "")
    said = [entry.facts for entry in lines(no, "complaint.fed_back")]
    assert said == [
        {"consult": first.pk, "department": "merchant"},
        {"consult": second.pk, "department": "risk", "state": ["consulting", "proposing"]},
    ]


@pytest.mark.req("E05")
def test_a_task_tells_the_liaisons_and_its_answer_the_owner(play: Play) -> None:
    no = play.walk("consulting")
    task = Consult.objects.get(complaint__no=no)
    play.do("feedback", no, play.house.liaison, consult=task.pk, text="漏发")
    told = Notice.objects.order_by("id").values_list("to__sign_in", "kind", "detail")
    assert list(told) == [("liaison", "consulted", "merchant"), ("agent", "fed_back", "merchant")]


@pytest.mark.req("E06")
def test_only_the_department_asked_answers(play: Play) -> None:
    no = play.walk("consulting")
    task = Consult.objects.get(complaint__no=no).pk
    with pytest.raises(NotYours):
        play.do("feedback", no, play.house.agent, consult=task, text="我来答")
    with pytest.raises(NotYours):
        play.do("cause", no, play.house.liaison, text="漏发")


@pytest.mark.req("E05")
def test_a_task_goes_to_a_known_department(play: Play) -> None:
    no = play.walk("accepted")
    refusal = refused(play, "consult", no, department="navy", question="?")
    assert (places(refusal), refusal.code) == (["department"], "unknown_department")


@pytest.mark.req("C13", "C14")
def test_a_cause_is_kept_with_its_shares(play: Play) -> None:
    no = play.walk("accepted")
    shares = [{"party": "merchant", "share": 70}, {"party": "company", "share": 30}]
    play.do("cause", no, text="漏发", category="仓库", responsible=shares)
    row = Cause.objects.get(complaint__no=no)
    (said,) = lines(no, "complaint.cause_recorded")
    assert (row.text, row.responsible, complaint(no).cause_at) == ("漏发", shares, play.now)
    assert (said.facts, said.notes) == (
        {"shares": {"merchant": 70, "company": 30}},
        {"text": "漏发", "category": "仓库"},
    )


@pytest.mark.req("C14")
@pytest.mark.parametrize(
    "shares",
    [
        [{"party": "merchant", "share": 60}, {"party": "company", "share": 30}],
        [{"party": "merchant", "share": 50}, {"party": "merchant", "share": 50}],
        [],
    ],
)
def test_shares_sum_to_a_hundred_each_party_once(shares: list[Any], play: Play) -> None:
    refusal = refused(play, "cause", play.walk("accepted"), text="漏发", responsible=shares)
    assert (places(refusal), refusal.code) == (["responsible"], "input")


@pytest.mark.req("C14")
@pytest.mark.parametrize("share", [-1, 101, 50.0, "50"])
def test_a_share_is_a_whole_number_of_percent(share: Any, play: Play) -> None:
    part = [{"party": "merchant", "share": share}]
    refusal = refused(play, "cause", play.walk("accepted"), text="漏发", responsible=part)
    assert places(refusal) == ["responsible.0.share"]


@pytest.mark.req("C20", "C21")
def test_progress_is_a_text_or_that_there_is_none_yet(play: Play) -> None:
    no = play.walk("accepted")
    for payload in ({}, {"text": "有", "none_yet": True}, {"none_yet": False}):
        refused(play, "progress", no, **payload)
    play.do("progress", no, none_yet=True)
    play.do("progress", no, text="商户已寄出")
    assert list(Progress.objects.values_list("text", flat=True)) == ["", "商户已寄出"]
    said = [(entry.facts, entry.notes) for entry in lines(no, "complaint.progressed")]
    assert said == [({"none_yet": True}, {}), ({"none_yet": False}, {"text": "商户已寄出"})]


@pytest.mark.req("A30")
def test_an_emotion_is_a_level_and_what_turned_it(play: Play) -> None:
    no = play.walk("accepted")
    play.do("emotion", no, level=3, turning_point="道歉之后")
    point = EmotionPoint.objects.get()
    (said,) = lines(no, "complaint.emotion_noted")
    assert (point.level, said.facts) == (3, {"level": 3, "turning_point": True})
    for level in (-1, 6, True):
        assert places(refused(play, "emotion", no, level=level)) == ["level"]


@pytest.mark.req("A44")
def test_asking_a_colleague_changes_no_owner(play: Play) -> None:
    house: House = play.house
    no = play.walk("accepted")
    play.do("assist", no, who="supervisor", question="怎么谈")
    assert Assist.objects.values_list("who", "question").get() == (house.supervisor.id, "怎么谈")
    assert complaint(no).owner_id == house.agent.id
    told = Notice.objects.values_list("to__sign_in", "kind")
    assert list(told) == [("supervisor", "assist")]


@pytest.mark.req("E49")
def test_the_accused_is_not_asked_for_help(play: Play) -> None:
    no = play.lodge(type="2.2", accused_agent="peer").complaint.no
    refusal = refused(play, "assist", no, play.house.second, who="peer", question="?")
    assert (places(refusal), refusal.code) == (["who"], "accused")


@pytest.mark.req("E46")
def test_a_promise_lies_ahead(play: Play) -> None:
    no = play.walk("accepted")
    refusal = refused(play, "promise", no, what="回电", due=play.now.isoformat())
    assert places(refusal) == ["due"]


@pytest.mark.req("C03")
def test_a_promise_is_settled_once(play: Play) -> None:
    no = play.walk("accepted")
    play.do("promise", no, what="回电", due="2026-02-20T16:00:00+08:00")
    (promised,) = lines(no, "complaint.promised")
    number = promised.facts["promise"]
    play.do("keep_promise", no, promise=number, kept=True)
    refusal = refused(play, "keep_promise", no, promise=number, kept=True)
    assert (places(refusal), refusal.code) == (["promise"], "unknown_promise")
    (said,) = lines(no, "complaint.promise_settled")
    assert said.facts == {"promise": number, "kept": True}


@pytest.mark.req("Q12", "A34")
def test_cooling_remembers_where_from_and_resuming_goes_back(play: Play) -> None:
    no = play.walk("proposing")
    play.do("cool", no, play.house.supervisor, reason="等检测", review_on="2026-03-02")
    row = complaint(no)
    assert (row.state, row.cooled_from, str(row.review_on)) == (
        "cooling",
        "proposing",
        "2026-03-02",
    )
    play.do("resume", no)
    row = complaint(no)
    assert (row.state, row.cooled_from, row.review_on) == ("proposing", "", None)
    facts = [entry.facts for entry in lines(no) if entry.kind.endswith(("cooled", "resumed"))]
    assert facts == [
        {"review_on": "2026-03-02", "state": ["proposing", "cooling"]},
        {"automatic": False, "state": ["cooling", "proposing"]},
    ]


@pytest.mark.req("Q12")
def test_cooling_has_a_day_ahead_and_somebody_above(play: Play) -> None:
    no = play.walk("proposing")
    supervisor = play.house.supervisor
    refusal = refused(play, "cool", no, supervisor, reason="等", review_on="2026-02-13")
    assert places(refusal) == ["review_on"]
    with pytest.raises(NotYours):
        play.do("cool", no, reason="等", review_on="2026-03-02")


@pytest.mark.req("A59")
def test_withdrawing_is_the_customers_end(play: Play) -> None:
    no = play.walk("accepted")
    play.do("withdraw", no, reason="误会")
    row = complaint(no)
    assert (row.state, row.outcome, row.closed_customer_at, row.closed_customer_by_id) == (
        "withdrawn",
        "withdrawn",
        play.now,
        play.house.agent.id,
    )
    (said,) = lines(no, "complaint.withdrawn")
    assert said.facts.pop("evidence")
    assert (said.facts, said.notes) == ({"state": ["accepted", "withdrawn"]}, {"reason": "误会"})


@pytest.mark.req("E06")
def test_an_unknown_task_is_said_to_those_who_may_answer(play: Play) -> None:
    no = play.walk("consulting")
    refusal = refused(play, "feedback", no, play.house.liaison, consult=999999, text="已核实")
    assert (places(refusal), refusal.code) == (["consult"], "unknown_consult")
