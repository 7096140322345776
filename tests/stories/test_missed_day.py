"""Cases that were kept open for five days, judged by the worker's own round: a day without a word
is a miss, once, whether somebody judged it each night or the worker comes when all is over.
"""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kesu.clock import worker
from kesu.clock.duties import breaches
from kesu.deadlines.models import Clock
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, at, lines

ZONE = ZoneInfo("Asia/Shanghai")
REACHED = {"channel": "hotline", "outcome": "reached"}
WORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "call": ("contact", REACHED),
    "word": ("progress", {"text": "正在核实，明天再联系您"}),
    "nothing new": ("progress", {"none_yet": True}),
}
KEPT: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "none": (("call", "word", "nothing new", "call"), []),
    "the second": (("call", "", "nothing new", "call"), ["2026-02-15"]),
    "the last": (("call", "word", "nothing new", ""), ["2026-02-17"]),
    "two": (("", "word", "", "call"), ["2026-02-14", "2026-02-16"]),
}
"""What was said on each day after the first, and the days that are missed."""


SOLVED: list[tuple[str, str, dict[str, Any]]] = [
    ("verify", "", {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}),
    ("cause", "", {"text": "漏发"}),
    ("propose", "", PROPOSAL),
    ("approve", "supervisor", {}),
    ("reply", "", {"channel": "email", "text": "为您补寄"}),
    ("decide", "", {"position": "accepted"}),
    ("execute", "", {"actions": [{"action": "补寄", "result": "done", "reference": "CRM-1"}]}),
    ("follow_up", "", ANSWERED),
    ("close", "", CLOSING),
]
"""The last day."""


@pytest.fixture
def play(db: None) -> Play:
    return Play()


@pytest.mark.req("C20", "C21", "Q26")
@pytest.mark.parametrize("nightly", [True, False])
@pytest.mark.parametrize("missed", KEPT)
def test_the_worker_finds_each_missed_day_once(play: Play, missed: str, nightly: bool) -> None:
    days, expected = KEPT[missed]
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    play.do("accept", no)
    for place, word in enumerate(days):
        morning = at(f"02-{14 + place} 10:00")
        if word:
            verb, said = WORDS[word]
            play.do(verb, no, now=morning, **said)
        if nightly:
            breaches(morning + timedelta(hours=14, minutes=1), 200)
    play.now = at("02-18 09:00")
    for verb, by, said in SOLVED:
        play.do(verb, no, getattr(play.house, by) if by else None, **said)
    for _again in range(2):
        assert worker.run(once=True) == 0
    clocks = Clock.objects.filter(complaint__no=no, name="progress").order_by("due")
    found = [f"{one.due.astimezone(ZONE):%Y-%m-%d}" for one in clocks.filter(state="breached")]
    told = [one.facts["clock"] for one in lines(no, "clock.breached")]
    assert (found, told.count("progress")) == (expected, len(expected))
