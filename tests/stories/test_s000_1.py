"""S000-1 一罐奶粉: regulator, three rounds, the A decision, agreement and 协议后反悔.

Left out: the watch on chat (step 1), the incident with its samples (12 to 15), the one voice and
the wording of step 20, which come later.
"""

from collections.abc import Callable
from typing import Any

import pytest

from kesu.policy.loading import read
from kesu.policy.operations import publish
from tests.files import PDF, wav
from tests.stories.stage import Stage, clocks, gates, local, misses
from tests.stories.wall import at, said

pytestmark = pytest.mark.req("S000-1")

LODGED: dict[str, Any] = {
    "channel": "im",
    "text": "我要求检测这罐奶粉,已经打了12315,工商都介入了",
    "type": "1.1.1",
    "product": "禾贝2段 900g",
    "order": "HB-298",
    "remedy_sought": "检测",
    "customer": {"name": "何女士", "phone": "13900001111"},
    "urgent": True,
}
GIVEN = "同品2罐和商超卡¥500"
PROPOSAL: dict[str, Any] = {
    "steps": [
        {"text": "当面致歉并陪同体检", "due": "2026-08-12"},
        {"text": "送检同批次未拆封HB260401", "due": "2026-08-12"},
        {"text": GIVEN, "due": "2026-08-12"},
    ],
    "options": ["体检和同品2罐", "退货退款"],
    "kind": "redress",
    "clause": "质量投诉办法 2",
    "cost": 109600,
}
SATISFIED = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}
CLOSING: dict[str, Any] = {
    "outcome": "agreed",
    "disposition": {"kind": "item", "item": "批次检测报告上架可查"},
    "summary": "见面和检测报告是转折点",
}


@pytest.mark.req("E16", "E33", "E64", "A14", "A15", "A29", "A31", "A51", "A52", "A53", "A54")
@pytest.mark.req("A58", "A59", "A63", "A64", "C20", "C21", "A12")
def test_a_tin_of_milk_powder(stage: Callable[[str], Stage]) -> None:
    play = stage("08-03 09:00")
    text, now = read("brand"), at("08-03 09:00")
    publish(text=text, valid_from=now, by="test", at=now)
    _urgent(play)
    _talked(play)
    _decided(play)
    _solved(play)
    _agreed(play)
    _came_back(play)


def _urgent(play: Stage) -> None:
    # 2, 3
    assert play.lodge("周凯", "08-03 09:59", **LODGED).places == ["urgent_reasons"]
    shown = play.lodge("周凯", "08-03 10:00", **LODGED, urgent_reasons=["U1"]).json
    assert (shown["grade"], shown["urgent_reasons"]) == ("I", ["U1"])
    assert (shown["owner"]["name"], shown["dedicated"]["name"]) == ("赵倩", "赵倩")
    assert clocks(shown, "first_callback") == [(local("08-03 13:00"), "running", None)]
    play.done("赵倩", "08-03 10:02", "accept")
    assert "report" in play.told("赵倩")
    assert clocks(play.read(), "report")[0][0] == local("08-03 10:15")
    # 4, 5
    play.done("赵倩", "08-03 10:06", "acknowledge", report=_reports(play)[0])
    play.done("赵倩", "08-03 10:10", "report")
    assert clocks(play.read(), "report")[-1][0] == local("08-03 10:25")
    assert "report" in play.told("孙涛")
    play.time("08-03 10:26")
    over = play.record("complaint.reported")[-1].facts
    assert (over["over"], over["because"]) == (["manager"], "no_ack")
    assert ("report" in play.told("刘峰"), "report" in play.told("郑岚")) == (True, False)


def _reports(play: Stage) -> list[int]:
    from kesu.authority.models import Report

    rows = Report.objects.filter(complaint__no=play.no).order_by("id")
    return list(rows.values_list("pk", flat=True))


