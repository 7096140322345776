"""结案 and after: close, dispose, archive, reopen."""

from typing import Any

import pytest

from kesu.complaints.models import Complaint, Contact
from kesu.correspondence.models import Notice
from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, NotYours
from tests.cast import ANSWERED, CLOSING, Play, at, complaint, lines

LOST = CLOSING | {"outcome": "lost_contact"}


def shut(play: Play, verb: str, no: str, by: Any = None, **payload: Any) -> list[str]:
    with pytest.raises(GateShut) as refusal:
        play.do(verb, no, by, **payload)
    return [one.gate for one in refusal.value.missing]


@pytest.mark.req("E14", "C08", "Q32")
def test_closing_waits_for_the_follow_up_and_both_needs(play: Play) -> None:
    no = play.walk("following_up")
    assert shut(play, "close", no, **CLOSING) == ["follow_up", "needs"]
    play.do("follow_up", no, outcome="no_answer")
    assert shut(play, "close", no, **CLOSING) == ["follow_up", "needs"]
    play.do("follow_up", no, outcome="answered", satisfied=True, service_met=True)
    assert shut(play, "close", no, **CLOSING) == ["needs"]
    play.do("follow_up", no, **ANSWERED)
    assert play.do("close", no, **CLOSING).complaint.state == "closed"


@pytest.mark.req("A59")
def test_closing_as_withdrawn_needs_the_document_that_withdrawing_needs(play: Play) -> None:
    no = play.walk("following_up")
    play.do("follow_up", no, **ANSWERED)
    said = CLOSING | {"outcome": "withdrawn"}
    assert shut(play, "close", no, **said) == ["document"]
    play.attach(no, kind="withdrawal")
    assert play.do("close", no, **said).complaint.state == "closed"


@pytest.mark.req("E04", "C13", "E09", "E10")
def test_closing_names_every_gate_that_is_shut(play: Play) -> None:
    """The state is set by hand: no walk leads here without these."""
    no = play.walk("received")
    Complaint.objects.filter(no=no).update(state="following_up")
    missing = ["verdict", "cause", "approval", "reply", "follow_up", "needs"]
    assert shut(play, "close", no, **CLOSING) == missing


@pytest.mark.req("E14")
def test_a_follow_up_before_the_last_solution_does_not_count(play: Play) -> None:
    no = play.walk("closed")
    play.do("reopen", no, reason="又坏了")
    for verb, by, payload in (
        ("verify", None, {"verdict": "valid", "reason": "属实", "no_merchant": "自营"}),
        ("resolve", None, {"cause": "漏发", "what": "再补寄", "clause": "4.2"}),
    ):
        play.do(verb, no, by, **payload)
    assert shut(play, "close", no, **CLOSING) == ["follow_up", "needs"]


@pytest.mark.req("A67", "B15")
@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"summary": " "}, "summary"),
        ({"outcome": "silence"}, "outcome"),
        ({"disposition": {"kind": "item"}}, "disposition.item"),
        ({"disposition": {"kind": "none"}}, "disposition.reason"),
        ({"disposition": {"kind": "later"}}, "disposition.kind"),
    ],
)
def test_closing_says_how_it_ends_and_what_is_learnt(
    changed: dict[str, Any], loc: str, play: Play
) -> None:
    no = play.walk("following_up")
    with pytest.raises(Refused) as refusal:
        play.do("close", no, **CLOSING | changed)
    assert [fault.loc for fault in refusal.value.faults] == [loc]


@pytest.mark.req("B15")
def test_closing_without_disposition_or_summary_names_both(play: Play) -> None:
    with pytest.raises(Refused) as refusal:
        play.do("close", play.walk("following_up"), outcome="resolved")
    assert [fault.loc for fault in refusal.value.faults] == ["disposition", "summary"]


