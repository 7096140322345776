"""The chain of an account in other hands, as another program sees it."""

import pytest

from tests.api.caller import Caller
from tests.cast import House, Play

BOTH = {"advisories": ["no_use", "handling_time"]}


@pytest.mark.req("E57", "E58", "E59", "E60", "F02")
def test_agent_freezes_risk_investigates_amends_and_lifts(play: Play, house: House) -> None:
    no = play.lodge(type="3.2").complaint.no
    agent, risk = (Caller(one, "read", "write") for one in (house.agent, house.risk))

    def do(by: Caller, verb: str, body: object) -> tuple[int, list[str]]:
        answer = by.post(f"/complaints/{no}/actions/{verb}", body)
        gates = [one["gate"] for one in answer.json.get("missing", ())]
        return answer.status, gates

    told = [
        do(agent, "freeze", BOTH),
        do(agent, "identify", {"items": ["姓名"], "passed": True}),
        do(agent, "freeze", {"advisories": ["no_use"]}),
        do(agent, "freeze", BOTH),
        do(agent, "unfreeze", {"reason": "x"}),
        do(risk, "amend_account", {"what": "手机号"}),
        do(risk, "unfreeze", {"reason": "x"}),
        do(risk, "investigate", {"finding": "密码被改", "loss": 100}),
        do(risk, "amend_account", {"what": "手机号", "reference": "A-1"}),
        do(risk, "unfreeze", {"reason": "已核实"}),
    ]
    assert told == [
        (409, ["identity"]),
        (200, []),
        (409, ["advisories"]),
        (200, []),
        (403, []),
        (409, ["finding"]),
        (409, ["finding"]),
        (200, []),
        (200, []),
        (200, []),
    ]


@pytest.mark.req("F26")
def test_a_department_sends_a_task_back(play: Play, house: House) -> None:
    no = play.walk("consulting")
    liaison = Caller(house.liaison, "read", "write")
    task = liaison.get(f"/complaints/{no}").json["consults"][0]["id"]
    path = f"/complaints/{no}/actions/send_back"
    assert liaison.post(path, {"consult": task}).places == ["reason"]
    answer = liaison.post(path, {"consult": task, "reason": "不归我们"})
    assert (answer.status, "sent_back" in answer.json["consults"][0]) == (200, True)
    assert liaison.post(path, {"consult": task, "reason": "再退"}).status == 422
