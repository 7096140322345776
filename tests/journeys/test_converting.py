"""升级投诉: what makes a complaint one of type 3.3, and what only offers it (E31, Q23)."""

from datetime import datetime
from typing import Any

import pytest

from kesu.clock.duties import breaches
from kesu.correspondence.models import Notice
from kesu.deadlines.models import Clock
from kesu.journal.queries import verify
from kesu.journeys.offers import offers
from kesu.journeys.perform import perform
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.policy.loading import builtin
from tests.cast import Play, at, clocks, complaint, end_of, lines
from tests.workbench.visitor import Visitor

CAME_BACK: dict[str, Any] = {"channel": "hotline", "direction": "in", "outcome": "reached"}
CALLED: dict[str, Any] = {"channel": "hotline", "outcome": "reached"}


def asleep(until: datetime) -> None:
    """The worker looks at what is due until then."""
    while (due := breaches(until, 20)) is not None and due <= until:
        pass


def say(play: Play, verb: str, no: str, by: Person, hour: str, said: dict[str, Any]) -> None:
    """One step; ``by`` is a field of an urging as well."""
    play.now = at(hour)
    perform(verb, no, said, by=by, now=play.now)


def suggested(play: Play, no: str) -> dict[str, Any]:
    found = offers(no, by=play.house.supervisor, now=play.now)
    return {one.verb.name: dict(one.suggested) for one in found if one.suggested}


@pytest.mark.req("E31")
def test_a_breach_alone_alerts_and_offers(play: Play) -> None:
    no = play.walk("accepted")
    assert suggested(play, no) == {}
    asleep(at("02-15 00:01"))
    assert (complaint(no).type, complaint(no).origin_type) == ("1.2.5", "")
    assert Notice.objects.filter(to=play.house.supervisor.id, kind="breached").exists()
    assert suggested(play, no) == {"classify": {"type": "3.3"}}


@pytest.mark.req("E31", "Q23")
@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize("verb", ["contact", "urge"])
def test_a_customer_who_comes_back_after_a_breach_makes_it_an_escalated_one(
    verb: str, seen: bool, play: Play
) -> None:
    no = play.walk("accepted")
    if seen:
        asleep(at("02-24 09:00"))
    said = CAME_BACK if verb == "contact" else {"by": "customer"}
    say(play, verb, no, play.house.peer, "02-24 10:00", said)
    row = complaint(no)
    assert (row.type, row.origin_type, row.grade_rank, row.state) == (
        "3.3",
        "1.2.5",
        3,
        "accepted",
    )
    assert row.owner_id == play.house.supervisor.id
    first = clocks(no, "first_callback")
    met = at("02-24 10:00") if verb == "contact" else None
    assert first == [
        ("first_callback", end_of("02-14"), "breached", met),
        ("first_callback", end_of("02-24"), "running", None),
    ]
    (said_so,) = lines(no, "complaint.converted")
    assert said_so.facts["type"] == ["1.2.5", "3.3"]
    assert verify() is None
    say(play, verb, no, play.house.peer, "02-25 10:00", said)
    assert len(lines(no, "complaint.converted")) == 1


@pytest.mark.req("E31")
@pytest.mark.parametrize(
    ("verb", "said", "hour"),
    [
        ("contact", CAME_BACK, "02-14 10:00"),
        ("urge", {"by": "customer"}, "02-14 10:00"),
        ("contact", CALLED, "02-15 10:00"),
        ("urge", {"by": "staff", "due": "2026-02-28T18:00:00+08:00"}, "02-15 10:00"),
    ],
)
def test_in_time_or_by_ourselves_nothing_is_converted(
    verb: str, said: dict[str, Any], hour: str, play: Play
) -> None:
    no = play.walk("accepted")
    say(play, verb, no, play.house.manager, hour, said)
    assert complaint(no).type == "1.2.5"


@pytest.mark.req("E31")
def test_what_colleagues_owe_each_other_is_not_what_the_customer_waits_for(play: Play) -> None:
    no = play.walk("received", urgent=True, urgent_reasons=["U1"])
    play.do("contact", no, play.house.supervisor, now=at("02-13 11:00"), **CALLED)
    asleep(at("02-13 18:00"))
    assert Clock.objects.filter(complaint__no=no, name="report", state="breached").exists()
    play.do("contact", no, now=at("02-13 18:01"), **CAME_BACK)
    assert complaint(no).type == "1.2.5"


@pytest.mark.req("E31", "Q23")
def test_where_the_policy_says_so_a_breach_converts_by_itself(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = builtin("loyalty")
    rule = pack.convert.model_copy(update={"convert_on_breach": True})
    strict = pack.model_copy(update={"convert": rule})
    monkeypatch.setattr(policies, "version", lambda *_: strict)
    no = play.walk("accepted")
    asleep(at("02-15 00:01"))
    row = complaint(no)
    assert (row.type, row.origin_type, row.grade_rank) == ("3.3", "1.2.5", 3)
    assert clocks(no, "first_callback")[-1] == (
        "first_callback",
        end_of("02-15"),
        "running",
        None,
    )
    assert verify() is None


@pytest.mark.req("E31")
def test_one_key_on_the_case_page_makes_it_an_escalated_one(play: Play) -> None:
    no, visitor = play.walk("accepted"), Visitor(play.house.supervisor)
    assert 'data-hotkey="3"' not in visitor.read(f"/complaints/{no}")
    asleep(at("02-15 00:01"))
    assert 'name="type" value="3.3" data-hotkey="3"' in visitor.read(f"/complaints/{no}")
    visitor.act(no, "classify", type="3.3")
    assert (complaint(no).type, complaint(no).origin_type) == ("3.3", "1.2.5")
    assert 'data-hotkey="3"' not in visitor.read(f"/complaints/{no}")
