"""S002-1 酸奶里的苍蝇, step by step through the API, at the times its table names."""

from typing import Any

import pytest

from tests.api.story import Story, clock, moment

pytestmark = pytest.mark.req("S002-1")

LODGED: dict[str, Any] = {
    "channel": "store",
    "text": "酸奶里有苍蝇",
    "type": "1.1.1",
    "customer": {"name": "李女士"},
    "first_contact": {"promise": {"what": "明天10点前回电", "due": moment("07-05 10:00")}},
}
PROPOSAL: dict[str, Any] = {
    "steps": [{"text": "邀请参观生产线"}, {"text": "道歉信"}],
    "kind": "redress",
    "clause": "食品异物办法 3",
    "cost": 30000,
}
CLOSING: dict[str, Any] = {
    "outcome": "resolved",
    "disposition": {"kind": "none", "reason": "开封后落入,本店无可改之处"},
    "summary": "邀请参观后情绪转折",
}
SHARES = [{"party": "third_party", "share": 70}, {"party": "unclear", "share": 30}]


@pytest.fixture
def story(db: None) -> Story:
    return Story()


def _lodge(story: Story) -> Any:
    answer = story.lodge("何静", "07-04 12:40", **LODGED)
    assert answer.status == 201, answer.content.decode()
    story.done("何静", "07-04 12:40", "emotion", level=5)
    return answer.json


def _until_asked(story: Story) -> Any:
    _lodge(story)
    story.done("何静", "07-04 13:10", "verify", verdict="pending", reason="待查")
    partly = {"verdict": "partly", "reason": "孩子先发现,封口已撕开", "no_merchant": "自营"}
    story.done("何静", "07-04 14:00", "verify", **partly)
    asked = {"department": "supplier", "question": "同批次有无异物"}
    return story.done("何静", "07-04 14:00", "consult", **asked)


def _until_heard(story: Story) -> Any:
    _until_asked(story)
    story.done("何静", "07-04 16:30", "contact", channel="hotline", outcome="reached")
    return story.done("何静", "07-04 16:30", "emotion", level=4)


def _until_answered(story: Story) -> Any:
    task = _until_heard(story)["consults"][0]["id"]
    answer = {"consult": task, "text": "邀请参观生产线,承担往返费用"}
    story.done("方圆", "07-04 17:00", "feedback", **answer)
    return story.of("何静").read(story.no)


def _until_proposed(story: Story) -> Any:
    _until_answered(story)
    story.done("何静", "07-04 17:12", "cause", text="开封后落入可能性大", responsible=SHARES)
    return story.done("何静", "07-04 17:20", "propose", **PROPOSAL)


def _until_accepted(story: Story) -> Any:
    promise = _until_proposed(story)["promises"][0]["id"]
    story.done("王磊", "07-04 18:00", "approve")
    story.done("何静", "07-05 09:40", "contact", channel="hotline", outcome="reached")
    story.done("何静", "07-05 09:40", "keep_promise", promise=promise, kept=True)
    story.done("何静", "07-05 09:40", "reply", channel="hotline", text="邀请您参观生产线")
    story.done("何静", "07-05 09:40", "decide", position="accepted")
    return story.done("何静", "07-05 09:40", "emotion", level=1)


def _until_half_judged(story: Story) -> Any:
    _until_accepted(story)
    actions = [{"action": "参观预约", "result": "done", "reference": "V-2207"}]
    story.done("何静", "07-05 10:30", "execute", actions=actions)
    judged = {"outcome": "answered", "satisfied": True, "service_met": True}
    return story.done("何静", "07-06 10:00", "follow_up", **judged)


def _until_closed(story: Story) -> Any:
    _until_half_judged(story)
    judged = {"outcome": "answered", "satisfied": True, "emotional_met": True}
    story.done("何静", "07-06 10:05", "follow_up", **judged)
    return story.done("何静", "07-06 10:05", "close", **CLOSING)


@pytest.mark.req("E17", "E46", "C24")
def test_step_1_the_counter_takes_it_in(story: Story) -> None:
    said = _lodge(story)
    known = (said["state"], said["grade"], said["owner"]["name"], said["stage_rail"]["soothe"])
    assert known == ("accepted", "I", "何静", None)
    assert [clock(said, name)[0] for name in ("first_callback", "promise")] == [
        "2026-07-06T23:59:59+08:00",
        "2026-07-05T10:00:00+08:00",
    ]


