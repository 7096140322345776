"""S004-1 年前的赠品, step by step through the API, at the times its table names."""

from typing import Any

import pytest

from tests.api.story import Story, clock, moment

pytestmark = pytest.mark.req("S004-1")

LODGED: dict[str, Any] = {
    "channel": "hotline",
    "text": "赠品没寄,发票也没开,要求回复",
    "type": "1.2.5",
    "merchant": "M-031",
    "order": "O-7781",
    "remedy_sought": "补寄赠品",
    "customer": {"name": "张女士", "level": 0},
}
PROMISE = {"promise": {"what": "明天16点前回电", "due": moment("02-14 16:00")}}
PROPOSAL: dict[str, Any] = {
    "steps": [
        {"text": "补寄赠品", "due": "2026-02-16"},
        {"text": "确认签收", "due": "2026-02-24"},
    ],
    "options": ["补寄赠品", "等值积分"],
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": 8900,
}
HOME: dict[str, Any] = {
    "steps": [{"text": "到家补寄(自有库存)"}, {"text": "商超卡 ¥80,补偿"}],
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": 8000,
}


@pytest.fixture
def story(db: None) -> Story:
    return Story()


def _lodge(story: Story) -> Any:
    return story.lodge("林小雨", "02-13 10:00", **LODGED, first_contact=PROMISE)


def _until_proposed(story: Story) -> Any:
    _lodge(story)
    story.done("林小雨", "02-13 10:20", "verify", verdict="valid", reason="活动页写明赠品")
    task = _complaint(story)["consults"][0]["id"]
    story.done("高洁", "02-13 14:05", "feedback", consult=task, text="商户漏发,同意补寄")
    share = [{"party": "merchant", "share": 100}]
    story.done("林小雨", "02-13 14:33", "cause", text="商户漏发", responsible=share)
    return story.done("林小雨", "02-13 14:35", "propose", **PROPOSAL)


def _until_following_up(story: Story) -> Any:
    _until_proposed(story)
    story.done("王磊", "02-13 15:10", "approve", comment="同意")
    story.done("林小雨", "02-13 15:30", "contact", channel="hotline", outcome="reached")
    promise = _complaint(story)["promises"][0]["id"]
    story.done("林小雨", "02-13 15:30", "keep_promise", promise=promise, kept=True)
    story.done("林小雨", "02-13 15:30", "reply", channel="hotline", text="为您补寄赠品")
    story.done("林小雨", "02-13 15:30", "decide", position="accepted", option="补寄赠品")
    actions = [{"action": "CRM 补寄", "result": "done", "reference": "CRM-88921"}]
    return story.done("林小雨", "02-13 16:00", "execute", actions=actions)


def _until_unsatisfied(story: Story) -> Any:
    _until_following_up(story)
    asked = {"outcome": "answered", "satisfied": False, "note": "商户说节后才发"}
    return story.done("林小雨", "02-14 11:00", "follow_up", **asked)


def _until_home(story: Story) -> Any:
    _until_unsatisfied(story)
    story.done("王磊", "02-14 15:00", "contact", channel="hotline", outcome="reached")
    story.done("王磊", "02-14 15:00", "emotion", level=3)
    return story.done("王磊", "02-14 15:20", "propose", **HOME)


def _until_satisfied(story: Story) -> Any:
    _until_home(story)
    story.done("孙涛", "02-14 15:40", "approve")
    story.done("王磊", "02-14 15:50", "reply", channel="hotline", text="今天送到家")
    story.done("王磊", "02-14 15:50", "decide", position="accepted")
    done = [
        {"action": "到家补寄", "result": "done", "reference": "CRM-88990"},
        {"action": "商超卡 ¥80", "result": "done", "reference": "GIFT-12"},
    ]
    story.done("王磊", "02-14 16:10", "execute", actions=done)
    judged = {"satisfied": True, "service_met": True, "emotional_met": True}
    return story.done("王磊", "02-15 10:30", "follow_up", outcome="answered", **judged)


def _complaint(story: Story) -> Any:
    return story.of("王磊").read(story.no)


@pytest.mark.req("E67")
def test_step_1_a_telephone_lodging_without_its_end_is_refused(story: Story) -> None:
    assert story.lodge("林小雨", "02-13 10:00", **LODGED).places == ["first_contact"]


@pytest.mark.req("A10", "E46", "E17")
def test_step_2_lodged_with_a_promise_it_is_accepted(story: Story) -> None:
    answer = _lodge(story)
    said = answer.json
    known = ("state", "grade", "urgent", "tier", "received", "accepted", "remedy_sought")
    assert (answer.status, {name: said[name] for name in known}, "form_no" in said) == (
        201,
        {
            "state": "accepted",
            "grade": "I",
            "urgent": False,
            "tier": "F",
            "received": moment("02-13 10:00"),
            "accepted": moment("02-13 10:00"),
            "remedy_sought": "补寄赠品",
        },
        False,
    )


