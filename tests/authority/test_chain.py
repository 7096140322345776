"""The report chain and who must sit in a meeting."""

from dataclasses import replace

import pytest

from kesu.authority.rules import lacking, report_chain
from kesu.people.rules import Person
from kesu.policy.loading import builtin
from tests.authority.test_mandates import person

LEVELS = ("supervisor", "manager", "operations_head")
PEOPLE = {
    1: person(1, "agent", supervisor=2),
    2: person(2, "lead", supervisor=3),
    3: person(3, "supervisor", supervisor=4),
    4: person(4, "manager", supervisor=5),
    5: person(5, "director"),
    6: person(6, "supervisor", supervisor=4),
    7: person(7, "manager", department="operations", flags=frozenset({"head"})),
}


def chain(
    people: dict[int, Person], reporter: int | None = 1, accused: int | None = None
) -> list[tuple[str, int]]:
    return report_chain(people, levels=LEVELS, reporter=reporter, accused=accused)


@pytest.mark.req("E64", "B35")
def test_the_chain_goes_from_the_supervisor_to_the_head_of_operations() -> None:
    assert chain(PEOPLE) == [("supervisor", 3), ("manager", 4), ("operations_head", 7)]


@pytest.mark.req("E64", "E49")
def test_the_accused_and_who_left_are_passed_over() -> None:
    gone = PEOPLE | {4: replace(PEOPLE[4], active=False)}
    headless = {key: one for key, one in PEOPLE.items() if key != 7}
    said = (chain(PEOPLE, accused=3), chain(gone), chain(headless), chain(PEOPLE, reporter=None))
    assert said == (
        [("supervisor", 6), ("manager", 4), ("operations_head", 7)],
        [("supervisor", 3), ("operations_head", 7)],
        [("supervisor", 3), ("manager", 4), ("operations_head", 5)],
        [("operations_head", 7)],
    )


@pytest.mark.req("E64")
def test_a_level_that_the_reporter_has_reached_is_passed_over() -> None:
    said = (chain(PEOPLE, reporter=3), chain(PEOPLE, reporter=4))
    assert said == ([("manager", 4), ("operations_head", 7)], [("operations_head", 7)])


HEADS = [
    person(11, "manager", department="product", flags=frozenset({"head"})),
    person(12, "manager", department="legal", flags=frozenset({"head"})),
    person(13, "manager", department="product", flags=frozenset({"head"})),
]


@pytest.mark.req("A15", "Q2")
def test_the_highest_tier_is_decided_by_heads_of_two_departments() -> None:
    pack = builtin("loyalty")
    said = (
        lacking(pack, "A", HEADS[:1]),
        lacking(pack, "A", [HEADS[0], HEADS[2]]),
        lacking(pack, "A", HEADS[:2]),
        lacking(pack, "C", []),
    )
    assert said == (["heads"], ["heads"], [], [])


@pytest.mark.req("Q2")
def test_a_manager_leads_those_whom_the_tier_below_names() -> None:
    pack = builtin("loyalty")
    legal = person(21, "senior", department="legal")
    product = person(22, "senior", department="product")
    voice = person(23, "senior", flags=frozenset({"spokesperson"}))
    manager = person(24, "manager")
    everything = ["department:legal", "department:product", "flag:spokesperson", "rank:manager"]
    said = (
        lacking(pack, "B", []),
        lacking(pack, "B", [legal, product, voice]),
        lacking(pack, "B", [legal, product, voice, manager]),
    )
    assert said == (everything, ["rank:manager"], [])
