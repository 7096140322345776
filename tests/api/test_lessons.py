"""What other programs see of lessons: the steps of the stories that speak of them."""

from typing import Any

import pytest

from tests.api.caller import Answer
from tests.api.story import Story, moment
from tests.cast import hire

CLOSING: dict[str, Any] = {
    "outcome": "resolved",
    "disposition": {"kind": "none", "reason": "本店无可改之处"},
    "summary": "邀请参观后情绪转折",
}


@pytest.fixture
def story(db: None) -> Story:
    story = Story()
    hire("邵强", "agent", department="service", under=story.people["王磊"], full_name="邵强")
    promise = {"what": "明天10点前回电", "due": moment("07-05 10:00")}
    lodged = {"channel": "store", "text": "酸奶里有苍蝇", "type": "1.1.1"}
    story.lodge("何静", "07-04 12:40", first_contact={"promise": promise}, **lodged)
    return story


def codes(answer: Any) -> list[str]:
    said = answer.json if isinstance(answer, Answer) else answer
    return [one["code"] for one in said.get("warnings", [])]


def proposed(story: Story) -> Any:
    story.done("何静", "07-04 12:40", "emotion", level=5)
    worse = {"words": "有问题去医院检查，我们负责", "whose": "邵强"}
    story.done("何静", "07-04 12:45", "aggravate", **worse)
    partly = {"verdict": "partly", "reason": "封口已撕开", "no_merchant": "自营"}
    story.done("何静", "07-04 14:00", "verify", **partly)
    listened = {"channel": "hotline", "outcome": "reached", "empathy": True}
    story.done("何静", "07-04 16:30", "contact", **listened)
    story.done("何静", "07-04 16:30", "emotion", level=4)
    story.done("何静", "07-04 17:12", "cause", text="开封后落入可能性大")
    steps = [{"text": "邀请参观生产线"}, {"text": "道歉信"}]
    solution = {"kind": "redress", "clause": "食品异物办法 3", "cost": 30000, "steps": steps}
    return story.done("何静", "07-04 17:20", "propose", options=["参观", "换货"], **solution)


def closed(story: Story) -> Any:
    proposed(story)
    story.done("王磊", "07-04 18:00", "approve")
    story.done("何静", "07-05 09:40", "reply", channel="hotline", text="邀请您参观生产线")
    story.done("何静", "07-05 09:40", "decide", position="accepted")
    story.done("何静", "07-05 09:40", "emotion", level=1)
    done = [{"action": "参观预约", "result": "done", "reference": "V-2207"}]
    story.done("何静", "07-05 10:30", "execute", actions=done)
    judged = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}
    story.done("何静", "07-06 10:00", "follow_up", **judged)
    return story.done("何静", "07-06 10:05", "close", **CLOSING)


@pytest.mark.req("C06", "C01", "C07", "S002-1")
def test_the_yoghurt_is_offered_something_too_early_and_warned_of(story: Story) -> None:
    said = proposed(story)
    assert (said["state"], codes(said)) == ("approving", ["calm_first"])
    (line,) = [
        one
        for one in story.of("何静").get(f"/complaints/{story.no}/journal").json["items"]
        if one["kind"] == "complaint.proposed"
    ]
    assert line["facts"]["warned"] == ["calm_first"]


@pytest.mark.req("C23", "E52", "B04", "S002-1")
def test_the_yoghurt_is_reviewed_and_ends_twice(story: Story) -> None:
    said = closed(story)
    assert (said["closed_customer_at"], "closed_internal_at" in said) == (
        moment("07-06 10:05"),
        False,
    )
    review = {"root_cause": "值班人员未受过训练", "department": "service", "preventable": True}
    reviewed = story.done("陈敏", "07-08 14:00", "review", **review)
    assert codes(reviewed) == ["one_sided"]
    story.done("王磊", "07-08 14:30", "coach", who="邵强", what="异物投诉的第一句话")
    said = story.done("王磊", "07-08 15:00", "archive")
    assert (said["state"], said["closed_internal_at"]) == ("archived", moment("07-08 15:00"))


@pytest.mark.req("A31", "S000-1")
def test_an_upset_customer_without_a_plan_is_refused_at_the_plan(story: Story) -> None:
    first = {"attitude": "坚决", "emotion": 4, "demand": "检测"}
    bare = story.does("何静", "07-04 13:00", "breakdown", **first)
    assert (bare.status, bare.places) == (422, ["plan"])
    assert story.does("何静", "07-04 13:00", "breakdown", plan="先听完", **first).status == 200


@pytest.mark.req("D40", "S003-1")
def test_the_path_is_answered_as_a_warning(story: Story) -> None:
    three = {
        "process_supported": False,
        "authority_supported": False,
        "resource_supported": True,
    }
    said = story.done("何静", "07-04 13:00", "analyse", conditions=three)
    assert codes(said) == ["path_ask_resource", "conditions_open"]
    bare = story.does("何静", "07-04 13:00", "analyse", conditions={})
    assert bare.places == [f"conditions.{name}" for name in three]


@pytest.mark.req("A12", "S000-1")
def test_an_urgent_case_is_not_archived_without_its_review(story: Story) -> None:
    story.done("何静", "07-04 12:50", "mark_urgent", reasons=["U1"])
    steps = [{"text": "道歉并送检"}]
    boss = story.of("王磊").read(story.no)["owner"]["name"]
    above = {"王磊": "孙涛"}.get(boss, "王磊")
    partly = {"verdict": "partly", "reason": "封口已撕开", "no_merchant": "自营"}
    story.done(boss, "07-04 14:00", "verify", **partly)
    story.done(boss, "07-04 17:12", "cause", text="开封后落入可能性大")
    story.done(boss, "07-04 17:20", "propose", kind="redress", clause="3", steps=steps, cost=0)
    story.done(above, "07-04 18:00", "approve")
    story.done(boss, "07-05 09:40", "reply", channel="hotline", text="向您致歉")
    story.done(boss, "07-05 09:40", "decide", position="accepted")
    done = [{"action": "送检", "result": "done"}]
    story.done(boss, "07-05 10:30", "execute", actions=done)
    judged = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}
    story.done(boss, "07-06 10:00", "follow_up", **judged)
    story.done(boss, "07-06 10:05", "close", **CLOSING)
    shut = story.does("孙涛", "07-06 10:30", "archive")
    assert (shut.status, [one["gate"] for one in shut.json["missing"]]) == (409, ["review"])
    review = {"root_cause": "封口工艺", "department": "product"}
    story.done("孙涛", "07-07 10:00", "review", **review)
    assert story.done("孙涛", "07-07 10:05", "archive")["state"] == "archived"
