"""Meetings, rounds, dedicated handlers, transfers and what an approval needs."""

from typing import Any

import pytest

from kesu.authority.models import Meeting, Round
from kesu.complaints.models import Complaint
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, NotYours
from kesu.people.rules import Person
from tests.cast import PROPOSAL, Play, complaint, hire, lines

OFFER = {"offer": "补偿50元", "reaction": "要求三倍", "agreed": False}


def shut(play: Play, verb: str, no: str, by: Person, **payload: Any) -> list[str]:
    with pytest.raises(GateShut) as refusal:
        play.do(verb, no, by, **payload)
    return [one.gate for one in refusal.value.missing]


def refused(play: Play, verb: str, no: str, by: Person | None = None, **payload: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        play.do(verb, no, by, **payload)
    return [fault.loc for fault in refusal.value.faults]


def on_tier(play: Play, tier: str, **proposal: Any) -> str:
    no = play.walk("proposing", type="3.4")
    play.do("cause", no, text="漏发")
    play.do("propose", no, **{**PROPOSAL, **proposal})
    Complaint.objects.filter(no=no).update(tier=tier)
    return no


@pytest.fixture
def heads(play: Play) -> list[Person]:
    return [
        hire(f"{one}_head", "manager", department=one, flags=["head"])
        for one in ("product", "legal")
    ]


@pytest.mark.req("A15", "Q2")
def test_the_highest_tier_is_approved_after_two_heads_have_met(
    play: Play, heads: list[Person]
) -> None:
    no, manager = on_tier(play, "A"), play.house.manager
    assert shut(play, "approve", no, manager) == ["meeting"]
    one = {"kind": "decision", "present": ["director", "product_head"], "decision": "退款"}
    few = play.do("meeting", no, **one)
    assert [said.code for said in few.warnings] == ["too_few"]
    assert shut(play, "approve", no, manager) == ["meeting"]
    both = ["director", "product_head", "legal_head"]
    done = play.do("meeting", no, **{**one, "present": both, "signed": both[1:]})
    assert done.warnings == ()
    row = Meeting.objects.order_by("-id")[0]
    assert (row.tier, row.signed) == ("A", [head.id for head in heads])
    (said,) = lines(no, "complaint.met")[1:]
    assert (said.rule, said.facts["enough"]) == ("A15", True)
    play.do("approve", no, manager)
    assert complaint(no).state == "replying"


@pytest.mark.req("Q2")
def test_the_tier_below_needs_a_manager_with_legal_product_and_the_one_voice(
    play: Play, heads: list[Person]
) -> None:
    hire("voice", "senior", department="operations", flags=["spokesperson"])
    no, manager = on_tier(play, "B"), play.house.manager
    three = ["product_head", "legal_head", "voice"]
    play.do("meeting", no, kind="mediation", present=three, decision="未谈拢")
    assert shut(play, "approve", no, manager) == ["meeting"]
    play.do("meeting", no, kind="decision", present=three, decision="补偿")
    play.do("approve", no, manager)


@pytest.mark.req("A15")
def test_only_colleagues_decide_never_the_accused_and_who_signs_was_there(play: Play) -> None:
    no = play.walk("accepted", type="2.2", accused_agent="peer")
    decision = {"kind": "decision", "decision": "道歉"}
    assert refused(play, "meeting", no, **decision, present=["director", "街道调解员"]) == [
        "present.1"
    ]
    assert refused(play, "meeting", no, **decision, present=["peer"]) == ["present.0"]
    signed = {**decision, "present": ["director"], "signed": ["manager"]}
    assert refused(play, "meeting", no, **signed) == ["signed.0"]
    play.do("meeting", no, kind="mediation", present=["director", "街道调解员"], decision="和解")
    assert Meeting.objects.values_list("guests", flat=True).get() == ["街道调解员"]


@pytest.mark.req("A07", "B25")
def test_nobody_approves_more_than_their_mandate(play: Play) -> None:
    no = on_tier(play, "D", cost=50001)
    assert shut(play, "approve", no, play.house.second) == ["mandate"]
    play.do("approve", no, play.house.manager)
    no = on_tier(play, "D", cost=50000)
    play.do("approve", no, play.house.second)


@pytest.mark.req("A51")
def test_the_third_round_without_agreement_raises_an_alert(play: Play) -> None:
    no = play.walk("accepted")
    warned = [play.do("round", no, **OFFER).warnings for _ in range(3)]
    assert [[one.code for one in some] for some in warned] == [[], [], ["rounds"]]
    assert Notice.objects.filter(to=play.house.supervisor.id, kind="rounds").count() == 1
    assert [line.facts["without"] for line in lines(no, "complaint.talked")] == [1, 2, 3]
    assert play.do("round", no, **{**OFFER, "agreed": True}).warnings == ()
    assert play.do("round", no, **OFFER).warnings == ()
    assert Round.objects.count() == 5


@pytest.mark.req("E33", "E63")
def test_who_follows_it_personally_is_named_and_told(play: Play) -> None:
    house = play.house
    no = play.walk("accepted", urgent=True, urgent_reasons=["U1"])
    assert refused(play, "dedicate", no, to="senior") == ["to"]
    assert refused(play, "dedicate", no, to="supervisor") == ["to"]
    play.do("dedicate", no, to="second")
    row = complaint(no)
    assert (row.owner_id, row.dedicated_id) == (house.supervisor.id, house.second.id)
    assert Notice.objects.filter(to=house.second.id, kind="dedicated").count() == 1
    (said,) = lines(no, "complaint.dedicated")
    assert said.facts == {"to": str(house.second.id), "before": str(house.supervisor.id)}


@pytest.mark.req("E42")
def test_the_second_transfer_raises_an_alarm_and_the_third_needs_a_supervisor(play: Play) -> None:
    house = play.house
    no = play.walk("accepted")
    first = play.do("transfer", no, to="peer", reason="换班")
    second = play.do("transfer", no, to="agent", reason="不熟")
    assert [[one.code for one in done.warnings] for done in (first, second)] == [[], ["transfers"]]
    assert Notice.objects.filter(to=house.supervisor.id, kind="transfers").count() == 1
    third = {"to": "peer", "reason": "还是不熟"}
    assert shut(play, "transfer", no, house.agent, **third) == ["supervisor"]
    assert shut(play, "hand_over", no, house.agent, to="peer") == ["supervisor"]
    play.do("transfer", no, house.supervisor, **third)
    assert complaint(no).owner_id == house.peer.id


@pytest.mark.req("E43")
def test_after_a_broken_line_two_people_agree_who_goes_on(play: Play) -> None:
    house = play.house
    no = play.walk("accepted")
    assert refused(play, "hand_over", no, to="agent") == ["to"]
    play.do("contact", no, house.peer, channel="hotline", direction="in", outcome="reached")
    play.do("hand_over", no, to="agent")
    (kept,) = lines(no, "complaint.kept")
    assert kept.facts == {"to": str(house.agent.id), "other": str(house.peer.id)}
    play.do("hand_over", no, to="peer")
    (given,) = lines(no, "complaint.handed_over")
    assert given.facts["owner"] == [str(house.agent.id), str(house.peer.id)]
    assert complaint(no).owner_id == house.peer.id


@pytest.mark.req("E09", "E49", "Q2")
def test_nobody_acts_for_a_supervisor_who_is_accused(play: Play) -> None:
    house = play.house
    play.restaff(house.supervisor, presence="away")
    no = play.walk("approving")
    Complaint.objects.filter(no=no).update(accused=house.supervisor.id)
    with pytest.raises(NotYours):
        play.do("approve", no, house.lead)
    Complaint.objects.filter(no=no).update(accused=None)
    play.do("approve", no, house.lead)