@pytest.mark.req("A10")
def test_step_2_owner_and_risk_owner_are_there(story: Story) -> None:
    said = _lodge(story).json
    assert (said["owner"]["name"], said["risk_owner"]["name"]) == ("林小雨", "王磊")


def test_step_2_its_clocks_run(story: Story) -> None:
    said = _lodge(story).json
    # Told after its time, a clock is judged breached until somebody tells what met it.
    assert [clock(said, name)[0] for name in ("first_callback", "promise")] == [
        "2026-02-14T23:59:59+08:00",
        "2026-02-14T16:00:00+08:00",
    ]


def test_step_2_the_derivation_counts_the_make_up_saturday(story: Story) -> None:
    _lodge(story)
    (callback,) = [one for one in story.clocks("林小雨") if one["clock"] == "first_callback"]
    days = [(day["date"], day["kind"], day["counted"]) for day in callback["derivation"]]
    assert days == [("2026-02-13", "receipt", False), ("2026-02-14", "makeup", True)]


@pytest.mark.req("E04")
def test_step_3_a_proposal_before_the_verdict_is_a_wrong_state(story: Story) -> None:
    _lodge(story)
    answer = story.does("林小雨", "02-13 10:05", "propose", **PROPOSAL)
    allowed = answer.json["allowed"]
    assert (answer.status, answer.code, "verify" in allowed, "propose" in allowed) == (
        409,
        "wrong_state",
        True,
        False,
    )


def test_steps_4_to_6_the_merchant_department_is_asked_and_answers(story: Story) -> None:
    _lodge(story)
    states = [story.done("林小雨", "02-13 10:20", "verify", verdict="valid", reason="属实")]
    asked = states[0]["consults"][0]
    task, due = asked["id"], asked["due"]
    answered = {"consult": task, "text": "商户漏发,同意补寄"}
    states += [story.done("高洁", "02-13 14:05", "feedback", **answered)]
    assert [one["state"] for one in states] == ["consulting", "proposing"]
    assert (asked["department"], due) == ("merchant", moment("02-13 14:20"))
    assert states[-1]["consults"][0]["answered"] == moment("02-13 14:05")


@pytest.mark.req("C13")
def test_step_7_no_proposal_without_the_cause(story: Story) -> None:
    _lodge(story)
    said = story.done("林小雨", "02-13 10:20", "verify", verdict="valid", reason="属实")
    answered = {"consult": said["consults"][0]["id"], "text": "商户漏发"}
    story.done("高洁", "02-13 14:05", "feedback", **answered)
    answer = story.does("林小雨", "02-13 14:30", "propose", **PROPOSAL)
    gates = [one["gate"] for one in answer.json["missing"]]
    assert (answer.status, answer.code, gates) == (409, "gate", ["cause"])


@pytest.mark.req("C14")
def test_step_8_shares_of_90_are_refused(story: Story) -> None:
    _lodge(story)
    story.done("林小雨", "02-13 10:20", "verify", verdict="valid", reason="属实")
    shares = [{"party": "merchant", "share": 60}, {"party": "company", "share": 30}]
    answer = story.does("林小雨", "02-13 14:32", "cause", text="商户漏发", responsible=shares)
    assert answer.places == ["responsible"]


@pytest.mark.req("E08", "Q25")
def test_step_10_the_proposal_waits_for_approval_and_draws_the_form(story: Story) -> None:
    said = _until_proposed(story)
    assert (said["state"], said["form_no"]) == ("approving", "TS-20260213-0001")


@pytest.mark.req("E09")
def test_step_11_nobody_approves_their_own_case(story: Story) -> None:
    _until_proposed(story)
    answer = story.does("林小雨", "02-13 14:36", "approve")
    assert (answer.status, answer.code) == (403, "not_yours")


@pytest.mark.req("E10")
def test_step_12_no_reply_before_the_approval(story: Story) -> None:
    _until_proposed(story)
    answer = story.does("林小雨", "02-13 14:40", "reply", channel="hotline", text="补寄")
    assert (answer.status, answer.code) == (409, "wrong_state")


@pytest.mark.req("E09")
def test_step_13_the_supervisor_approves(story: Story) -> None:
    _until_proposed(story)
    assert story.done("王磊", "02-13 15:10", "approve", comment="同意")["state"] == "replying"


@pytest.mark.req("E11")
def test_step_14_the_call_meets_the_clocks_and_the_customer_accepts(story: Story) -> None:
    _until_proposed(story)
    story.done("王磊", "02-13 15:10", "approve", comment="同意")
    story.done("林小雨", "02-13 15:30", "contact", channel="hotline", outcome="reached")
    promise = _complaint(story)["promises"][0]["id"]
    story.done("林小雨", "02-13 15:30", "keep_promise", promise=promise, kept=True)
    story.done("林小雨", "02-13 15:30", "reply", channel="hotline", text="为您补寄赠品")
    said = story.done("林小雨", "02-13 15:30", "decide", position="accepted", option="补寄赠品")
    met = moment("02-13 15:30")
    assert (said["state"], said["stage_rail"]["soothe"]) == ("executing", met)
    assert [clock(said, name)[1:] for name in ("first_callback", "promise")] == [("met", met)] * 2


