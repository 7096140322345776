"""S003-1 八十二岁的球迷: an elder whose goal is no money, resources asked of others, and a child.

Left out: the suggestion box (9, and of 10), praise and effort (15, 16) and the wording of 7.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.stories.stage import Stage, clocks, local, misses
from tests.stories.wall import said

pytestmark = pytest.mark.req("S003-1")

LODGED: dict[str, Any] = {
    "channel": "hotline",
    "text": "没收到选座通知,一定要看最后一场",
    "type": "1.1",
    "product": "年卡",
    "customer": {"name": "冯桂兰", "age": 82},
    "first_contact": {"promise": {"what": "明天上午回电", "due": said("05-15 10:00")}},
}
CONDITIONS: dict[str, Any] = {
    "attachment": "看了一辈子球",
    "material_need": False,
    "emotion": 4,
    "essence": "想亲眼看最后一场",
    "process_supported": False,
    "authority_supported": False,
    "resource_supported": True,
    "stop_loss": False,
}
SATISFIED = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}


@pytest.mark.req("D04", "D06", "D09", "D40", "A44", "A30", "E18", "C21")
def test_the_fan_of_eighty_two(stage: Callable[[str], Stage]) -> None:
    play = stage("05-14 09:00")
    _heard(play)
    _asked_for_help(play)
    _solved(play)
    _closed(play)


@pytest.mark.req("D04")
def test_a_child_of_twelve_at_the_cinema(stage: Callable[[str], Stage]) -> None:
    play = stage("05-16 09:00")
    # 10: received by portal; nobody promised anything on a telephone.
    text = "影院没有身高尺,取票机够不到"
    answer = play.lodge(
        "周凯",
        "05-16 11:10",
        channel="hotline",
        text=text,
        type="1.1",
        customer={"name": "小朋友", "age": 12},
        first_contact={"promise": {"what": "与家长联系", "due": said("05-17 10:00")}},
    )
    shown = answer.json
    assert (answer.status, shown["customer"]["age"]) == (201, 12)


def _heard(play: Stage) -> None:
    # 1
    shown = play.lodge("林小雨", "05-14 20:10", **LODGED).json
    assert (shown["grade"], shown["customer"]["age"]) == ("I", 82)
    assert clocks(shown, "first_callback") == [(local("05-15 23:59:59"), "running", None)]
    play.done("林小雨", "05-14 20:11", "demand", kind="non_money", basis="看最后一场")
    (wanted,) = play.get("remedies")["demands"]
    assert (wanted["kind"], wanted.get("amount")) == ("non_money", None)
    # 2, 3
    for channel in ("微信", "短信"):
        play.brings(
            "林小雨",
            "05-14 20:20",
            None,
            "",
            side="favourable",
            kind="notice",
            note=f"{channel} 05-01 已送达,是否已读未知",
            source=channel,
        )
    assert len(play.get("evidence")["items"]) == 2
    play.done("林小雨", "05-14 20:30", "emotion", level=4)
    # 4: the process and my authority say no, a resource says yes.
    verdict = {"verdict": "partly", "reason": "规则上已视为放弃", "no_merchant": "年卡自营"}
    shown = play.done("林小雨", "05-15 09:00", "verify", **verdict)
    assert shown["state"] == "proposing"
    shown = play.done("林小雨", "05-15 09:00", "analyse", conditions=CONDITIONS)
    assert play.record("complaint.analysed")[-1].facts["path"] == "ask_resource"
    assert "path_ask_resource" in [one["code"] for one in shown["warnings"]]
    # 5
    play.done("林小雨", "05-15 09:20", "contact", channel="hotline", outcome="reached")
    shown = play.done("林小雨", "05-15 09:20", "emotion", level=4)
    met = local("05-15 09:20")
    assert clocks(shown, "first_callback") == [(local("05-15 23:59:59"), "met", met)]
    promise = shown["promises"][0]["id"]
    play.done("林小雨", "05-15 09:20", "keep_promise", promise=promise, kept=True)


def _asked_for_help(play: Stage) -> None:
    # 6: whoever helps, the case stays whose it is.
    play.done("林小雨", "05-15 10:00", "assist", who="陈敏", question="规则外能否破例")
    asked = {"what": "工作人员票一张", "from": "场馆/现场公安", "due": said("05-16 12:00")}
    shown = play.done("林小雨", "05-15 10:00", "request", **asked)
    assert (shown["owner"]["name"], play.told("陈敏")) == ("林小雨", ["assist"])
    # 8
    play.time("05-16 11:00")
    number = _request(play)
    play.done("林小雨", "05-16 11:00", "answer_request", request=number, granted=True, text="一张")


def _request(play: Stage) -> int:
    from kesu.consults.models import Request

    return int(Request.objects.get(complaint__no=play.no).pk)


def _solved(play: Stage) -> None:
    # 11: without a clause it is never by mandate, and leaves something to mend.
    shares = [{"party": "company", "share": 50}, {"party": "customer", "share": 50}]
    play.done("林小雨", "05-16 11:20", "cause", text="通知未触达", responsible=shares)
    steps = [{"text": "致歉,陪同进场", "due": "2026-05-17"}, {"text": "约定时间和入口"}]
    proposal = {"steps": steps, "kind": "redress", "no_clause": "规则外破例", "cost": 0}
    shown = play.done("林小雨", "05-16 11:20", "propose", **proposal, options=["进场", "录像"])
    assert shown["state"] == "approving"
    assert play.done("王磊", "05-16 11:40", "approve", comment="同意")["state"] == "replying"
    # 12
    play.done("林小雨", "05-16 11:50", "contact", channel="hotline", outcome="reached")
    play.done("林小雨", "05-16 11:50", "reply", channel="hotline", text="17日18:30,东门,有人接您")
    play.done("林小雨", "05-16 11:50", "emotion", level=2, turning_point="确定能进场")
    shown = play.done("林小雨", "05-16 11:50", "decide", position="accepted")
    line = [(one["level"], one.get("turning_point", "")) for one in shown["emotion"]]
    assert (shown["state"], line) == ("executing", [(4, ""), (4, ""), (2, "确定能进场")])


def _closed(play: Stage) -> None:
    # 13
    done = [{"action": "入场", "result": "done", "reference": "G-17"}]
    shown = play.done("林小雨", "05-17 19:00", "execute", actions=done)
    play.done("林小雨", "05-17 19:00", "progress", text="已入场")
    assert [due[:10] for due, _s, _m in clocks(shown, "follow_up")] == ["2026-05-18"]
    # 14
    play.done("林小雨", "05-18 10:00", "follow_up", **SATISFIED)
    play.done("林小雨", "05-18 10:00", "emotion", level=0)
    closing = {"outcome": "resolved", "summary": "确定能进场是转折点"}
    shown = play.done(
        "林小雨",
        "05-18 10:00",
        "close",
        **closing,
        disposition={"kind": "item", "item": "未选座年卡用户电话二次提醒"},
    )
    ledgers = play.get("remedies")["ledgers"]
    assert (shown["state"], misses(shown)) == ("closed", [])
    assert [ledgers[name]["given"] for name in ("compensation", "indemnity")] == [0, 0]
