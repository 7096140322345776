"""S001-1 第十一件: ten are ten, the eleventh makes all of them urgent; as far as batches reach.

The story is played now: the trigger is the moment the API is asked. What departments, accruals,
daily lines by batch and improvement items do in it (steps 8, 12 to 17, 19, 20) comes later.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kesu.complaints.models import Batch
from kesu.correspondence.models import Notice
from tests.api.caller import Caller
from tests.api.story import Story, clock

ISSUE: dict[str, Any] = {
    "channel": "email",
    "type": "1.1",
    "product": "移动电源 P-20W",
    "merchant": "锐电",
    "text": "充电发烫。",
}


def lodged(agent: Caller, customer: int) -> Any:
    """One more complaint of the issue, by another customer."""
    said = {**ISSUE, "customer": {"external_id": f"S001-{customer}"}}
    answer = agent.post("/complaints", said)
    assert answer.status == 201, answer.content
    return answer.json


@pytest.mark.req("E37", "Q5", "Q22", "E33", "E39")
def test_s001_1_the_eleventh(db: None) -> None:
    story = Story()
    agent, boss = story.of("林小雨"), story.of("王磊")
    ten = [lodged(agent, customer) for customer in range(1, 11)]
    dues = {clock(one, "first_callback")[:2] for one in ten}
    assert len(dues) == 1
    assert {(one["grade"], one["urgent"]) for one in ten} == {("I", False)}
    for customer, direction in ((1, "out"), (2, "in")):
        said = {"channel": "hotline", "direction": direction, "outcome": "reached"}
        called = agent.act(ten[customer]["no"], "contact", **said).json
        assert clock(called, "first_callback")[1] == "met"
    assert not Batch.objects.exists()
    eleventh = lodged(agent, 11)
    batch = boss.get("/batches").json["items"][0]
    trigger = datetime.fromisoformat(batch["declared_at"])
    assert (batch["cases"], batch["people"]) == (11, 11)
    due = trigger + timedelta(hours=3)
    for place, one in enumerate([*ten, eleventh]):
        read = boss.read(one["no"])
        name = "urgent_contact" if place in (1, 2) else "first_callback"
        assert datetime.fromisoformat(clock(read, name)[0]) == due
        assert (read["urgent_reasons"], read["owner"]["name"]) == (["U4"], "王磊")
        assert all(told["state"] != "breached" for told in read["clocks"])
    told = Notice.objects.filter(kind="batched")
    assert sorted(told.values_list("to__full_name", flat=True)) == ["孙涛", "王磊"]
    twelfth = lodged(agent, 12)
    received = datetime.fromisoformat(twelfth["received"])
    assert datetime.fromisoformat(clock(twelfth, "first_callback")[0]) == received + timedelta(
        hours=3
    )
    queue = [one["no"] for one in boss.get("/queue?limit=50").json["items"]]
    assert set(queue[:11]) == {one["no"] for one in [*ten, eleventh]}
    assert queue[11] == twelfth["no"]
    for one in [*ten, eleventh, twelfth]:
        said = {"channel": "hotline", "outcome": "reached"}
        called = boss.act(one["no"], "contact", **said).json
        states = {name["state"] for name in called["clocks"] if name["clock"] != "report"}
        assert states == {"met"}
