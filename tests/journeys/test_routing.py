"""Where a complaint about a colleague goes, tried as it is lodged."""

from typing import Any

import pytest

from kesu.foundation.faults import Refused
from kesu.people import operations
from kesu.people.rules import Person
from kesu.routing.models import RoutingAttempt
from tests.cast import MORNING, Play, at, clocks, complaint, end_of, lines

PROMISE = {"first_contact": {"promise": {"what": "主管回电", "due": "2026-02-13T18:00:00+08:00"}}}
CALL: dict[str, Any] = {"channel": "hotline", "type": "2.2", "accused_agent": "agent", **PROMISE}


def warned(done: Any) -> list[str]:
    return [one.code for one in done.warnings]


def tried(no: str) -> list[tuple[str, str]]:
    rows = RoutingAttempt.objects.filter(complaint__no=no).order_by("place")
    return [(row.person.sign_in, row.why) for row in rows]


@pytest.mark.req("E48", "E49", "E50")
@pytest.mark.parametrize(
    ("away", "expected", "said"),
    [
        ((), [("supervisor", "")], "put_through"),
        (("supervisor",), [("supervisor", "away"), ("second", "")], "put_through"),
        (
            ("supervisor", "second"),
            [("supervisor", "away"), ("second", "away")],
            "call_back",
        ),
    ],
)
def test_a_call_about_an_agent_is_put_through_or_called_back_by_the_direct_supervisor(
    away: tuple[str, ...], expected: list[tuple[str, str]], said: str, play: Play
) -> None:
    for name in away:
        play.restaff(getattr(play.house, name), presence="away")
    done = play.lodge(play.house.peer, **CALL)
    no = done.complaint.no
    assert (tried(no), done.complaint.owner_id) == (expected, play.house.supervisor.id)
    assert said in warned(done)
    assert clocks(no, "first_callback")[0][1:3] == (end_of("02-13"), "running")
    (line,) = lines(no, "complaint.routing_tried")
    assert (line.rule, "taker" in line.facts) == ("E48", said == "put_through")


@pytest.mark.req("E48")
def test_the_live_talk_meets_the_first_callback_whoever_took_it(play: Play) -> None:
    play.restaff(play.house.supervisor, presence="away")
    no = play.lodge(play.house.peer, **CALL).complaint.no
    talk: dict[str, Any] = {"channel": "hotline", "direction": "in", "outcome": "reached"}
    done = play.do("contact", no, play.house.second, **talk)
    assert clocks(no, "first_callback")[0][2] == "met"
    assert done.complaint.owner_id == play.house.supervisor.id


@pytest.mark.req("E49", "B35")
def test_a_deputy_owns_calls_back_and_approves_while_the_supervisor_is_on_leave(
    play: Play,
) -> None:
    on_leave(play.house.supervisor, deputy=play.house.lead)
    no = play.lodge(play.house.peer, type="2.2", accused_agent="agent").complaint.no
    assert play.do("note", no, play.house.lead, text="我来").complaint.owner_id == (
        play.house.lead.id
    )
    mine = play.walk("approving")
    done = play.do("approve", mine, play.house.lead)
    assert done.complaint.state == "replying"


def test_a_deputy_of_another_team_reads_and_approves_for_as_long_as_the_leave(play: Play) -> None:
    on_leave(play.house.supervisor, deputy=play.house.second)
    no = play.walk("approving")
    assert play.do("approve", no, play.house.second).readable


def test_nothing_is_put_through_where_nobody_is_on_the_line(play: Play) -> None:
    done = play.lodge(play.house.peer, type="2.2", accused_agent="agent")
    assert (warned(done), tried(done.complaint.no)) == ([], [])


@pytest.mark.req("F15")
def test_an_urgent_complaint_at_night_goes_to_the_duty_supervisor(play: Play) -> None:
    night = play.house.second
    shift(play.house.supervisor, "02-13 08:00", "02-13 20:00")
    shift(night, "02-13 20:00", "02-14 08:00", duty=True)
    no = play.lodge(now=at("02-13 22:00"), urgent=True, urgent_reasons=["U1"]).complaint.no
    assert owner(no) == "second"


@pytest.mark.req("B24")
def test_an_agent_whose_certificate_has_lapsed_keeps_no_grave_complaint(play: Play) -> None:
    operations.certify(staff=play.house.agent.id, types=["3"], until=at("02-13 09:00"))
    grave = play.lodge(type="3.1", merchant="花店").complaint.no
    plain = play.lodge().complaint.no
    assert (owner(grave), owner(plain)) == ("supervisor", "agent")


@pytest.mark.req("B24")
@pytest.mark.parametrize(("verb", "reason"), [("transfer", {"reason": "换班"}), ("hand_over", {})])
def test_nobody_passes_a_grave_complaint_to_somebody_without_its_certificate(
    verb: str, reason: dict[str, str], play: Play
) -> None:
    house = play.house
    operations.certify(staff=house.agent.id, types=["3"], until=None)
    grave, plain = play.walk("accepted", type="3.1", merchant="花店"), play.walk("accepted")
    with pytest.raises(Refused) as refusal:
        play.do(verb, grave, to="peer", **reason)
    assert ([fault.loc for fault in refusal.value.faults], refusal.value.code) == (
        ["to"],
        "cannot_own",
    )
    play.do(verb, plain, to="peer", **reason)
    play.do(verb, grave, to="second", **reason)
    assert (owner(grave), owner(plain)) == ("second", "peer")


@pytest.mark.req("B24", "A14")
def test_a_grave_complaint_rises_past_who_holds_no_certificate(play: Play) -> None:
    operations.certify(staff=play.house.agent.id, types=["3"], until=None)
    grave = play.walk("accepted", type="3.1", merchant="花店")
    tried = {"reason": "谈不拢", "tried": "三个方案", "suggestion": "主管出面"}
    play.do("escalate", grave, **tried)
    assert (complaint(grave).tier, owner(grave)) == ("E", "supervisor")


def on_leave(person: Person, *, deputy: Person) -> None:
    operations.take_leave(staff=person.id, starts=MORNING, ends=at("02-20 00:00"), deputy=deputy.id)


def shift(person: Person, start: str, end: str, *, duty: bool = False) -> None:
    operations.roster_shift(staff=person.id, starts=at(start), ends=at(end), duty=duty)


def owner(no: str) -> str:
    return complaint(no).owner.sign_in
