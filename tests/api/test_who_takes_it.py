"""Who takes a complaint, and by when, as a receiver at the API sees it (PRACTICE 1 and 2)."""

from typing import Any

import pytest

from kesu.people import operations
from tests.api.caller import Caller
from tests.cast import House, at

LODGED: dict[str, Any] = {
    "channel": "hotline",
    "text": "客户来电",
    "received": "2026-02-13T10:00:00+08:00",
    "customer": {},
    "type": "1.2.5",
    "first_contact": {"promise": {"what": "回电", "due": "2099-01-01T10:00:00+08:00"}},
}


@pytest.fixture
def agent(house: House) -> Caller:
    return Caller(house.agent, "read", "write")


def lodged(agent: Caller, **given: Any) -> dict[str, Any]:
    answer = agent.post("/complaints", {**LODGED, **given})
    assert answer.status == 201, answer.content
    found: dict[str, Any] = answer.json
    return found


def due(found: dict[str, Any], clock: str) -> list[str]:
    return [one["due"] for one in found["clocks"] if one["clock"] == clock]


@pytest.mark.req("E33", "E63", "E38", "Q29")
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"urgent": True, "urgent_reasons": ["U1"]}, "U1"),
        ({"source": "group"}, "U2"),
        ({"customer": {"special_role": "media"}}, "U3"),
        ({"source": "regulator"}, "U5"),
        ({"mandated_deadline": "2099-01-01T10:00:00+08:00"}, "U5"),
    ],
)
def test_each_reason_of_urgency_takes_it_to_a_supervisor_within_three_hours(
    agent: Caller, house: House, given: dict[str, Any], reason: str
) -> None:
    no = lodged(agent, **given)["no"]
    found = Caller(house.director, "read").get(f"/complaints/{no}").json
    supervisor = house.supervisor.id
    assert (found["urgent"], found["urgent_reasons"]) == (True, [reason])
    assert (found["owner"]["id"], found["dedicated"]["id"]) == (supervisor, supervisor)
    assert due(found, "first_callback") == ["2026-02-13T13:00:00+08:00"]


@pytest.mark.req("E49", "E50", "Q30")
@pytest.mark.parametrize("deputy", [True, False])
def test_a_complaint_about_a_colleague_is_the_deputys_while_the_supervisor_is_away(
    house: House, deputy: bool
) -> None:
    stands_in = house.lead.id if deputy else None
    days = {"starts": at("02-01 00:00"), "ends": at("12-31 00:00")}
    operations.take_leave(staff=house.supervisor.id, deputy=stands_in, **days)
    found = lodged(Caller(house.peer, "read", "write"), type="2.2", accused_agent="8001")
    owner = house.lead if deputy else house.second
    assert found["owner"]["id"] == owner.id
    assert due(found, "first_callback") == ["2026-02-13T23:59:59+08:00"]


@pytest.mark.req("E56", "E57", "E59", "Q4")
def test_who_fails_the_check_and_claims_fraud_goes_to_risk_at_once(
    agent: Caller, house: House
) -> None:
    no = lodged(agent, type="3.2.1", customer={"phone": "13912344417"})["no"]
    checked = agent.post(f"/complaints/{no}/actions/identify", {"items": ["姓名"], "passed": False})
    assert [one["code"] for one in checked.json["warnings"]] == ["other_number"]
    seen = Caller(house.manager, "read").get(f"/complaints/{no}").json
    assert [one["department"] for one in seen["consults"]] == ["risk"]
    (report,) = [one for one in seen["clocks"] if one["clock"] == "report"]
    assert report["state"] == "running"
    advised = {"advisories": ["no_use", "handling_time"]}
    frozen = agent.post(f"/complaints/{no}/actions/freeze", advised)
    assert (frozen.status, [one["gate"] for one in frozen.json["missing"]]) == (409, ["identity"])


@pytest.mark.req("E32", "E61")
def test_an_important_member_is_a_supervisors_the_same_day(agent: Caller, house: House) -> None:
    found = lodged(agent, type="3.4", customer={"level": 8})
    assert (found["owner"]["id"], found["grade"]) == (house.supervisor.id, "III")
    assert due(found, "first_callback") == ["2026-02-13T23:59:59+08:00"]