@pytest.mark.req("A67", "B15")
def test_closing_keeps_who_when_and_how(play: Play) -> None:
    no = play.walk("closed")
    row = complaint(no)
    assert (row.outcome, row.disposition, row.closed_customer_at, row.closed_customer_by_id) == (
        "resolved",
        "item",
        play.now,
        play.house.agent.id,
    )
    (said,) = lines(no, "complaint.closed")
    assert said.facts == {
        "outcome": "resolved",
        "disposition": "item",
        "emotional_unmet": False,
        "result": "nipped",
        "state": ["following_up", "closed"],
    }
    assert said.notes == {"summary": "无", "item": "节前赠品备货"}


def tried(play: Play, no: str, *attempts: tuple[str, str]) -> None:
    """Calls that nobody answered, each at its time over its channel."""
    for when, channel in attempts:
        play.do("contact", no, now=at(when), channel=channel, outcome="no_answer")


@pytest.mark.req("Q13")
@pytest.mark.parametrize(
    "attempts",
    [
        (("02-14 09:00", "hotline"), ("02-15 14:00", "email")),
        (("02-14 09:00", "hotline"), ("02-15 14:00", "hotline"), ("02-16 19:00", "hotline")),
        (("02-14 09:00", "hotline"), ("02-14 14:00", "email"), ("02-16 19:00", "hotline")),
        (("02-14 09:00", "hotline"), ("02-15 10:00", "email"), ("02-16 19:00", "hotline")),
    ],
)
def test_contact_is_not_lost_by_three_calls_in_a_hurry(
    attempts: tuple[tuple[str, str], ...], play: Play
) -> None:
    no = play.walk("following_up")
    tried(play, no, *attempts)
    assert shut(play, "close", no, play.house.supervisor, **LOST) == ["lost_contact_attempts"]


@pytest.mark.req("Q13")
def test_lost_contact_is_closed_by_a_supervisor_who_is_not_the_owner(play: Play) -> None:
    no = play.walk("following_up")
    tried(play, no, ("02-14 09:00", "hotline"), ("02-15 14:00", "email"), ("02-16 19:00", "im"))
    assert shut(play, "close", no, **LOST) == ["lost_contact_approval"]
    play.do("close", no, play.house.supervisor, **LOST)
    row = complaint(no)
    assert (row.state, row.outcome) == ("closed", "lost_contact")
    assert Contact.objects.count() == 3


@pytest.mark.req("B15", "C23")
def test_archiving_waits_for_what_becomes_of_the_lesson(play: Play) -> None:
    no = play.walk("following_up")
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING | {"disposition": {"kind": "review"}})
    assert shut(play, "archive", no) == ["disposition"]
    play.do("dispose", no, kind="none", reason="个案")
    play.do("archive", no)
    row = complaint(no)
    assert (row.state, row.disposition, row.closed_internal_at, row.closed_internal_by_id) == (
        "archived",
        "none",
        play.now,
        play.house.agent.id,
    )
    (said,) = lines(no, "complaint.disposed")
    assert (said.facts, said.notes) == ({"disposition": "none"}, {"reason": "个案"})


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_reopening_lifts_both_closings_and_tells_the_owner(state: str, play: Play) -> None:
    no = play.walk(state)
    play.do("reopen", no, play.house.peer, reason="又坏了")
    row = complaint(no)
    lifted = (
        row.closed_customer_at,
        row.closed_customer_by_id,
        row.closed_internal_at,
        row.closed_internal_by_id,
    )
    assert lifted == (None, None, None, None)
    assert (row.state, row.outcome, row.disposition, row.verdict) == ("verifying", "", "", "")
    assert Notice.objects.filter(to=play.house.agent.id, kind="reopened").count() == 1
    (said,) = lines(no, "complaint.reopened")
    assert (said.facts, said.notes) == ({"state": [state, "verifying"]}, {"reason": "又坏了"})


@pytest.mark.req("E41")
def test_a_colleague_elsewhere_does_not_close(play: Play) -> None:
    no = play.walk("following_up")
    with pytest.raises(NotYours):
        play.do("close", no, play.house.peer, **CLOSING)
