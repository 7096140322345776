"""The record alone tells every clock; a policy that comes later moves none."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kesu.deadlines.models import Clock
from kesu.foundation.faults import Refused
from kesu.journal.rules import moment
from kesu.journeys.faults import NotTaken
from kesu.policy import operations as policy
from kesu.policy import queries as policies
from kesu.policy.loading import read
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, lines

Told = tuple[str, str, str, str]
REACHED: dict[str, Any] = {"channel": "hotline", "outcome": "reached"}
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("accept", {}),
    ("contact", REACHED),
    ("progress", {"none_yet": True}),
    ("promise", {"what": "回电", "due": "2026-05-01T10:00:00+08:00"}),
    ("classify", {"type": "2.3.1"}),
    ("classify", {"type": "1.2.5"}),
    ("mark_urgent", {"reasons": ["U1"]}),
    ("regulator", {"authority": "某市市场监管局", "kind": "forwarded"}),
    ("verify", {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}),
    ("cause", {"text": "商户漏发"}),
    ("propose", PROPOSAL),
    ("approve", {}),
    ("reply", {"channel": "email", "text": "补寄"}),
    ("decide", {"position": "accepted"}),
    ("execute", {"actions": [{"action": "补寄", "result": "done"}]}),
    ("follow_up", ANSWERED),
    ("close", CLOSING),
    ("cool", {"reason": "等检测", "review_on": "2026-04-20"}),
    ("resume", {}),
    ("reopen", {"reason": "又坏了"}),
    ("withdraw", {"reason": "撤回"}),
]


def rows(no: str) -> list[Told]:
    """Name, subject, due time and state of each clock as its row has it."""
    found = Clock.objects.filter(complaint__no=no)
    return sorted((one.name, one.subject, moment(one.due), one.state) for one in found)


def replayed(no: str) -> list[Told]:
    """The same from the lines of the record alone."""
    clocks: list[list[str]] = []
    for line in lines(no, "clock."):
        said = line.facts
        name, subject = said["clock"], said.get("subject", "")
        if line.kind == "clock.started":
            clocks.append([name, subject, said["due"], said["state"]])
            continue
        before = said.get("due_before") or said["due"]
        mine = [one for one in clocks if one[:3] == [name, subject, before]]
        mine[-1][2:] = [said["due"], said["state"]]
    return sorted((name, subject, due, state) for name, subject, due, state in clocks)


def life(play: Play, steps: list[tuple[int, int]], **given: Any) -> str:
    """A complaint through steps and waits; what cannot be done is left out."""
    no = play.lodge(**given).complaint.no
    for place, minutes in steps:
        verb, payload = STEPS[place]
        now = play.now + timedelta(minutes=minutes)
        people = (None, play.house.supervisor, play.house.manager)
        for person in people if verb in ("approve", "cool") else people[:1]:
            try:
                play.do(verb, no, person, now=now, **payload)
                break
            except (NotTaken, Refused):
                continue
    return no


LIVES = st.lists(
    st.tuples(st.integers(0, len(STEPS) - 1), st.integers(1, 3000)), min_size=4, max_size=25
)
ORDERED = st.lists(st.integers(1, 900), min_size=17, max_size=17).map(
    lambda waits: [
        (place, wait) for place, wait in enumerate(waits) if STEPS[place][0] != "regulator"
    ]
)
CAREFUL = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@CAREFUL
@given(steps=LIVES | ORDERED)
def test_the_record_alone_tells_every_clock(steps: list[tuple[int, int]], play: Play) -> None:
    play.now = datetime.fromisoformat("2026-02-13T10:00:00+08:00")
    no = life(play, steps)
    assert replayed(no) == rows(no)


@pytest.mark.req("D12")
def test_a_later_policy_moves_no_clock_of_an_earlier_complaint(play: Play) -> None:
    no = play.walk("following_up")
    before = rows(no)
    text = read("brand").replace('version = "2026.1"', 'version = "2026.9"', 1)
    policy.publish(
        text=text, valid_from=play.now + timedelta(minutes=1), by="system:console", at=play.now
    )
    later = play.now + timedelta(hours=1)
    assert policies.in_force(later).version == "2026.9"
    assert rows(no) == before
    play.do("contact", no, now=later, **REACHED)
    names = {name for name, *_ in rows(no)}
    assert "close" not in names
    fresh = play.lodge(now=later).complaint.no
    assert "close" in {name for name, *_ in rows(fresh)}
