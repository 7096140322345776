"""放权: what is lent, to whom, for how long, and what it allows (A17)."""

from datetime import datetime
from typing import Any

import pytest

from kesu.authority.models import Approval, Delegation
from kesu.complaints.models import Complaint
from kesu.foundation.faults import Refused
from kesu.journal.queries import about
from kesu.journeys.delegate import grant, revoke
from kesu.journeys.faults import GateShut, NotYours
from tests.cast import MORNING, PROPOSAL, Play, at, complaint, lines


def lend(play: Play, **more: Any) -> Delegation:
    given: dict[str, Any] = {
        "grantor": "supervisor",
        "to": "agent",
        "kind": "compensation",
        "amount": 20000,
        "types": ["1"],
        "starts": MORNING,
        "ends": at("02-20 00:00"),
        "solvable": True,
        "controlled": True,
        "by": f"staff:{play.house.supervisor.id}",
        "now": MORNING,
    }
    return grant(**{**given, **more})


def refused(play: Play, **more: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        lend(play, **more)
    return [fault.loc for fault in refusal.value.faults]


def proposed(play: Play, cost: int, *, now: datetime | None = None, **given: Any) -> str:
    no = play.walk("proposing", **given)
    play.do("cause", no, text="漏发")
    play.do("propose", no, now=now, **{**PROPOSAL, "cost": cost})
    return no


@pytest.mark.req("A17", "Q25", "A07")
def test_a_mandate_that_was_lent_approves_at_once_and_is_named(play: Play) -> None:
    assert complaint(proposed(play, 20000)).state == "approving"
    row = lend(play)
    no = proposed(play, 20000)
    name = f"delegation:{row.pk}:20000"
    assert complaint(no).state == "replying"
    assert Approval.objects.values_list("mandate", flat=True).get() == name
    (said,) = lines(no, "complaint.approved")
    assert (said.by, said.rule, said.facts["mandate"]) == ("system:mandate", "Q25", name)
    assert complaint(proposed(play, 20001)).state == "approving"
    own = proposed(play, 5000)
    assert lines(own, "complaint.approved")[0].facts["mandate"] == "compensation:agent:5000"


@pytest.mark.req("A17")
def test_both_questions_are_answered_yes_or_nothing_is_lent(play: Play) -> None:
    said = [refused(play, solvable=False), refused(play, controlled=False)]
    assert (said, Delegation.objects.count()) == ([["tests"], ["tests"]], 0)


@pytest.mark.req("A17")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"amount": 50001}, "amount"),
        ({"amount": 5000}, "amount"),
        ({"amount": 0}, "amount"),
        ({"kind": "indemnity", "grantor": "manager"}, "amount"),
        ({"kind": "smile"}, "kind"),
        ({"types": ["9.9"]}, "types"),
        ({"to": "supervisor"}, "to"),
        ({"to": "second"}, "to"),
        ({"to": "liaison"}, "to"),
        ({"to": "nobody"}, "to"),
        ({"ends": MORNING}, "until"),
    ],
)
def test_what_cannot_be_lent_says_where(given: dict[str, Any], field: str, play: Play) -> None:
    assert refused(play, **given) == [field]


@pytest.mark.req("A17")
def test_it_ends_with_its_time_and_is_taken_back_by_those_who_may(play: Play) -> None:
    house = play.house
    row = lend(play)
    with pytest.raises(NotYours):
        revoke(str(row.pk), by_whom="second", by="staff:1", now=MORNING)
    revoke(str(row.pk), by_whom="manager", by=f"staff:{house.manager.id}", now=MORNING)
    assert complaint(proposed(play, 20000)).state == "approving"
    with pytest.raises(Refused):
        revoke(str(row.pk), by_whom="manager", by="staff:1", now=MORNING)
    kinds = [entry.kind for entry in about("staff", str(house.agent.id))]
    assert kinds[-2:] == ["delegation.granted", "delegation.revoked"]
    lend(play, ends=at("02-14 00:00"))
    assert complaint(proposed(play, 20000, now=at("02-14 00:00"))).state == "approving"


@pytest.mark.req("A17")
def test_a_grantor_who_is_demoted_or_gone_lends_nothing_more(play: Play) -> None:
    lend(play)
    play.restaff(play.house.supervisor, rank="senior")
    assert complaint(proposed(play, 10001)).state == "approving"
    assert complaint(proposed(play, 10000)).state == "replying"
    play.restaff(play.house.supervisor, is_active=False)
    assert complaint(proposed(play, 10000)).state == "approving"


@pytest.mark.req("A17", "E49")
def test_the_accused_lends_no_authority_for_the_case_against_them(play: Play) -> None:
    lend(play)
    no = play.walk("proposing")
    play.do("cause", no, text="漏发")
    Complaint.objects.filter(no=no).update(accused=play.house.supervisor.id)
    play.do("propose", no, play.house.agent, **{**PROPOSAL, "cost": 20000})
    assert complaint(no).state == "approving"


@pytest.mark.req("A17", "E09")
def test_the_owner_lends_no_authority_to_who_approves(play: Play) -> None:
    house = play.house
    lend(play, grantor="manager", to="second", amount=100000, types=[])
    no = proposed(play, 60000, type="3.4")
    play.do("approve", no, house.second)
    no = play.walk("proposing", type="3.4")
    play.do("transfer", no, house.supervisor, to="manager", reason="重大")
    play.do("cause", no, text="漏发")
    play.do("propose", no, **{**PROPOSAL, "cost": 60000})
    with pytest.raises(GateShut):
        play.do("approve", no, house.second)
