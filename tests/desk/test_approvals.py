"""The board of what waits for a word says of each what the step itself would say."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kesu.authority.models import Opinion
from kesu.desk import approvals
from kesu.desk.approvals import Waiting
from kesu.journeys.faults import NotTaken
from kesu.journeys.perform import perform
from kesu.people.queries import everyone
from kesu.people.rules import Person
from kesu.remedies.models import Remedy
from tests.cast import PROPOSAL, Play, complaint

GIFTS: list[dict[str, Any]] = [
    {"kind": "compensation", "amount": 8000},
    {"kind": "compensation", "amount": 90_000},
    {"kind": "indemnity", "amount": 60_000},
    {"kind": "gift", "amount": 20_000},
    {"kind": "gift", "amount": 80_000},
]


def board(play: Play, reader: Person, **how: Any) -> list[Waiting]:
    return approvals.waiting(reader=reader, people=everyone(play.now), now=play.now, **how)


def taken(play: Play, one: Waiting, reader: Person) -> bool:
    """Whether the step is taken; it is undone again."""
    verb, said = ("grant_remedy", {"remedy": one.remedy}) if one.remedy else ("approve", {})
    with transaction.atomic():
        try:
            with transaction.atomic():
                perform(verb, one.row.no, said, by=reader, now=play.now)
            return True
        except NotTaken:
            return False
        finally:
            transaction.set_rollback(True)


def plan(play: Play, no: str, kind: str = "compensation", amount: int = 9000) -> Remedy:
    """One that waits, of whatever kind: what needs legal is not planned before legal was heard, but
    the matter may become another one afterwards.
    """
    play.do("remedy", no, kind="compensation", amount=90_000, what="优惠券")
    row = Remedy.objects.filter(complaint__no=no).latest("id")
    Remedy.objects.filter(pk=row.pk).update(kind=kind, amount=amount)
    return row


def busy(play: Play) -> None:
    """Remedies of every kind alone and several on one case, and solutions of every size."""
    house = play.house
    for given in GIFTS:
        plan(play, play.walk("executing"), **given)
    both = play.walk("executing")
    for given in GIFTS[:3]:
        plan(play, both, **given)
    row = plan(play, play.walk("executing"))
    Remedy.objects.filter(pk=row.pk).update(by=house.supervisor.id)
    early = play.walk("proposing")
    plan(play, early)
    heard = plan(play, play.walk("executing"), kind="indemnity", amount=60_000)
    Opinion.objects.create(
        complaint=heard.complaint,
        function="legal",
        by_id=house.agent.id,
        at=play.now,
        due=play.now,
        given_by_id=house.risk.id,
        given_at=play.now,
    )
    for cost in (8900, 90_000, 90_000_00):
        no = play.walk("proposing")
        play.do("cause", no, text="商户漏发")
        play.do("propose", no, **{**PROPOSAL, "cost": cost, "no_merchant": "自营"})


@pytest.mark.req("E09", "A07")
def test_the_board_offers_what_the_step_allows(play: Play) -> None:
    busy(play)
    for who in ("supervisor", "second", "manager", "director"):
        reader = everyone(play.now)[getattr(play.house, who).id]
        compare(play, reader)


def compare(play: Play, reader: Person) -> None:
    """Each row of the board with its step."""
    found = board(play, reader)
    said = {(one.row.no, one.remedy): one.barred is None for one in found}
    assert said == {(one.row.no, one.remedy): taken(play, one, reader) for one in found}
    assert approvals.count(reader=reader, people=everyone(play.now)) == len(found)
    if reader.sign_in == "supervisor":
        assert set(said.values()) == {True, False}
        assert {one.barred.why for one in found if one.barred} >= {"mandate", "legal"}


@pytest.mark.req("E09", "A07")
def test_who_proposed_the_solution_is_not_asked_about_its_remedies(play: Play) -> None:
    house = play.house
    no = play.walk("executing")
    plan(play, no)
    assert [one.row.no for one in board(play, house.supervisor)] == [no]
    complaint(no).solution_set.update(by=house.supervisor.id)
    assert board(play, house.supervisor) == []
    assert [one.row.no for one in board(play, house.manager)] == [no]


@pytest.mark.req("E09")
def test_what_waits_for_others_hides_nothing(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "MOST", 1)
    others = [play.walk("approving") for _ in range(2)]
    mine = play.walk("approving")
    for no in others:
        complaint(no).solution_set.update(by=play.house.supervisor.id)
    assert [one.row.no for one in board(play, play.house.supervisor)] == [mine]
    for no in others:
        complaint(no).solution_set.update(by=play.house.agent.id)


@pytest.mark.req("E09")
def test_more_types_and_rows_ask_no_more(play: Play) -> None:
    asked = []
    for types in (("1.2.5",), ("1.2.4", "1.2.3")):
        for code in types:
            play.walk("approving", type=code)
            no = play.walk("executing", type=code)
            plan(play, no)
        with CaptureQueriesContext(connection) as queries:
            board(play, play.house.supervisor)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.req("E09")
def test_how_much_waits_is_asked_in_two_counts(play: Play) -> None:
    play.walk("approving")
    people = everyone(play.now)
    with CaptureQueriesContext(connection) as queries:
        approvals.count(reader=play.house.supervisor, people=people)
    assert len(queries) == 2
