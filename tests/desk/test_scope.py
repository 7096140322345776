"""Lists and single complaints show the same to everybody."""

import pytest
from django.db.models import Q

from kesu.complaints import permissions
from kesu.complaints.models import Complaint, Contact
from kesu.desk import scope
from kesu.people.queries import everyone
from kesu.people.rules import Person
from tests.cast import House, Play, complaint


@pytest.fixture
def play(db: None) -> Play:
    """Complaints of every kind of tie: whose, lodged by whom, asked, restricted, accused."""
    play = Play()
    house = play.house
    for lodger in house.everyone():
        if lodger != house.auditor:
            play.lodge(lodger)
            play.lodge(lodger, customer={"special_role": "media"})
            play.lodge(lodger, type="2.2", accused_agent=house.peer.id)
            play.lodge(lodger, type="2.2", accused_agent=lodger.id)
    for given in ({}, {"customer": {"special_role": "regulator"}}):
        bind(play, given)
    return play


def bind(play: Play, given: dict[str, object]) -> None:
    """One complaint for each other tie, set in the row itself so that it is the only one."""
    house = play.house
    play.walk("consulting", **given)
    taken = play.lodge(house.clerk, **given).complaint
    Contact.objects.create(
        complaint=taken,
        by_id=house.risk.id,
        at=play.now,
        channel="hotline",
        direction="in",
        outcome="reached",
    )
    for column in ("risk_owner_id", "dedicated_id", "accused_id"):
        for person in house.everyone():
            row = play.lodge(house.agent, **given).complaint
            Complaint.objects.filter(pk=row.pk).update(**{column: person.id})


@pytest.mark.req("E36", "E49")
def test_what_a_reader_finds_is_what_a_reader_may_open(play: Play) -> None:
    differ = {
        reader.sign_in: found ^ opened
        for reader in play.house.everyone()
        if (found := listed(reader)) != (opened := openable(reader))
    }
    assert differ == {}


def listed(reader: Person) -> set[str]:
    return set(scope.visible(reader, everyone()).values_list("no", flat=True))


@pytest.mark.req("B06", "E36", "E49")
def test_what_a_reader_exports_is_what_a_reader_may_export_and_sees(play: Play) -> None:
    people, rows = everyone(), Complaint.objects.all()
    found = {
        reader.sign_in: set(scope.exportable(reader, people).values_list("no", flat=True))
        for reader in play.house.everyone()
    }
    assert found == {
        reader.sign_in: {
            row.no for row in rows if permissions.may_export(reader, scope.tie(row, reader, people))
        }
        for reader in play.house.everyone()
    }
    beyond = {one.sign_in: found[one.sign_in] - listed(one) for one in play.house.everyone()}
    assert set(map(len, beyond.values())) == {0}


def openable(reader: Person) -> set[str]:
    people = everyone()
    rows = Complaint.objects.all()
    return {row.no for row in rows if permissions.may_see(reader, scope.tie(row, reader, people))}


@pytest.mark.req("E36", "E49")
def test_each_rank_finds_its_part(play: Play) -> None:
    """The part is stated here once more over the rows themselves."""
    house, rows = play.house, Complaint.objects
    service = [one.id for one in everyone().values() if one.department == "service"]
    own = Q(owner=house.agent.id) | Q(risk_owner=house.agent.id) | Q(dedicated=house.agent.id)
    department = Q(restricted=False) & (Q(owner__in=service) | Q(lodged_by__in=service))
    expected = {
        "agent": rows.filter(own | department).exclude(accused=house.agent.id),
        "director": rows.exclude(accused=house.director.id),
        "auditor": rows.exclude(accused=house.auditor.id),
        "admin": rows.none(),
        "quality": rows.filter(
            Q(restricted=False)
            | Q(owner=house.quality.id)
            | Q(risk_owner=house.quality.id)
            | Q(dedicated=house.quality.id)
        ).exclude(accused=house.quality.id),
    }
    found = {name: listed(getattr(house, name)) for name in expected}
    assert found == {
        name: set(rows.values_list("no", flat=True)) for name, rows in expected.items()
    }


@pytest.mark.req("E49")
def test_nobody_finds_what_they_are_accused_in(play: Play) -> None:
    accused_in = {
        reader.sign_in: Complaint.objects.filter(accused=reader.id, no__in=listed(reader)).count()
        for reader in play.house.everyone()
    }
    assert set(accused_in.values()) == {0}


def test_a_tie_says_what_binds(play: Play) -> None:
    house = play.house
    no = play.walk("approving")
    ties = {one.sign_in: scope.tie(complaint(no), one, everyone()) for one in house.everyone()}
    chain = {name for name, tie in ties.items() if tie.superior}
    assert chain == {"lead", "supervisor", "manager", "director"}
    assert {name for name, tie in ties.items() if tie.team} == chain
    assert {name for name, tie in ties.items() if tie.owner} == {"agent"}
    assert {name for name, tie in ties.items() if tie.proposer} == {"agent"}
    assert {name for name, tie in ties.items() if tie.responsible} == {"agent", "supervisor"}
    assert {name for name, tie in ties.items() if tie.acting} == set()


def test_a_supervisor_away_makes_the_lead_act(play: Play) -> None:
    house: House = play.house
    no = play.walk("approving")
    play.restaff(house.supervisor, presence="leave")
    assert scope.tie(complaint(no), house.lead, everyone()).acting
