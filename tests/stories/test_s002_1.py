"""S002-1 酸奶里的苍蝇: the case of source 002, from the counter to the internal closure."""

from collections.abc import Callable
from typing import Any

import pytest

from kesu.policy.loading import builtin
from tests.files import png
from tests.stories.stage import Stage, clocks, gates, local
from tests.stories.wall import said
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.req("S002-1")

LODGED: dict[str, Any] = {
    "channel": "store",
    "text": "酸奶里有苍蝇",
    "type": "1.1.1",
    "customer": {"name": "李女士"},
    "first_contact": {"promise": {"what": "明天10点前回电", "due": said("07-05 10:00")}},
}
PROPOSAL: dict[str, Any] = {
    "steps": [{"text": "邀请参观生产线,承担往返费用"}, {"text": "道歉信"}],
    "options": ["参观生产线", "等值积分"],
    "kind": "redress",
    "clause": "食品异物办法 3",
    "cost": 30000,
}
CLOSING: dict[str, Any] = {
    "outcome": "resolved",
    "disposition": {"kind": "none", "reason": "开封后落入可能性大,本店无可改之处"},
    "summary": "邀请参观后情绪转折",
}


@pytest.mark.req("C03", "E06", "E46")
@pytest.mark.req("C01", "C02", "C04", "C06", "C08", "C13", "C14", "C23", "C24", "A58")
def test_a_fly_in_the_yoghurt(stage: Callable[[str], Stage]) -> None:
    play = stage("07-04 09:00")
    _listened_to(play)
    _proposed(play)
    _agreed(play)
    _closed(play)


def _listened_to(play: Stage) -> None:
    # 1, 2
    shown = play.lodge("何静", "07-04 12:40", **LODGED).json
    assert (shown["state"], shown["grade"], shown["owner"]["name"]) == ("accepted", "I", "何静")
    assert clocks(shown, "first_callback") == [(local("07-06 23:59:59"), "running", None)]
    assert clocks(shown, "promise") == [(local("07-05 10:00"), "running", None)]
    play.done("何静", "07-04 12:40", "emotion", level=5)
    words = {"words": "有问题去医院检查,我们负责", "whose": "邵强"}
    shown = play.done("何静", "07-04 12:45", "aggravate", **words)
    assert (shown["stage_rail"]["soothe"], len(play.record("complaint.aggravated"))) == (None, 1)
    # 4: the four questions about a foreign body in food are there.
    shown = play.done("何静", "07-04 13:10", "verify", verdict="pending", reason="待查")
    page = Visitor(play.people["何静"], language="zh-hans").read(f"/complaints/{play.no}")
    asked = [question.zh_hans for question in _interview()]
    assert (shown["state"], len(asked)) == ("verifying", 4)
    assert [question in page for question in asked] == [True] * 4
    # 5, 6
    early = play.does("何静", "07-04 13:20", "propose", **PROPOSAL)
    assert early.code == "wrong_state"
    verdict = {"verdict": "partly", "reason": "封口已撕开", "no_merchant": "自营"}
    assert play.done("何静", "07-04 14:00", "verify", **verdict)["state"] == "proposing"
    asked = {"department": "supplier", "question": "同批次有无异物"}
    assert play.done("何静", "07-04 14:00", "consult", **asked)["state"] == "consulting"
    # 7
    play.done("何静", "07-04 16:30", "contact", channel="hotline", outcome="reached")
    shown = play.done("何静", "07-04 16:30", "emotion", level=4)
    met = local("07-04 16:30")
    assert clocks(shown, "first_callback") == [(local("07-06 23:59:59"), "met", met)]
    assert shown["stage_rail"]["soothe"] == said("07-04 16:30")
    assert [one["level"] for one in shown["emotion"]] == [5, 4]
    # 8
    task = shown["consults"][-1]["id"]
    play.done("方圆", "07-04 17:00", "feedback", consult=task, text="邀请参观生产线,承担往返费用")
    assert play.read()["state"] == "proposing"


