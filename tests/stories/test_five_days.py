"""A case that stays open over a holiday: every day has its line, and a day without is one miss."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.stories.stage import Stage, misses

REACHED = {"channel": "hotline", "outcome": "reached"}
SATISFIED = {"outcome": "answered", "satisfied": True, "service_met": True, "emotional_met": True}
CLOSING: dict[str, Any] = {
    "outcome": "resolved",
    "disposition": {"kind": "none", "reason": "个案"},
    "summary": "无",
}


@pytest.mark.req("C20", "C21", "Q26")
def test_one_missed_day_in_five_is_exactly_one_miss(stage: Callable[[str], Stage]) -> None:
    play = stage("09-24 09:00")
    lodged = {"channel": "email", "text": "礼品没寄", "type": "1.2.5", "customer": {"name": "张"}}
    play.lodge("林小雨", "09-24 10:00", **lodged)
    play.done("林小雨", "09-24 10:10", "accept")
    play.done("林小雨", "09-25 10:00", "contact", **REACHED)
    # Saturday of the festival passes without a word; "nothing new" on Sunday is a word.
    play.done("林小雨", "09-27 10:00", "progress", none_yet=True)
    _until_executed(play)
    play.done("林小雨", "09-29 10:00", "follow_up", **SATISFIED)
    shown = play.done("林小雨", "09-29 10:10", "close", **CLOSING)
    play.time("10-03 10:00")
    assert (shown["state"], misses(shown), misses(play.read())) == (
        "closed",
        ["2026-09-26"],
        ["2026-09-26"],
    )


def _until_executed(play: Stage) -> None:
    steps = [{"text": "致歉并补寄"}]
    verdict = {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}
    play.done("林小雨", "09-28 09:00", "verify", **verdict)
    play.done("林小雨", "09-28 09:10", "cause", text="漏发")
    proposal = {"steps": steps, "kind": "redress", "clause": "合作条款 4.2", "cost": 8900}
    play.done("林小雨", "09-28 09:20", "propose", **proposal)
    play.done("王磊", "09-28 09:30", "approve")
    play.done("林小雨", "09-28 09:40", "reply", channel="hotline", text="为您补寄")
    play.done("林小雨", "09-28 09:40", "decide", position="accepted")
    done = [{"action": "补寄", "result": "done", "reference": "CRM-1"}]
    play.done("林小雨", "09-28 10:00", "execute", actions=done)
