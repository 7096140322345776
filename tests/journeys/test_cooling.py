"""冷处理 begins only while nothing moves (A34)."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.journeys.faults import GateShut
from kesu.journeys.perform import perform
from kesu.policy import operations as policy
from kesu.policy.loading import read
from tests.cast import Play, complaint

REST: dict[str, Any] = {"reason": "等检测", "review_on": "2026-03-20"}
NEWS: list[tuple[str, dict[str, Any]]] = [
    ("contact", {"channel": "hotline", "outcome": "reached"}),
    ("contact", {"channel": "hotline", "outcome": "refused", "direction": "in"}),
    ("urge", {"by": "customer"}),
    ("exposure", {"channel": "weibo", "url": "https://weibo.example/1"}),
    ("regulator", {"authority": "某市市场监管局", "kind": "forwarded"}),
]
"""What a customer, the public or an authority does on a case."""


def cool(play: Play, no: str, *, days: int) -> None:
    play.do("cool", no, play.house.manager, now=play.now + timedelta(days=days), **REST)


@pytest.mark.req("A34")
@pytest.mark.parametrize(("verb", "payload"), NEWS)
def test_what_moves_does_not_rest(verb: str, payload: dict[str, Any], play: Play) -> None:
    no = play.walk("accepted")
    perform(verb, no, payload, by=play.house.agent, now=play.now)
    with pytest.raises(GateShut) as refused:
        cool(play, no, days=2)
    assert [one.gate for one in refused.value.missing] == ["still"]
    assert complaint(no).state == "accepted"
    cool(play, no, days=1)
    assert complaint(no).state == "cooling"


@pytest.mark.req("A34")
@pytest.mark.parametrize("outcome", ["no_answer", "busy"])
def test_a_call_that_nobody_took_is_nothing_new(outcome: str, play: Play) -> None:
    no = play.walk("accepted")
    play.do("contact", no, channel="hotline", outcome=outcome)
    play.do("cool", no, play.house.supervisor, **REST)
    assert complaint(no).state == "cooling"


@pytest.mark.req("A34")
def test_the_policy_says_how_long(play: Play) -> None:
    text = read("loyalty").replace("quiet_days = 3", "quiet_days = 0")
    text = text.replace('version = "2026.1"', 'version = "2026.9"', 1)
    policy.publish(text=text, valid_from=play.now, by="system:console", at=play.now)
    no = play.walk("accepted")
    play.do("contact", no, channel="hotline", outcome="reached")
    play.do("cool", no, play.house.supervisor, **REST)
    assert complaint(no).state == "cooling"