def _interview() -> tuple[Any, ...]:
    """What the policy asks about a foreign body in food."""
    (found,) = builtin("loyalty").interviews("1.1.1", {"text": LODGED["text"]})
    return tuple(found.questions)


def _proposed(play: Stage) -> None:
    # 9, 10
    text = "开封后落入可能性大"
    over = [{"party": "third_party", "share": 70}, {"party": "unclear", "share": 40}]
    assert play.does("何静", "07-04 17:10", "cause", text=text, responsible=over).places == [
        "responsible"
    ]
    whole = [{"party": "third_party", "share": 70}, {"party": "unclear", "share": 30}]
    play.done("何静", "07-04 17:12", "cause", text=text, responsible=whole)
    play.brings("何静", "07-04 17:12", png(), "封口.png", side="favourable", kind="photo")
    assert [one["side"] for one in play.get("evidence")["items"]] == ["favourable"]
    play.done("何静", "07-04 17:15", "remedy", kind="visit", amount=30000, what="参观生产线")
    # 11: the customer is upset; that warns, stands on the record, and blocks nothing.
    shown = play.done("何静", "07-04 17:20", "propose", **PROPOSAL)
    warned = [one["code"] for one in shown["warnings"]]
    assert (shown["state"], "calm_first" in warned) == ("approving", True)
    assert "calm_first" in play.record("complaint.proposed")[-1].facts["warned"]
    # 13
    assert play.done("王磊", "07-04 18:00", "approve", comment="同意")["state"] == "replying"
    ((kind, _subject, body),) = play.letters("何静")
    assert (kind, "意见：同意" in body) == ("approved", True)


def _agreed(play: Stage) -> None:
    # 14: Sunday does not matter to a promise.
    play.done("何静", "07-05 09:40", "contact", channel="hotline", outcome="reached")
    promise = play.read()["promises"][0]["id"]
    shown = play.done("何静", "07-05 09:40", "keep_promise", promise=promise, kept=True)
    assert clocks(shown, "promise") == [(local("07-05 10:00"), "met", local("07-05 09:40"))]
    play.done("何静", "07-05 09:40", "reply", channel="hotline", text="邀请您参观生产线")
    shown = play.done("何静", "07-05 09:40", "decide", position="accepted")
    assert shown["state"] == "executing"
    play.done("何静", "07-05 09:41", "emotion", level=1)
    # 15
    done = [{"action": "参观预约", "result": "done", "reference": "V-2207"}]
    shown = play.done("何静", "07-05 10:30", "execute", actions=done)
    (visit,) = play.get("remedies")["remedies"]
    assert (shown["state"], visit["kind"], visit["amount"], visit["state"]) == (
        "following_up",
        "visit",
        30000,
        "given",
    )


def _closed(play: Stage) -> None:
    # 16
    judged = {"outcome": "answered", "satisfied": True, "service_met": True}
    play.done("何静", "07-06 10:00", "follow_up", **judged)
    assert gates(play.does("何静", "07-06 10:00", "close", **CLOSING)) == ["needs"]
    # 17
    play.done("何静", "07-06 10:05", "follow_up", outcome="answered", emotional_met=True)
    shown = play.done("何静", "07-06 10:05", "close", **CLOSING)
    assert (shown["state"], shown["closed_customer_at"]) == ("closed", said("07-06 10:05"))
    assert ("closed_internal_at" in shown, play.lacking()) == (
        False,
        [["matter", "sought"], [], []],
    )
    # 18
    seen = {"root_cause": "现场一句话激化矛盾", "department": "service", "preventable": True}
    play.done("陈敏", "07-08 15:00", "review", **seen, lessons="先听完,不许诺检查费用")
    shown = play.done("王磊", "07-08 15:00", "archive")
    assert (shown["state"], shown["closed_internal_at"]) == ("archived", said("07-08 15:00"))
    assert [one["level"] for one in shown["emotion"]] == [5, 4, 1]