def _talked(play: Stage) -> None:
    # 6, 7
    shown = play.done("赵倩", "08-03 11:20", "contact", channel="hotline", outcome="reached")
    met = local("08-03 11:20")
    assert clocks(shown, "first_callback") == [(local("08-03 13:00"), "met", met)]
    talk = {"attitude": "坚决", "emotion": 4, "demand": "检测"}
    assert play.does("赵倩", "08-03 11:20", "breakdown", **talk).places == ["plan"]
    play.done("赵倩", "08-03 11:25", "breakdown", **talk, plan="先陪同送检,主管每天一通电话")
    slip = {"authority": "乙市某区市监局", "document": "乙市监〔2026〕8号", "kind": "mediation"}
    shown = play.done(
        "赵倩", "08-03 11:25", "regulator", **slip, jurisdiction="乙市", transfer_to="甲市"
    )
    assert any(one["clock"].startswith("statutory:") for one in shown["clocks"])
    assert [one["authority"] for one in play.get("form")["authorities"]] == ["乙市某区市监局"]
    # 8 to 11
    talks = {"offer": "陪同送检,结果当面说明", "reaction": "要公开道歉", "agreed": False}
    for day in ("08-04 10:00", "08-06 10:00"):
        if day.startswith("08-06"):
            play.done("赵倩", "08-05 09:00", "progress", none_yet=True)
        play.done("赵倩", day, "contact", channel="hotline", outcome="reached")
        play.done("赵倩", day, "round", **talks)
    assert "rounds" not in play.told("孙涛")
    play.done("赵倩", "08-07 16:00", "contact", channel="hotline", outcome="reached")
    shown = play.done("赵倩", "08-07 16:00", "round", **talks)
    assert "rounds" in [one["code"] for one in shown["warnings"]]
    assert ("rounds" in play.told("孙涛"), "rounds" in play.told("赵倩")) == (True, True)
    play.done("赵倩", "08-08 10:00", "progress", text="正在联系检测机构")
    play.done("赵倩", "08-09 10:00", "progress", none_yet=True)
    play.time("08-10 09:00")
    assert misses(play.read()) == []


def _decided(play: Stage) -> None:
    # 16: ten times the price of ¥298.00; of ¥50 the floor of ¥1,000.
    play.done("赵倩", "08-10 11:10", "contact", channel="hotline", outcome="reached")
    play.done("赵倩", "08-10 11:10", "demand", kind="apology", basis="公开道歉,宝宝不适")
    tenfold = {"kind": "tenfold", "basis": "食品安全法148"}
    shown = play.done("赵倩", "08-10 11:10", "demand", **tenfold, amount=29800)
    assert _awards(play)[-1] == {"food": 298000}
    play.done("赵倩", "08-10 11:11", "demand", **tenfold, amount=5000)
    assert _awards(play)[-1] == {"food": 100000}
    # 17
    assert play.does("孙涛", "08-10 11:30", "escalate", to="A").places == ["reason"]
    shown = play.done(
        "孙涛", "08-10 11:30", "escalate", to="A", reason="紧急", notice="将由总监为您处理"
    )
    assert (shown["tier"], shown["dedicated"]["name"]) == ("A", "赵倩")
    assert play.told("郑岚") != []
    # 18, 19
    decision = {"kind": "decision", "decision": "不赔偿;体检;送检同批次;见面;补偿;请市监局指导"}
    alone = {"present": ["郑岚", "吴迪"], "signed": ["郑岚", "吴迪"]}
    early = play.does("郑岚", "08-10 12:00", "meeting", **decision, **alone)
    assert early.places == ["signed"]
    together = {"present": ["郑岚", "吴迪", "罗音"], "signed": ["郑岚", "吴迪", "罗音"]}
    shown = play.done("郑岚", "08-10 12:20", "meeting", **decision, **together)
    assert "too_few" not in [one["code"] for one in shown.get("warnings", [])]
    # 21, 22
    refused = play.does(
        "赵倩", "08-10 13:00", "remedy", kind="indemnity", amount=298000, what="十倍价款"
    )
    assert (gates(refused), "唐律" in refused.json["missing"][0]["say"]) == (["legal"], True)
    shown = play.done("赵倩", "08-10 14:00", "remedy", kind="in_kind", amount=109600, what=GIVEN)
    assert "in_kind" in {one["kind"] for one in play.get("remedies")["remedies"]}
    assert play.get("remedies")["remedies"][0]["state"] == "planned"


def _awards(play: Stage) -> list[dict[str, int]]:
    """What each demand could be awarded by law, by its article."""
    return [line.facts.get("figures") or {} for line in play.record("complaint.demanded")]


