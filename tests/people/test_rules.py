from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.people import rules
from kesu.people.queries import named
from kesu.people.rules import Person
from kesu.policy.codes import Rank, rank_level, ranks_from

PLAIN = Person(
    id=1,
    sign_in="",
    full_name="",
    agent_no="",
    rank="agent",
    department="service",
    flags=frozenset(),
    supervisor=None,
    presence="present",
    active=True,
)
chains = st.dictionaries(st.integers(1, 9), st.none() | st.integers(1, 12), max_size=9)


def house(above: dict[int, int | None]) -> dict[int, Person]:
    return {one: replace(PLAIN, id=one, supervisor=up) for one, up in above.items()}


@pytest.mark.req("B35")
def test_the_direct_supervisor_is_the_nearest_of_that_rank_and_no_lead() -> None:
    people = house({1: 2, 2: 3, 3: 4, 4: None})
    for place, rank in enumerate(("agent", "lead", "supervisor", "manager"), start=1):
        people[place] = replace(people[place], rank=rank)
    ranks = ranks_from(Rank.supervisor)
    found = [rules.direct_supervisor(people, one, ranks=ranks) for one in (1, 2, 3, 4)]
    assert found == [3, 3, 4, None]
    assert rules.superiors(people, 1) == [2, 3, 4]
    assert rules.team(people, 3) == {1, 2}


@given(chains)
def test_no_chain_is_endless_or_leads_to_oneself(above: dict[int, int | None]) -> None:
    people = house(above)
    for one in people:
        chain = rules.superiors(people, one)
        assert (len(chain), one in chain) == (len(set(chain)), False)


@given(chains)
def test_a_team_is_who_has_me_above_them(above: dict[int, int | None]) -> None:
    people = house(above)
    for one in people:
        assert rules.team(people, one) == {
            other for other in people if one in rules.superiors(people, other)
        }


@pytest.mark.parametrize(
    ("active", "presence", "reachable"),
    [
        (True, "present", True),
        (True, "away", False),
        (True, "leave", False),
        (False, "present", False),
    ],
)
def test_who_can_be_reached(active: bool, presence: str, reachable: bool) -> None:
    assert replace(PLAIN, active=active, presence=presence).reachable == reachable


def test_a_person_is_named_by_sign_in_then_agent_number_then_id() -> None:
    people = {
        1: replace(PLAIN, id=1, sign_in="lin", agent_no="2"),
        2: replace(PLAIN, id=2, sign_in="Wang", agent_no=""),
        3: replace(PLAIN, id=3, sign_in="gone", active=False),
    }
    found = [named(people, word) for word in ("LIN", "wang", "2", 1, "gone", "3", "", "x")]
    assert [one.id if one else None for one in found] == [1, 2, 1, 1, None, None, None, None]


def test_ranks_in_their_order() -> None:
    levels = [rank_level(rank) for rank in ("agent", "director", "nobody")]
    assert (levels, ranks_from(Rank.manager)) == ([1, 6, 0], {"manager", "director"})
