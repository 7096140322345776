"""Who is there: the roster minus leave, who stands in, and what a certificate allows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from kesu.people import operations, queries, rules
from kesu.people.rules import Person
from kesu.policy.codes import Rank, ranks_from
from tests.cast import House, at, hire
from tests.people.test_rules import PLAIN, house

SUPERVISORS = ranks_from(Rank.supervisor)
EVENING = at("02-13 20:00")


def ranked(*ranks: str) -> dict[int, Person]:
    """A chain: each is under the next."""
    last = len(ranks)
    people = house({place: place + 1 if place < last else None for place in range(1, last + 1)})
    return {place: replace(people[place], rank=rank) for place, rank in enumerate(ranks, start=1)}


@pytest.mark.req("F15")
@pytest.mark.parametrize(
    ("said", "rostered", "on_shift", "on_leave", "expected"),
    [
        ("present", False, False, False, "present"),
        ("away", False, False, False, "away"),
        ("present", True, True, False, "present"),
        ("present", True, False, False, "away"),
        ("away", True, True, False, "away"),
        ("present", True, True, True, "leave"),
        ("present", False, False, True, "leave"),
        ("leave", True, True, False, "leave"),
    ],
)
def test_presence_is_the_roster_minus_leave(
    said: str, rostered: bool, on_shift: bool, on_leave: bool, expected: str
) -> None:
    found = rules.presence(said, rostered=rostered, on_shift=on_shift, on_leave=on_leave)
    assert found == expected


@pytest.mark.req("B35")
def test_a_deputy_is_the_direct_supervisor_while_the_leave_lasts() -> None:
    people = ranked("agent", "lead", "supervisor", "manager")
    deputy = replace(PLAIN, id=9, rank="lead")
    away = replace(people[3], presence="leave", deputy=9)
    there = people | {9: deputy}
    gone = there | {3: away}
    found = [rules.direct_supervisor(one, 1, ranks=SUPERVISORS) for one in (there, gone)]
    assert found == [3, 9]
    assert rules.superiors(gone, 1) == [2, 9, 3, 4]
    assert 1 in rules.team(gone, 9)
    assert rules.supervisor_away(gone, 1, ranks=SUPERVISORS)


def test_nobody_stands_in_for_their_own_supervisor_towards_themselves() -> None:
    people = ranked("agent", "supervisor", "manager")
    people[2] = replace(people[2], presence="leave", deputy=1)
    assert rules.direct_supervisor(people, 1, ranks=SUPERVISORS) == 3


def test_a_deputy_on_leave_is_stood_in_for_in_turn() -> None:
    people = ranked("supervisor", "manager") | {
        7: replace(PLAIN, id=7, presence="leave", deputy=8),
        8: replace(PLAIN, id=8),
    }
    people[1] = replace(people[1], presence="leave", deputy=7)
    assert rules.stand_in(people, 1) == 8
    people[8] = replace(people[8], active=False)
    assert rules.stand_in(people, 1) is None


@given(st.dictionaries(st.integers(1, 6), st.none() | st.integers(1, 7), max_size=6))
def test_who_stands_in_is_there_and_another(deputies: dict[int, int | None]) -> None:
    people = {
        one: replace(PLAIN, id=one, deputy=other, presence="leave" if other else "present")
        for one, other in deputies.items()
    }
    for one in people:
        found = rules.stand_in(people, one)
        assert found is None or (found != one and people[found].reachable)


@pytest.mark.req("B24")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [("3.2", [1]), ("3", [1]), ("1.2.5", [1, 2, 3]), ("2.2", [1, 2, 3])],
)
def test_a_certificate_is_asked_where_anybody_was_ever_given_one(
    asked: str, expected: list[int]
) -> None:
    people = house({1: None, 2: None, 3: None})
    people[1] = replace(people[1], skills=frozenset({"3"}))
    people[2] = replace(people[2], lapsed=frozenset({"3"}))
    assert [one for one in people if rules.may_handle(people, one, asked)] == expected


def test_a_house_without_certificates_asks_for_none() -> None:
    people = house({1: None})
    assert rules.may_handle(people, 1, "3.2")


@pytest.mark.req("F15", "B24")
def test_everyone_is_as_roster_leaves_and_certificates_say_at_that_time(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast = House()
    night = hire("night", "supervisor", under=cast.manager)
    operations.roster_shift(
        staff=night.id, starts=at("02-13 18:00"), ends=at("02-14 02:00"), duty=True
    )
    operations.take_leave(
        staff=cast.supervisor.id,
        starts=at("02-13 00:00"),
        ends=at("02-14 00:00"),
        deputy=cast.second.id,
    )
    operations.certify(staff=cast.senior.id, types=["3"], until=at("02-13 19:00"))
    with django_assert_num_queries(2):
        people = queries.everyone(EVENING)
    told = (
        (people[night.id].presence, people[night.id].on_duty),
        (people[cast.supervisor.id].presence, people[cast.supervisor.id].deputy),
        (people[cast.senior.id].skills, people[cast.senior.id].lapsed),
        people[cast.agent.id].presence,
    )
    assert told == (
        ("present", True),
        ("leave", cast.second.id),
        (frozenset(), frozenset({"3"})),
        "present",
    )
    later = queries.everyone(EVENING + timedelta(hours=8))
    assert (later[night.id].presence, later[night.id].on_duty) == ("away", False)
    assert later[cast.supervisor.id].presence == "present"
