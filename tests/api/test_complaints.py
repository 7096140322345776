"""A complaint as it is answered: what always stands there, what only when there is something."""

from typing import Any

import pytest

from tests.api.caller import Caller
from tests.cast import House, Play

_ALWAYS = """
no state channel subject text received type grade urgent urgent_reasons tier owner
risk_owner customer clocks promises consults stage_rail emotion policy version links
"""


def test_a_bare_complaint_says_no_more_than_there_is(agent: Caller) -> None:
    said = agent.lodge(type="1.1.1").json
    assert set(said) == set(_ALWAYS.split()) | {"next_due"}
    assert set(said["customer"]) == {"id", "name", "phone", "level"}
    assert said["stage_rail"] == dict.fromkeys(("soothe", "cause", "solve", "follow_up"))


def test_all_that_was_given_is_answered(agent: Caller, house: House) -> None:
    given = {
        "subject": "赠品",
        "merchant": "M-031",
        "product": "空气炸锅",
        "order": "O-7781",
        "campaign": "C-9",
        "remedy_sought": "补寄赠品",
        "external_id": "12315-7",
    }
    said = agent.lodge(**given, urgent_reasons=["U1", "U3"]).json
    assert {name: said[name] for name in given} == given
    assert (said["urgent"], said["urgent_reasons"]) == (True, ["U1", "U3"])
    assert said["dedicated"] == said["owner"]


def test_who_the_customer_is_stands_there_masked(agent: Caller) -> None:
    given = {
        "name": "张女士",
        "phone": "+86 138-1234-5678",
        "email": "zhang@example.org",
        "external_id": "V-1",
        "level": 3,
        "age": 40,
    }
    said = agent.lodge(customer=given).json["customer"]
    assert (said.pop("id") != "", said) == (
        True,
        {
            "name": "张女士",
            "phone": "138****5678",
            "email": "z***@example.org",
            "external_id": "V-1",
            "level": 3,
            "age": 40,
        },
    )


def test_times_carry_the_offset_of_the_policy(agent: Caller) -> None:
    said = agent.lodge(received="2026-02-13T02:00:00Z").json
    assert said["received"] == "2026-02-13T10:00:00+08:00"
    assert all(one["due"].endswith("+08:00") for one in said["clocks"])


def test_it_is_read_by_either_number_in_either_case(play: Play) -> None:
    no = play.walk("approving")
    manager = Caller(play.house.manager)
    said = manager.read(no)
    numbers = (no, no.lower(), said["form_no"], said["form_no"].lower())
    assert [manager.read(number) for number in numbers] == [said] * 4


def test_a_step_is_taken_by_either_number(play: Play) -> None:
    no = play.walk("approving")
    form = Caller(play.house.manager).read(no)["form_no"]
    assert Caller(play.house.supervisor).act(form, "approve").json["no"] == no


def test_a_solution_its_cause_and_its_end_stand_there(play: Play) -> None:
    said = Caller(play.house.manager).read(play.walk("archived"))
    assert said["cause"]["text"] == "商户漏发"
    known = {name: said["solution"][name] for name in ("kind", "clause", "cost", "steps")}
    assert known == {
        "kind": "redress",
        "clause": "合作条款 4.2",
        "cost": 8900,
        "steps": [{"text": "补寄赠品", "due": "2026-02-16"}],
    }
    assert (said["outcome"], said["disposition"], said["verdict"]) == ("resolved", "item", "valid")
    assert {"closed_customer_at", "closed_internal_at", "form_no", "accepted"} <= set(said)


@pytest.mark.req("C08")
def test_a_rule_that_warns_and_does_not_block_answers_beside_the_complaint(play: Play) -> None:
    no = play.walk("following_up")
    judged = {"satisfied": True, "service_met": True, "emotional_met": False}
    said = Caller(play.house.agent).act(no, "follow_up", outcome="answered", **judged).json
    assert [one["code"] for one in said["warnings"]] == ["emotional_unmet"]
    assert all(one["say"] for one in said["warnings"])


def test_the_clocks_tell_how_their_due_time_came_about(agent: Caller) -> None:
    no = agent.lodge(received="2026-02-13T10:00:00+08:00").json["no"]
    (callback,) = agent.get(f"/complaints/{no}/clocks").json["items"]
    assert (callback["clock"], callback["due"], callback["calendar"]) == (
        "first_callback",
        "2026-02-14T23:59:59+08:00",
        "official",
    )
    assert [day["kind"] for day in callback["derivation"]] == ["receipt", "makeup"]


def test_the_journal_tells_every_step_in_its_order(play: Play) -> None:
    no = play.walk("approving")
    said: Any = Caller(play.house.supervisor).get(f"/complaints/{no}/journal").json
    lines = said["items"]
    assert [one["seq"] for one in lines] == sorted(one["seq"] for one in lines)
    told = [one["kind"] for one in lines if one["kind"].startswith("complaint.")]
    expected = "lodged accepted verified cause_recorded proposed form_drawn"
    assert told == [f"complaint.{kind}" for kind in expected.split()]
    assert lines[0]["by_name"] == play.house.agent.full_name
    assert said["next"] is None