@pytest.mark.req("E12")
def test_step_15_no_follow_up_before_the_execution(story: Story) -> None:
    _until_proposed(story)
    story.done("王磊", "02-13 15:10", "approve")
    story.done("林小雨", "02-13 15:30", "reply", channel="hotline", text="补寄")
    story.done("林小雨", "02-13 15:30", "decide", position="accepted")
    answer = story.does("林小雨", "02-13 15:40", "follow_up", outcome="answered", satisfied=True)
    assert (answer.status, answer.code) == (409, "wrong_state")


@pytest.mark.req("E13")
def test_step_16_once_executed_it_waits_for_the_follow_up(story: Story) -> None:
    assert _until_following_up(story)["state"] == "following_up"


@pytest.mark.req("E31", "Q23")
def test_step_17_an_unsatisfied_customer_makes_it_3_3(story: Story) -> None:
    said = _until_unsatisfied(story)
    known = ("state", "type", "origin_type", "grade")
    assert ({name: said[name] for name in known}, said["owner"]["name"]) == (
        {"state": "proposing", "type": "3.3", "origin_type": "1.2.5", "grade": "III"},
        "王磊",
    )


@pytest.mark.req("E31", "Q23")
def test_step_17_a_new_first_callback_ends_with_the_day(story: Story) -> None:
    said = _until_unsatisfied(story)
    callbacks = [one for one in said["clocks"] if one["clock"] == "first_callback"]
    assert [(one["due"], "met_at" in one) for one in callbacks] == [
        ("2026-02-14T23:59:59+08:00", True),
        ("2026-02-14T23:59:59+08:00", False),
    ]


@pytest.mark.req("C21")
def test_step_17_the_follow_up_is_the_line_of_its_day(story: Story) -> None:
    said = _until_unsatisfied(story)
    met = [
        (one["due"], one["met_at"])
        for one in said["clocks"]
        if (one["clock"], one["state"]) == ("progress", "met")
    ]
    assert met == [("2026-02-14T23:59:59+08:00", moment("02-14 11:00"))]


@pytest.mark.req("E31")
def test_step_17_it_cannot_be_closed_then(story: Story) -> None:
    _until_unsatisfied(story)
    closing = {"outcome": "resolved", "disposition": {"kind": "item", "item": "备货"}}
    answer = story.does("王磊", "02-14 11:05", "close", summary="无", **closing)
    assert (answer.status, answer.code) == (409, "wrong_state")


@pytest.mark.req("Q23")
def test_step_18_the_supervisors_call_meets_the_new_first_callback(story: Story) -> None:
    _until_unsatisfied(story)
    said = story.done("王磊", "02-14 15:00", "contact", channel="hotline", outcome="reached")
    met = [one.get("met_at") for one in said["clocks"] if one["clock"] == "first_callback"]
    assert met == [moment("02-13 15:30"), moment("02-14 15:00")]


@pytest.mark.req("E08", "Q25")
def test_step_19_grade_iii_is_never_by_mandate_and_keeps_its_form(story: Story) -> None:
    said = _until_home(story)
    assert (said["state"], said["form_no"]) == ("approving", "TS-20260213-0001")


@pytest.mark.req("E09")
def test_steps_20_and_21_the_manager_approves_what_the_supervisor_proposed(story: Story) -> None:
    _until_home(story)
    own = story.does("王磊", "02-14 15:25", "approve")
    assert (own.status, own.code) == (403, "not_yours")
    assert story.done("孙涛", "02-14 15:40", "approve")["state"] == "replying"


@pytest.mark.req("E14")
def test_step_24_a_satisfied_customer_leaves_it_to_be_closed(story: Story) -> None:
    assert _until_satisfied(story)["state"] == "following_up"


@pytest.mark.req("B15")
def test_step_25_no_end_without_a_disposition(story: Story) -> None:
    _until_satisfied(story)
    answer = story.does("王磊", "02-15 10:40", "close", outcome="resolved", summary="无")
    assert answer.places == ["disposition"]


@pytest.mark.req("B15", "Q13", "C21")
def test_step_26_it_closes_without_a_breach(story: Story) -> None:
    _until_satisfied(story)
    disposition = {"kind": "item", "item": "节前赠品备货"}
    closing = {"outcome": "resolved", "disposition": disposition, "summary": "无"}
    said = story.done("王磊", "02-15 10:42", "close", **closing)
    breached = [one for one in said["clocks"] if one["state"] == "breached"]
    lines = [one["due"][:10] for one in said["clocks"] if one["clock"] == "progress"]
    assert (said["state"], breached, said["closed_customer_at"]) == (
        "closed",
        [],
        moment("02-15 10:42"),
    )
    assert "2026-02-14" in lines
