"""Cases that were kept open for five days: a day without a word is a miss, found when it is over
and once, by the worker, before anybody does anything with the case.
"""

from datetime import datetime, timedelta
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


def misses(no: str) -> list[str]:
    """The days that were found without a word, and each of them on the record once."""
    clocks = Clock.objects.filter(complaint__no=no, name="progress", state="breached")
    found = [f"{one.due.astimezone(ZONE):%Y-%m-%d}" for one in clocks.order_by("due")]
    told = [one.facts["clock"] for one in lines(no, "clock.breached")]
    assert told.count("progress") == len(found)
    return found


@pytest.mark.req("C20", "C21", "Q26")
@pytest.mark.parametrize("missed", KEPT)
def test_each_missed_day_is_found_in_its_night_and_once(play: Play, missed: str) -> None:
    days, expected = KEPT[missed]
    no = play.lodge(now=at("02-13 10:00")).complaint.no
    play.do("accept", no)
    for place, word in enumerate(days):
        morning = at(f"02-{14 + place} 10:00")
        if word:
            verb, said = WORDS[word]
            play.do(verb, no, now=morning, **said)
        for night in (13, 15, 15):  # before midnight, after it, and again
            breaches(morning + timedelta(hours=night), 200)
            over = [day for day in expected if day <= f"2026-02-{13 + place + night // 15}"]
            assert misses(no) == over, (place, night)
    play.now = at("02-18 09:00")
    for verb, by, said in SOLVED:
        play.do(verb, no, getattr(play.house, by) if by else None, **said)
    assert worker.run(once=True) == 0
    assert misses(no) == expected


@pytest.mark.req("C20", "C21", "Q26")
@pytest.mark.parametrize("yesterday", ["word", ""])
def test_the_worker_finds_by_its_own_clock_that_yesterday_had_no_word(
    play: Play, yesterday: str
) -> None:
    """Taken in five days ago, and a word on each day but, it may be, the last."""
    today = datetime.now(tz=ZONE).replace(hour=0, minute=1)
    no = play.lodge(now=_days_before(today, 5)).complaint.no
    play.do("accept", no)
    for days, word in ((4, "call"), (3, "word"), (2, "nothing new"), (1, yesterday)):
        if word:
            verb, said = WORDS[word]
            play.do(verb, no, now=_days_before(today, days), **said)
    assert misses(no) == []
    expected = [] if yesterday else [f"{_days_before(today, 1):%Y-%m-%d}"]
    for _round in range(2):
        assert worker.run(once=True) == 0
        assert misses(no) == expected
    play.do("progress", no, now=datetime.now(tz=ZONE), none_yet=True)
    assert misses(no) == expected


def _days_before(today: datetime, days: int) -> datetime:
    return today - timedelta(days=days)
