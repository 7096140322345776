"""S004-1 年前的赠品: the whole flow chart of source 004, then 3.3; every step at its own time."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.files import png
from tests.stories.stage import Stage, clocks, gates, local, misses
from tests.stories.wall import said

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
PROMISE = {"promise": {"what": "明天16点前回电", "due": said("02-14 16:00")}}
PROPOSAL: dict[str, Any] = {
    "steps": [{"text": "致歉并补寄赠品", "due": "2026-02-16"}, {"text": "短信告知单号"}],
    "options": ["补寄赠品", "等值积分"],
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": 8900,
}
HOME: dict[str, Any] = {
    "steps": [{"text": "致歉,到家补寄(自有库存)"}, {"text": "商超卡 ¥80 作为补偿"}],
    "options": ["到家补寄并商超卡", "退款"],
    "kind": "redress",
    "clause": "合作条款 4.2",
    "cost": 8000,
}
SATISFIED = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}


@pytest.mark.req("A10", "B15", "C13", "C14", "C21", "E17", "E31", "E46", "E67", "E80", "Q13")
@pytest.mark.req("Q23", "Q25", "A60", "B11")
@pytest.mark.req("E01", "E04", "E05", "E08", "E09", "E10", "E11", "E12", "E13", "E14", "E15")
def test_a_gift_before_the_festival(stage: Callable[[str], Stage]) -> None:
    play = stage("02-13 09:00")
    _lodged(play)
    _verified(play)
    _proposed(play)
    _approved_and_replied(play)
    _executed(play)
    _turned_into_3_3(play)
    _solved_by_the_supervisor(play)
    _closed(play)


def _lodged(play: Stage) -> None:
    # 1, 2: a telephone call says how it ended; T+1 counts the make-up Saturday.
    assert play.lodge("林小雨", "02-13 10:00", **LODGED).places == ["first_contact"]
    shown = play.lodge(
        "林小雨", "02-13 10:01", **LODGED, received=said("02-13 10:00"), first_contact=PROMISE
    ).json
    assert (shown["state"], shown["grade"], shown["urgent"], shown["tier"]) == (
        "accepted",
        "I",
        False,
        "F",
    )
    assert (shown["owner"]["name"], shown["risk_owner"]["name"]) == ("林小雨", "王磊")
    assert clocks(shown, "first_callback") == [(local("02-14 23:59:59"), "running", None)]
    assert clocks(shown, "promise") == [(local("02-14 16:00"), "running", None)]
    assert ("form_no" in shown, shown["received"]) == (False, said("02-13 10:00"))
    (callback,) = [one for one in play.get("clocks")["items"] if one["clock"] == "first_callback"]
    days = [(day["date"], day["kind"], day["counted"]) for day in callback["derivation"]]
    assert days == [("2026-02-13", "receipt", False), ("2026-02-14", "makeup", True)]
    # 3
    answer = play.does("林小雨", "02-13 10:05", "propose", **PROPOSAL)
    assert (answer.status, answer.code, "verify" in answer.json["allowed"]) == (
        409,
        "wrong_state",
        True,
    )


def _verified(play: Stage) -> None:
    # 4: what bears the customer out is against the company; the merchant's task opens by itself.
    play.brings(
        "林小雨", "02-13 10:15", png(), "活动页截图.png", side="unfavourable", kind="screenshot"
    )
    shown = play.done("林小雨", "02-13 10:20", "verify", verdict="valid", reason="活动页写明赠品")
    (task,) = shown["consults"]
    assert (shown["state"], task["department"], task["due"]) == (
        "consulting",
        "merchant",
        said("02-13 14:20"),
    )
    assert play.told("高洁") == ["consulted"]
    # 5, 6: reminded at half its time, answered before all of it.
    play.time("02-13 12:25")
    reminded = play.told("高洁")
    assert (len(reminded), reminded[0]) == (2, "consulted")
    play.done("高洁", "02-13 14:05", "feedback", consult=task["id"], text="商户漏发,同意补寄")
    shown = play.read()
    assert (shown["state"], shown["consults"][0]["answered"]) == (
        "proposing",
        said("02-13 14:05"),
    )
    play.brings("高洁", "02-13 14:05", png(), "发货记录.png", side="favourable", kind="record")
    assert "fed_back" in play.told("林小雨")


def _proposed(play: Stage) -> None:
    # 7 to 9: the cause first, and shares that sum to a hundred.
    assert gates(play.does("林小雨", "02-13 14:30", "propose", **PROPOSAL)) == ["cause"]
    short = [{"party": "merchant", "share": 60}, {"party": "company", "share": 30}]
    refused = play.does("林小雨", "02-13 14:32", "cause", text="商户漏发", responsible=short)
    assert refused.places == ["responsible"]
    whole = [{"party": "merchant", "share": 100}]
    play.done("林小雨", "02-13 14:33", "cause", text="商户漏发", responsible=whole)
    # 5 again: who answered is not reminded at the end of the time.
    assert len(play.told("高洁")) == 2
    # 10
    shown = play.done("林小雨", "02-13 14:35", "propose", **PROPOSAL)
    assert (shown["state"], shown["form_no"]) == ("approving", "TS-20260213-0001")
    assert (play.lacking()[0], "to_approve" in play.told("王磊")) == ([], True)


def _approved_and_replied(play: Stage) -> None:
    # 11, 12
    assert play.does("林小雨", "02-13 14:36", "approve").code == "not_yours"
    early = play.does("林小雨", "02-13 14:40", "reply", channel="hotline", text="补寄")
    assert early.code == "wrong_state"
    # 13: 批复 by mail, with the number of the form and the comment.
    shown = play.done("王磊", "02-13 15:10", "approve", comment="同意")
    ((kind, subject, body),) = play.letters("林小雨")
    assert (shown["state"], kind) == ("replying", "approved")
    assert ("TS-20260213-0001" in subject, "同意" in body) == (True, True)
    # 14
    play.done("林小雨", "02-13 15:30", "contact", channel="hotline", outcome="reached")
    promise = play.read()["promises"][0]["id"]
    play.done("林小雨", "02-13 15:30", "keep_promise", promise=promise, kept=True)
    assert play.lacking()[1] == ["replied", "position", "final"]
    play.done("林小雨", "02-13 15:30", "reply", channel="hotline", text="为您补寄赠品")
    assert play.lacking()[1] == ["position", "final"]
    shown = play.done("林小雨", "02-13 15:30", "decide", position="accepted", option="补寄赠品")
    assert (shown["state"], play.lacking()[1]) == ("executing", [])
    met = local("02-13 15:30")
    assert clocks(shown, "first_callback") == [(local("02-14 23:59:59"), "met", met)]
    assert clocks(shown, "promise") == [(local("02-14 16:00"), "met", met)]


def _executed(play: Stage) -> None:
    # 15, 16
    early = play.does("林小雨", "02-13 15:40", "follow_up", outcome="answered", satisfied=True)
    assert early.code == "wrong_state"
    before = len(play.told("高洁"))
    actions = [{"action": "CRM 补寄", "result": "done", "reference": "CRM-88921"}]
    shown = play.done("林小雨", "02-13 16:00", "execute", actions=actions)
    assert (shown["state"], len(play.told("高洁"))) == ("following_up", before + 1)
    assert "2026-02-13 16:00" in _field(play, "told")
    assert [due[:10] for due, _state, _met in clocks(shown, "follow_up")] == ["2026-02-14"]


def _turned_into_3_3(play: Stage) -> None:
    # 17: the same complaint, graver, with the supervisor; the customer reads who takes over.
    asked = {"outcome": "answered", "satisfied": False, "note": "商户说节后才发"}
    play.done("林小雨", "02-14 11:00", "follow_up", **asked)
    shown = play.read()
    known = {name: shown[name] for name in ("state", "type", "origin_type", "grade")}
    assert known == {"state": "proposing", "type": "3.3", "origin_type": "1.2.5", "grade": "III"}
    assert (shown["owner"]["name"], "assigned" in play.told("王磊")) == ("王磊", True)
    assert clocks(shown, "first_callback")[-1][:2] == (local("02-14 23:59:59"), "running")
    assert clocks(shown, "progress")[0] == (
        local("02-14 23:59:59"),
        "met",
        local("02-14 11:00"),
    )
    assert any("主管" in str(line.notes) for line in play.record("complaint."))
    early = play.does(
        "王磊",
        "02-14 11:05",
        "close",
        outcome="resolved",
        summary="无",
        disposition={"kind": "item", "item": "备货"},
    )
    assert early.code == "wrong_state"


def _solved_by_the_supervisor(play: Stage) -> None:
    # 18, 19
    play.done("王磊", "02-14 15:00", "contact", channel="hotline", outcome="reached")
    shown = play.done("王磊", "02-14 15:00", "emotion", level=3)
    assert clocks(shown, "first_callback")[-1][1:] == ("met", local("02-14 15:00"))
    play.done("王磊", "02-14 15:20", "remedy", kind="gift", amount=8000, what="商超卡 ¥80")
    shown = play.done("王磊", "02-14 15:20", "propose", **HOME)
    assert (shown["state"], shown["form_no"]) == ("approving", "TS-20260213-0001")
    assert "to_approve" in play.told("孙涛")
    # 20, 21, 22
    assert play.does("王磊", "02-14 15:25", "approve").code == "not_yours"
    assert play.done("孙涛", "02-14 15:40", "approve")["state"] == "replying"
    assert [kind for kind, _subject, _body in play.letters("王磊")] == ["approved"]
    play.done("王磊", "02-14 15:50", "reply", channel="hotline", text="今天送到家")
    assert play.done("王磊", "02-14 15:50", "decide", position="accepted")["state"] == "executing"
    # 23
    before = len(play.told("高洁"))
    actions = [
        {"action": "到家补寄", "result": "done", "reference": "CRM-88990"},
        {"action": "商超卡 ¥80", "result": "done", "reference": "GIFT-12"},
    ]
    shown = play.done("王磊", "02-14 16:10", "execute", actions=actions)
    assert (shown["state"], len(play.told("高洁"))) == ("following_up", before + 1)
    assert _given(play) == {"gift": (8000, "given")}
    kept = play.get("remedies", "王磊")
    assert kept["budget"]["left"] == 292000
    assert {name: one["given"] for name, one in kept["ledgers"].items()} == {
        "compensation": 8000,
        "refund": 0,
        "indemnity": 0,
    }


def _closed(play: Stage) -> None:
    # 24
    shown = play.done("王磊", "02-15 10:30", "follow_up", **SATISFIED)
    assert (shown["state"], play.lacking()) == ("following_up", [[], [], []])
    # 25, 26
    early = play.does("王磊", "02-15 10:40", "close", outcome="resolved", summary="无")
    assert early.places == ["disposition"]
    closing = {"outcome": "resolved", "summary": "送到家后客户平静下来"}
    shown = play.done(
        "王磊",
        "02-15 10:42",
        "close",
        **closing,
        disposition={"kind": "item", "item": "节前赠品备货"},
    )
    breached = [one["clock"] for one in shown["clocks"] if one["state"] == "breached"]
    assert (shown["state"], breached, misses(shown)) == ("closed", [], [])
    assert [due[:10] for due, _state, _met in clocks(shown, "progress")][:1] == ["2026-02-14"]
    form = play.get("form")
    assert [one["complete"] for one in form["stages"]] == [True, True, True]
    assert {one["name"] for one in form["signatures"]} == {"林小雨", "王磊", "孙涛"}


def _field(play: Stage, name: str) -> str:
    fields = [one for stage in play.get("form")["stages"] for one in stage["fields"]]
    return next(one.get("value", "") for one in fields if one["name"] == name)


def _given(play: Stage) -> dict[str, tuple[int, str]]:
    """Kind, amount in 分 and state of what the case gave."""
    rows = play.get("remedies")["remedies"]
    return {row["kind"]: (row["amount"], row["state"]) for row in rows}
