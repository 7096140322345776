"""Type, urgency, tier and owner: classify, mark_urgent, escalate, transfer, hand_over."""

from typing import Any

import pytest

from kesu.authority.models import Escalation
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.journeys.faults import NotYours
from kesu.routing.models import Transfer
from tests.cast import Play, complaint, lines

TRIED = {"reason": "谈不拢", "tried": "三个方案", "suggestion": "主管出面"}


def refused(
    play: Play, verb: str, no: str, by: Any = None, **payload: Any
) -> tuple[list[str], str]:
    with pytest.raises(Refused) as refusal:
        play.do(verb, no, by, **payload)
    return [fault.loc for fault in refusal.value.faults], refusal.value.code


@pytest.mark.req("E17", "E61")
def test_another_type_brings_its_grade_tier_and_handler(play: Play) -> None:
    no = play.walk("accepted")
    play.do("classify", no, type="3.4")
    row = complaint(no)
    assert (row.type, row.grade_rank, row.tier, row.owner_id, row.state) == (
        "3.4",
        3,
        "D",
        play.house.supervisor.id,
        "accepted",
    )
    (said,) = lines(no, "complaint.classified")
    assert said.facts == {
        "type": ["1.2.5", "3.4"],
        "grade": ["I", "III"],
        "tier": "D",
        "owner": [str(play.house.agent.id), str(play.house.supervisor.id)],
    }


@pytest.mark.req("E44")
def test_the_owner_stays_where_they_fit_and_the_tier_never_falls(play: Play) -> None:
    no = play.walk("accepted", type="3.3")
    play.do("classify", no, type="1.1.1")
    row = complaint(no)
    assert (row.owner_id, row.tier, row.grade_rank) == (play.house.supervisor.id, "D", 1)


@pytest.mark.req("E27")
def test_a_type_asks_for_what_it_needs_unless_it_was_said_before(play: Play) -> None:
    no = play.walk("accepted")
    assert refused(play, "classify", no, type="2.2") == (["accused_agent"], "type_needs")
    assert refused(play, "classify", no, type="9.9") == (["type"], "unknown_type")
    assert refused(play, "classify", no, type="1.2.5") == (["type"], "same_type")
    play.do("classify", no, type="2.2", accused_agent="peer")
    play.do("classify", no, play.house.second, type="2.2.1")
    assert complaint(no).accused_id == play.house.peer.id


@pytest.mark.req("E49")
def test_who_is_accused_later_loses_the_case_at_once(play: Play) -> None:
    house = play.house
    no = play.walk("accepted", urgent=True, urgent_reasons=["U1"])
    play.do("classify", no, house.manager, type="2.2", accused_agent="supervisor")
    row = complaint(no)
    ids = {row.owner_id, row.risk_owner_id, row.dedicated_id}
    assert (row.accused_id, house.supervisor.id in ids) == (house.supervisor.id, False)


@pytest.mark.req("E49")
def test_who_is_accused_later_answers_for_no_risk(play: Play) -> None:
    house = play.house
    no = play.walk("accepted")
    play.do("classify", no, type="1.1.1", accused_agent="supervisor")
    row = complaint(no)
    assert (row.owner_id, row.risk_owner_id) == (house.agent.id, house.manager.id)


@pytest.mark.req("E16", "E33", "E63")
def test_urgent_needs_one_of_five_reasons(play: Play) -> None:
    no = play.walk("accepted")
    assert refused(play, "mark_urgent", no, reasons=[])[0] == ["reasons"]
    assert refused(play, "mark_urgent", no, reasons=["U6"])[0] == ["reasons.0"]
    assert refused(play, "mark_urgent", no)[0] == ["reasons"]


@pytest.mark.req("E16", "E33", "E38", "E63")
def test_urgent_goes_to_a_supervisor_who_follows_it(play: Play) -> None:
    no, supervisor = play.walk("accepted"), play.house.supervisor
    deadline = "2026-02-13T12:00:00+08:00"
    play.do("mark_urgent", no, reasons=["U5"], mandated_deadline=deadline, requester="集团办")
    row = complaint(no)
    assert (row.urgent, row.tier, row.owner_id, row.dedicated_id) == (
        True,
        "D",
        supervisor.id,
        supervisor.id,
    )
    (said,) = lines(no, "complaint.marked_urgent")
    assert said.facts == {
        "reasons": ["U5"],
        "dedicated": str(supervisor.id),
        "mandated_deadline": "2026-02-13T04:00:00.000000Z",
        "owner": [str(play.house.agent.id), str(supervisor.id)],
    }
    assert said.notes == {"requester": "集团办"}


