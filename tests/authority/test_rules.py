from dataclasses import replace
from typing import Any

import pytest

from kesu.authority import rules
from kesu.people.rules import Person

WITHIN: dict[str, Any] = {
    "limit": 5000,
    "rank": "agent",
    "urgent": False,
    "cost": 5000,
    "clause_cited": True,
}


@pytest.mark.req("Q25")
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "compensation:agent:5000"),
        ({"cost": 0}, "compensation:agent:5000"),
        ({"cost": 5001}, None),
        ({"cost": None}, None),
        ({"clause_cited": False}, None),
        ({"urgent": True}, None),
        ({"limit": None}, None),
        ({"promised": rules.Promised(goodwill=5000)}, "compensation:agent:5000"),
        ({"cost": 0, "promised": rules.Promised(goodwill=5001)}, None),
        ({"cost": 0, "promised": rules.Promised(indemnity=True)}, None),
        ({"cost": 0, "promised": rules.Promised(waits=True)}, None),
    ],
)
def test_a_mandate_covers_what_is_cheap_cited_and_calm(
    changed: dict[str, Any], expected: str | None
) -> None:
    assert rules.mandate(**WITHIN | changed) == expected


PEOPLE = {
    place: Person(
        id=place,
        sign_in="",
        full_name="",
        agent_no="",
        rank=rank,
        department="service",
        flags=frozenset(),
        supervisor=place + 1 if place < 4 else None,
        presence="present",
        active=True,
    )
    for place, rank in enumerate(("agent", "lead", "supervisor", "manager"), start=1)
}
RANKS = frozenset({"supervisor", "manager", "director"})


def asked(people: dict[int, Person], accused: int | None = None) -> list[int]:
    return rules.approvers(people, owner=1, ranks=RANKS, accused=accused)


@pytest.mark.req("E09", "E49")
def test_a_solution_waits_for_the_nearest_superior_at_work_who_is_not_accused() -> None:
    away = PEOPLE | {3: replace(PEOPLE[3], presence="leave")}
    everybody = away | {4: replace(PEOPLE[4], presence="leave")}
    found = (asked(PEOPLE), asked(away), asked(everybody), asked(PEOPLE, accused=3))
    assert found == ([3], [4], [3], [4])


@pytest.mark.req("E09")
def test_nobody_above_leaves_nobody_to_wait_for() -> None:
    assert rules.approvers(PEOPLE, owner=4, ranks=RANKS, accused=None) == []
