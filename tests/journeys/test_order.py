"""The order of the questions: may read, payload, state, person, gates."""

from datetime import timedelta
from typing import Any

import pytest

from kesu.complaints.models import Complaint
from kesu.foundation.faults import Refused
from kesu.journeys.faults import (
    AccusedHere,
    GateShut,
    NoSuchComplaint,
    NoSuchVerb,
    NotYours,
    Stale,
    WrongState,
)
from kesu.journeys.perform import perform
from kesu.people.rules import Person
from tests.cast import MORNING, PROPOSAL, Play, complaint


def refused(
    play: Play, expected: type[Exception], verb: str, no: str, by: Person, **payload: Any
) -> Any:
    before = complaint(no).version if Complaint.objects.filter(no=no).exists() else None
    with pytest.raises(expected) as refusal:
        play.do(verb, no, by, **payload)
    if before is not None:
        assert complaint(no).version == before
    return refusal.value


def test_a_verb_nobody_knows(play: Play) -> None:
    no = play.walk("received")
    refused(play, NoSuchVerb, "delete", no, play.house.agent)


def test_a_number_nobody_has(play: Play) -> None:
    refused(play, NoSuchComplaint, "accept", "KS-20260213-AAAAAA", play.house.agent)


@pytest.mark.req("E36")
def test_out_of_scope_looks_like_an_unknown_number_even_with_a_bad_payload(play: Play) -> None:
    no = play.walk("received", customer={"special_role": "media"})
    refused(play, NoSuchComplaint, "propose", no, play.house.peer, colour="red")
    refused(play, NoSuchComplaint, "contact", no, play.house.peer, colour="red")


@pytest.mark.req("E49")
def test_the_accused_is_stopped_before_everything_else(play: Play) -> None:
    no = play.lodge(play.house.peer, type="2.2", accused_agent="agent").complaint.no
    for verb in ("contact", "accept", "note", "reopen"):
        refused(play, AccusedHere, verb, no, play.house.agent, colour="red")


def test_the_payload_is_asked_before_the_state(play: Play) -> None:
    no = play.walk("received")
    refusal = refused(play, Refused, "propose", no, play.house.peer, colour="red")
    assert [fault.loc for fault in refusal.faults] == ["steps", "kind", "colour"]


def test_the_state_is_asked_before_the_person(play: Play) -> None:
    no = play.walk("received")
    refused(play, WrongState, "propose", no, play.house.peer, **PROPOSAL)


def test_the_person_is_asked_before_the_gates(play: Play) -> None:
    no = play.walk("proposing")
    refused(play, NotYours, "propose", no, play.house.peer, **PROPOSAL)


def test_the_gates_are_asked_last_and_all_at_once(play: Play) -> None:
    no = play.walk("proposing")
    bare = {"steps": [{"text": "补寄"}], "kind": "redress"}
    refusal = refused(play, GateShut, "propose", no, play.house.agent, **bare)
    assert [one.gate for one in refusal.missing] == ["cause", "clause"]


@pytest.mark.req("E41")
def test_whoever_answers_the_telephone_keeps_the_contact(play: Play) -> None:
    no = play.walk("received")
    done = play.do("contact", no, play.house.clerk, channel="hotline", outcome="reached")
    assert (done.readable, done.complaint.owner_id) == (True, play.house.agent.id)


def test_a_note_leaves_a_stranger_unable_to_read(play: Play) -> None:
    no = play.walk("received")
    assert not play.do("note", no, play.house.clerk, text="客户在门店").readable


def test_two_at_once_are_told_apart(play: Play) -> None:
    no = play.walk("accepted")
    seen = complaint(no).version
    play.do("cause", no, text="漏发")
    with pytest.raises(Stale) as refusal:
        perform("note", no, {"text": "慢了"}, by=play.house.agent, now=play.now, seen=seen)
    said = refusal.value
    assert (said.state, said.version, said.asked) == ("accepted", seen + 1, False)


def test_nobody_escalates_what_they_cannot_have_seen_escalated(play: Play) -> None:
    no, said = (
        play.walk("accepted"),
        {"reason": "谈不拢", "tried": "三个", "suggestion": "换人"},
    )
    play.do("escalate", no, play.house.agent, **said)
    version, soon = complaint(no).version, play.now + timedelta(milliseconds=900)
    manager = play.house.manager
    with pytest.raises(Stale) as refusal:
        play.do("escalate", no, manager, now=soon, **said)
    told = refusal.value
    assert (told.state, told.version, "escalate" in told.allowed) == ("accepted", version, True)
    perform("escalate", no, said, by=manager, now=soon, must_match=version)
    play.do("escalate", no, manager, now=play.now + timedelta(seconds=3), **said)


def test_a_version_that_the_caller_names_must_match(play: Play) -> None:
    no = play.walk("accepted")
    with pytest.raises(Stale) as refusal:
        perform("note", no, {"text": "x"}, by=play.house.agent, now=play.now, must_match=99)
    assert (refusal.value.version, refusal.value.asked) == (complaint(no).version, True)


@pytest.mark.parametrize("minutes", [-1, 61])
def test_a_step_lies_between_receipt_and_now(minutes: int, play: Play) -> None:
    no = play.walk("received")
    now, at = MORNING + timedelta(hours=1), MORNING + timedelta(minutes=minutes)
    with pytest.raises(Refused) as refusal:
        play.do("accept", no, now=now, at=at.isoformat())
    assert [fault.loc for fault in refusal.value.faults] == ["at"]


def test_every_verb_takes_a_note_that_is_sealed(play: Play) -> None:
    from tests.cast import lines

    no = play.walk("received")
    play.do("accept", no, note="客户着急")
    (said,) = lines(no, "complaint.accepted")
    assert (said.facts, said.notes) == (
        {"state": ["received", "accepted"]},
        {"note": "客户着急"},
    )


@pytest.mark.parametrize("raw", [None, [], "accept", 1])
def test_a_payload_is_an_object(raw: object, play: Play) -> None:
    no = play.walk("received")
    with pytest.raises(Refused):
        perform("accept", no, raw, by=play.house.agent, now=play.now)


def test_the_form_number_names_the_complaint_as_well(play: Play) -> None:
    row = complaint(play.walk("approving"))
    assert row.form_no is not None
    assert play.do("note", row.no, text="一").complaint.pk == row.pk
    done = perform("note", row.form_no, {"text": "二"}, by=play.house.agent, now=play.now)
    assert done.complaint.pk == row.pk