@pytest.mark.req("A14", "A44", "A16")
def test_a_rise_needs_what_was_tried_and_a_suggestion(play: Play) -> None:
    no = play.walk("accepted")
    said = refused(play, "escalate", no, reason="谈不拢")
    assert said == (["tried", "suggestion"], "escalation_needs")
    play.do("escalate", no, **TRIED)
    row = complaint(no)
    assert (row.tier, row.owner_id, row.state) == ("E", play.house.senior.id, "accepted")
    rise = Escalation.objects.values_list("tier_from", "tier_to", "tried", "suggestion").get()
    assert rise == ("F", "E", "三个方案", "主管出面")
    (line,) = lines(no, "complaint.escalated")
    assert (line.facts["tier"], line.notes) == (["F", "E"], TRIED)


@pytest.mark.req("A14")
def test_one_step_at_a_time_and_always_up(play: Play) -> None:
    no = play.walk("accepted")
    assert refused(play, "escalate", no, **TRIED, to="D") == (["to"], "one_step")
    assert refused(play, "escalate", no, **TRIED, to="F") == (["to"], "input")
    assert refused(play, "escalate", no, **TRIED, to="Z")[0] == ["to"]


@pytest.mark.req("A14", "E64", "E33")
def test_an_urgent_one_may_skip_and_keeps_its_dedicated_handler(play: Play) -> None:
    house = play.house
    no = play.walk("accepted", urgent=True, urgent_reasons=["U1"])
    play.do("escalate", no, reason="媒体在场", to="A")
    row = complaint(no)
    assert (row.tier, row.owner_id, row.dedicated_id) == (
        "A",
        house.director.id,
        house.supervisor.id,
    )
    assert refused(play, "escalate", no, house.director, reason="再高") == (["to"], "top_tier")


@pytest.mark.req("A14")
def test_a_superior_raises_what_is_not_theirs(play: Play) -> None:
    no = play.walk("accepted")
    play.do("escalate", no, play.house.manager, **TRIED)
    assert complaint(no).tier == "E"
    with pytest.raises(NotYours):
        play.do("escalate", no, play.house.peer, **TRIED)


@pytest.mark.req("E42", "E43")
@pytest.mark.parametrize(
    ("verb", "reason", "kind", "rule"),
    [
        ("transfer", {"reason": "休假"}, "complaint.transferred", "E42"),
        ("hand_over", {}, "complaint.handed_over", "E43"),
    ],
)
def test_there_is_always_one_owner(
    verb: str, reason: dict[str, str], kind: str, rule: str, play: Play
) -> None:
    house = play.house
    no = play.walk("accepted")
    play.do(verb, no, to="peer", **reason)
    assert complaint(no).owner_id == house.peer.id
    kept = Transfer.objects.values_list("owner_from", "owner_to", "reason").get()
    assert kept == (house.agent.id, house.peer.id, reason.get("reason", ""))
    (said,) = lines(no, kind)
    assert (said.rule, said.facts) == (
        rule,
        {"to": str(house.peer.id), "owner": [str(house.agent.id), str(house.peer.id)]},
    )
    assert Notice.objects.filter(to=house.peer.id, kind="assigned").count() == 1


@pytest.mark.req("E42")
def test_a_transfer_needs_a_reason_and_somebody_else(play: Play) -> None:
    no = play.walk("accepted")
    assert refused(play, "transfer", no, to="peer")[0] == ["reason"]
    assert refused(play, "transfer", no, to="8001", reason="?") == (["to"], "owns_it")
    assert refused(play, "transfer", no, to="nobody", reason="?") == (["to"], "unknown_person")


@pytest.mark.req("E49", "E63")
@pytest.mark.parametrize(
    ("given", "to"),
    [
        ({"type": "2.2", "accused_agent": "peer"}, "peer"),
        ({"urgent": True, "urgent_reasons": ["U1"]}, "senior"),
        ({}, "liaison"),
        ({}, "auditor"),
        ({}, "admin"),
    ],
)
def test_not_everybody_can_own_it(given: dict[str, Any], to: str, play: Play) -> None:
    no = play.walk("received", **given)
    refusal = refused(play, "transfer", no, play.house.manager, to=to, reason="?")
    assert refusal == (["to"], "cannot_own")


@pytest.mark.req("E33")
def test_the_dedicated_handler_goes_with_the_owner_they_were(play: Play) -> None:
    no = play.walk("accepted", urgent=True, urgent_reasons=["U1"])
    play.do("transfer", no, to="second", reason="换班")
    row = complaint(no)
    assert (row.owner_id, row.dedicated_id) == (play.house.second.id, play.house.second.id)