def _solved(play: Stage) -> None:
    # 23
    play.brings(
        "赵倩",
        "08-11 10:00",
        PDF,
        "送检合格报告.pdf",
        side="favourable",
        kind="report",
        strength="strong",
    )
    play.brings(
        "赵倩",
        "08-11 10:00",
        None,
        "",
        side="unfavourable",
        kind="review",
        note="3条店铺负评",
        counter_plan="逐条回复检测结果",
    )
    sides = {one["side"] for one in play.get("evidence")["items"]}
    assert sides == {"favourable", "unfavourable"}
    verdict = {"verdict": "invalid", "reason": "投诉的质量问题不成立", "no_merchant": "品牌自营"}
    play.done("赵倩", "08-11 10:00", "verify", **verdict)
    unclear = [{"party": "unclear", "share": 100}]
    cause = "未见产品缺陷(同批次送检合格)"
    play.done("赵倩", "08-11 10:00", "cause", text=cause, responsible=unclear)
    play.done("赵倩", "08-11 10:01", "progress", text="同批次送检合格,请您看报告")
    # 24
    play.done("赵倩", "08-11 11:00", "propose", **PROPOSAL)
    assert play.lacking()[0] == []
    assert play.done("孙涛", "08-11 15:00", "approve", comment="同意")["state"] == "replying"
    ledgers = play.get("remedies")["ledgers"]
    assert (ledgers["compensation"]["pending"], ledgers["indemnity"]["pending"]) == (109600, 0)
    # 25
    mediated = {
        "kind": "mediation",
        "present": ["赵倩", "甲市市监局"],
        "decision": "双方同意",
    }
    play.done("赵倩", "08-12 10:00", "meeting", **mediated)
    play.done("赵倩", "08-12 10:00", "reply", channel="visit", text="同批次送检合格,我们陪同体检")
    play.done("赵倩", "08-12 10:00", "decide", position="accepted")
    actions = [
        {"action": "体检", "result": "done", "reference": "H-1"},
        {"action": "送检", "result": "done", "reference": "T-260401"},
        {"action": GIVEN, "result": "done", "reference": "W-2"},
    ]
    shown = play.done("赵倩", "08-12 15:00", "execute", actions=actions)
    ledgers = play.get("remedies")["ledgers"]
    assert (shown["state"], ledgers["compensation"]["given"]) == ("following_up", 109600)
    moved = {"authority": "甲市市监局", "document": "甲市监〔2026〕3号", "kind": "mediation"}
    play.done("赵倩", "08-12 15:10", "regulator", **moved, jurisdiction="甲市")
    assert play.get("form")["authorities"][-1]["jurisdiction"] == "甲市"


def _agreed(play: Stage) -> None:
    # 26
    play.done("赵倩", "08-13 10:00", "follow_up", **SATISFIED)
    shut = play.does("赵倩", "08-13 10:00", "close", **CLOSING)
    assert gates(shut) == ["agreement"]
    # 27
    recording = play.brings(
        "赵倩", "08-13 10:20", wav(), "和解录音.wav", side="favourable", kind="recording"
    )
    paper = play.brings(
        "赵倩", "08-13 10:20", PDF, "撤诉申请书.pdf", side="favourable", kind="withdrawal"
    )
    assert (len(recording["sha256"]), len(paper["sha256"])) == (64, 64)
    agreed = {"kind": "recording", "evidence": recording["id"], "signatories": ["何女士", "赵倩"]}
    play.done("赵倩", "08-13 10:20", "agreement", **agreed)
    shown = play.done("赵倩", "08-13 10:20", "close", **CLOSING)
    assert (shown["state"], shown["outcome"], misses(shown)) == ("closed", "agreed", [])
    assert "撤诉申请书.pdf" in str(play.get("evidence"))
    # 28
    assert gates(play.does("孙涛", "08-13 10:30", "archive")) == ["review"]
    seen = {"root_cause": "检测报告未公开", "department": "product", "preventable": True}
    play.done("孙涛", "08-20 10:00", "review", **seen, lessons="报告先行")
    assert play.done("孙涛", "08-20 10:00", "archive")["state"] == "archived"


def _came_back(play: Stage) -> None:
    # 29: 首问 takes it, the agreement is shown first, and it is a supervisor's again.
    play.done("林小雨", "08-25 14:00", "reopen", reason="协议后反悔,要求十倍赔偿")
    shown = play.read()
    assert (shown["state"], shown["owner"]["name"] in ("赵倩", "郑岚", "孙涛")) == (
        "verifying",
        True,
    )
    line = play.record("complaint.reopened")[-1]
    assert (line.rule, line.notes["reason"]) == ("A64", "协议后反悔,要求十倍赔偿")
    assert said("08-25 14:00") == line.at.astimezone(at_zone()).isoformat(timespec="seconds")


def at_zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Shanghai")