@pytest.mark.req("E04")
def test_steps_4_and_5_while_it_is_verified_nothing_is_proposed(story: Story) -> None:
    _lodge(story)
    said = story.done("何静", "07-04 13:10", "verify", verdict="pending", reason="待查")
    answer = story.does("何静", "07-04 13:20", "propose", **PROPOSAL)
    assert (said["state"], answer.status, answer.code) == ("verifying", 409, "wrong_state")


@pytest.mark.req("E05")
def test_step_6_partly_true_goes_on_and_the_maker_is_asked(story: Story) -> None:
    _lodge(story)
    story.done("何静", "07-04 13:10", "verify", verdict="pending", reason="待查")
    partly = {"verdict": "partly", "reason": "封口已撕开", "no_merchant": "自营"}
    verified = story.done("何静", "07-04 14:00", "verify", **partly)
    asked = story.done("何静", "07-04 14:00", "consult", department="supplier", question="查")
    assert [verified["state"], asked["state"]] == ["proposing", "consulting"]


@pytest.mark.req("C24")
def test_step_7_listening_soothes_and_meets_the_first_callback(story: Story) -> None:
    said, when = _until_heard(story), moment("07-04 16:30")
    levels = [one["level"] for one in said["emotion"]]
    assert (clock(said, "first_callback")[1:], said["stage_rail"]["soothe"], levels) == (
        ("met", when),
        when,
        [5, 4],
    )


@pytest.mark.req("E06")
def test_step_8_the_maker_answers(story: Story) -> None:
    assert _until_answered(story)["state"] == "proposing"


@pytest.mark.req("C14")
def test_step_9_shares_of_110_are_refused(story: Story) -> None:
    _until_answered(story)
    shares = [{"party": "third_party", "share": 70}, {"party": "unclear", "share": 40}]
    answer = story.does("何静", "07-04 17:10", "cause", text="开封后落入", responsible=shares)
    assert answer.places == ["responsible"]


@pytest.mark.req("C14", "C24")
def test_step_10_shares_of_100_are_kept(story: Story) -> None:
    _until_answered(story)
    said = story.done("何静", "07-04 17:12", "cause", text="开封后落入", responsible=SHARES)
    kept = (said["cause"]["responsible"], said["stage_rail"]["cause"])
    assert kept == (SHARES, moment("07-04 17:12"))


@pytest.mark.req("Q25")
def test_step_11_300_yuan_wait_for_approval(story: Story) -> None:
    assert _until_proposed(story)["state"] == "approving"


@pytest.mark.req("E09")
def test_step_13_the_supervisor_approves(story: Story) -> None:
    _until_proposed(story)
    assert story.done("王磊", "07-04 18:00", "approve")["state"] == "replying"


@pytest.mark.req("E46", "C03")
def test_step_14_sunday_does_not_matter_to_a_promise(story: Story) -> None:
    said = _until_accepted(story)
    due, state, met = clock(said, "promise")
    assert (said["state"], due, state, met) == (
        "executing",
        "2026-07-05T10:00:00+08:00",
        "met",
        moment("07-05 09:40"),
    )


@pytest.mark.req("C08")
def test_step_16_both_needs_must_be_judged(story: Story) -> None:
    _until_half_judged(story)
    answer = story.does("何静", "07-06 10:00", "close", **CLOSING)
    gates = [one["gate"] for one in answer.json["missing"]]
    assert (answer.status, answer.code, gates) == (409, "gate", ["needs"])


@pytest.mark.req("C23", "B15")
def test_step_17_the_customers_side_closes_and_the_inner_one_not_yet(story: Story) -> None:
    said = _until_closed(story)
    known = (said["state"], said["closed_customer_at"], "closed_internal_at" in said)
    assert known == ("closed", moment("07-06 10:05"), False)


@pytest.mark.req("C23")
def test_step_18_the_supervisor_archives_it(story: Story) -> None:
    _until_closed(story)
    said = story.done("王磊", "07-08 15:00", "archive")
    assert (said["state"], said["closed_internal_at"]) == ("archived", moment("07-08 15:00"))
    assert [one["level"] for one in said["emotion"]] == [5, 4, 1]
