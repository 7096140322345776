"""S001-1 第十一件: a batch over midnight, departments, what is promised and paid.

Left out: the improvement items of step 19 and the ranking of step 20, which come later.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kesu.correspondence.models import Notice
from kesu.journeys.each import apply
from kesu.journeys.people.leave import take_leave
from tests.stories.stage import Stage, clocks, local, misses
from tests.stories.wall import at, said

pytestmark = pytest.mark.req("S001-1")

ISSUE: dict[str, Any] = {
    "channel": "email",
    "type": "1.1",
    "product": "移动电源 P-20W",
    "merchant": "锐电",
    "text": "充电发烫。",
    "remedy_sought": "换货",
}
PROPOSAL: dict[str, Any] = {
    "steps": [{"text": "致歉并换货", "due": "2026-09-29"}, {"text": "补偿¥30"}],
    "options": ["换货并补偿", "退款"],
    "kind": "redress",
    "clause": "商品质量办法 3",
    "cost": 3000,
}
REACHED = {"channel": "hotline", "outcome": "reached"}
SATISFIED = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}
MORNINGS = ("09-25 10:00", "09-26 10:00", "09-27 10:00", "09-28 09:00")


@pytest.mark.req("E37", "Q5", "Q22", "E33", "E39", "E40", "E63", "E06", "B10", "B11", "B14")
@pytest.mark.req("C20", "C21")
def test_the_eleventh(stage: Callable[[str], Stage]) -> None:
    play = stage("09-24 08:00")
    away = {"sign_in": "石磊", "starts": at("09-24 00:00"), "ends": at("09-29 00:00")}
    take_leave(**away, deputy=None, by="system:test", at=play.wall.now)
    numbers = _ten(play)
    _eleventh(play, numbers)
    _twelfth(play, numbers)
    _answered_late(play, numbers)
    _promised_and_paid(play, numbers)


def _lodge(play: Stage, name: str, when: str, customer: int) -> Any:
    known = {"external_id": f"S001-{customer}", "name": f"客户{customer}"}
    answer = play.lodge(name, when, **ISSUE, customer=known)
    assert answer.status == 201, answer.content.decode()
    return answer.json


def _on(play: Stage, no: str) -> Stage:
    play.no = no
    return play


def _ten(play: Stage) -> list[str]:
    # 1 to 3: ten are ten; two of them were spoken to, one rang by itself.
    first, found = at("09-24 09:00"), []
    for place in range(10):
        when = f"{first + timedelta(hours=8, minutes=30 * place):%m-%d %H:%M}"
        if place == 5:
            _on(play, found[1]).done("林小雨", "09-24 11:00", "contact", **REACHED)
        shown = _lodge(play, ("林小雨", "周凯")[place % 2], when, place + 1)
        assert (shown["grade"], shown["urgent"]) == ("I", False)
        assert clocks(shown, "first_callback") == [(local("09-28 23:59:59"), "running", None)]
        found.append(shown["no"])
    _on(play, found[2]).done("周凯", "09-24 14:50", "contact", **REACHED, direction="in")
    assert [_urgent(play, no) for no in found] == [False] * 10
    assert play.callers["孙涛"].get("/batches").json["items"] == []
    return found


def _urgent(play: Stage, no: str) -> bool:
    return bool(_on(play, no).read()["urgent"])


def _eleventh(play: Stage, numbers: list[str]) -> None:
    # 4, 5
    numbers.append(_lodge(play, "林小雨", "09-24 15:30", 11)["no"])
    (batch,) = play.callers["孙涛"].get("/batches").json["items"]
    assert (batch["declared_at"], batch["cases"], batch["people"]) == (
        said("09-24 15:30:00"),
        11,
        11,
    )
    due, earlier = local("09-24 18:30"), local("09-28 23:59:59")
    for place, no in enumerate(numbers):
        shown = _on(play, no).read()
        assert (shown["urgent_reasons"], shown["owner"]["name"]) in [
            (["U4"], name) for name in ("王磊", "赵倩")
        ]
        assert "dedicated" in shown
        spoken = {1: local("09-24 11:00"), 2: local("09-24 14:50")}.get(place)
        if spoken:
            assert clocks(shown, "first_callback") == [(earlier, "met", spoken)]
            assert clocks(shown, "urgent_contact") == [(due, "running", None)]
        else:
            assert clocks(shown, "first_callback") == [(due, "running", None)]
        assert "breached" not in {one["state"] for one in shown["clocks"]}
    told = Notice.objects.filter(kind="batched").values_list("to__full_name", flat=True)
    assert sorted(told) == ["孙涛", "王磊", "赵倩"]


def _twelfth(play: Stage, numbers: list[str]) -> None:
    # 6, 7
    shown = _lodge(play, "周凯", "09-24 16:00", 12)
    numbers.append(shown["no"])
    assert (shown["urgent_reasons"], clocks(shown, "first_callback")) == (
        ["U4"],
        [(local("09-24 19:00"), "running", None)],
    )
    found = play.callers["孙涛"].get("/complaints?order_by=queue&limit=50").json["items"]
    assert [one["no"] for one in found][-1] == numbers[-1]
    # 8: who is on leave is not asked, their backup is.
    for no in numbers:
        _on(play, no).done(_owner(play, no), "09-24 16:20", "accept")
    _on(play, numbers[0]).done(
        _owner(play, numbers[0]),
        "09-24 16:30",
        "consult",
        department="production",
        question="电芯批次",
    )
    assert play.read()["consults"][-1]["due"] == said("09-26 16:30")
    assert ("consulted" in play.told("柯亮"), play.told("石磊")) == (True, [])
    # 9, 10
    for place, no in enumerate(numbers):
        when = "09-24 18:50" if place == 11 else "09-24 17:00"
        if place == 11:
            continue
        shown = _on(play, no).done(_owner(play, no), when, "contact", **REACHED)
        owed = [one["state"] for one in shown["clocks"] if one["clock"] in _FIRST]
        assert set(owed) == {"met"}
    shown = _on(play, numbers[11]).done(
        _owner(play, numbers[11]), "09-24 18:50", "contact", **REACHED
    )
    assert clocks(shown, "first_callback")[0][1] == "met"


_FIRST = ("first_callback", "urgent_contact")


def _owner(play: Stage, no: str) -> str:
    """Who owns it since it became urgent; asked once."""
    if no not in play.owners:
        play.owners[no] = str(_on(play, no).read()["owner"]["name"])
    play.no = no
    return play.owners[no]


def _answered_late(play: Stage, numbers: list[str]) -> None:
    # 11: another day, another count.
    shown = _lodge(play, "周凯", "09-25 00:10", 13)
    assert (shown["urgent"], clocks(shown, "first_callback")) == (
        False,
        [(local("09-28 23:59:59"), "running", None)],
    )
    # 12 to 15: reminded, overdue, the head told; the answer is late for good.
    for morning in MORNINGS[:3]:
        _line_each(play, numbers, morning)
        if morning.startswith("09-25"):
            _on(play, numbers[0]).time("09-25 16:31")
            assert play.told("柯亮").count("dunned") == 1
        if morning.startswith("09-26"):
            _on(play, numbers[0]).time("09-26 16:31")
            assert play.told("柯亮").count("task_overdue") == 1
    _on(play, numbers[0]).time("09-27 16:31")
    assert "task_overdue" in play.told("温岚")
    task = play.read()["consults"][-1]["id"]
    play.done("柯亮", "09-27 17:00", "feedback", consult=task, text="lot RD0815 电芯批次不良")
    (clock,) = clocks(play.read(), "consult")
    assert clock[1:] == ("breached", local("09-27 17:00"))


def _line_each(play: Stage, numbers: list[str], when: str) -> None:
    """One line a case, by one decision for all of them."""
    play.time(when)
    for name in ("王磊", "赵倩"):
        mine = [no for no in numbers if _owner(play, no) == name]
        told = apply("progress", mine, {"none_yet": True}, by=play.people[name], now=at(when))
        assert [one.fault for one in told] == [None] * len(mine)


def _promised_and_paid(play: Stage, numbers: list[str]) -> None:
    # 16: one decision for each; each has an approval of its own, none by mandate.
    _line_each(play, numbers, MORNINGS[3])
    lot = [{"party": "merchant", "share": 100}]
    for no in numbers:
        who = _owner(play, no)
        shown = play.done(who, "09-28 09:10", "verify", verdict="valid", reason="批次不良")
        task = shown["consults"][-1]["id"]
        play.done("高洁", "09-28 09:10", "feedback", consult=task, text="商户同意换货")
        play.done(who, "09-28 09:10", "cause", text="电芯批次不良", responsible=lot)
        play.done(who, "09-28 09:10", "remedy", kind="compensation", amount=3000, what="补偿¥30")
    for no in numbers:
        shown = play.done(_owner(play, no), "09-28 10:00", "propose", **PROPOSAL)
        assert shown["state"] == "approving"
        shown = play.done("孙涛", "09-28 10:00", "approve", comment="同意")
        assert (shown["state"], "mandate" in shown["solution"]) == ("replying", False)
    assert _accrued(play) == 36000
    # 17
    for no in numbers[:5]:
        who = _owner(play, no)
        play.done(who, "09-28 15:00", "reply", channel="hotline", text="换货并补偿30元")
        play.done(who, "09-28 15:00", "decide", position="accepted")
        actions = [
            {"action": "换货", "result": "done", "reference": "X-1"},
            {"action": "补偿¥30", "result": "done", "reference": "P-1"},
        ]
        play.done(who, "09-28 15:00", "execute", actions=actions)
    assert _accrued(play) == 21000
    # 18: closing one closes no other.
    for no in numbers[:5]:
        who = _owner(play, no)
        play.done(who, "09-29 10:00", "follow_up", **SATISFIED)
        closing = {"outcome": "resolved", "summary": "换货后满意"}
        shown = play.done(
            who,
            "09-29 10:00",
            "close",
            **closing,
            disposition={"kind": "item", "item": "供应商来料检"},
        )
        assert (shown["state"], misses(shown)) == ("closed", [])
    states = [_on(play, no).read()["state"] for no in numbers]
    assert states == ["closed"] * 5 + ["replying"] * 7


def _accrued(play: Stage) -> int:
    found = play.callers["郑岚"].get("/remedies/ledger?since=2026-09-01&until=2026-09-30").json
    return int(found["accrual"]["compensation"]["accrued"])
