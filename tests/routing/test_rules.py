from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.people.rules import Person
from kesu.policy.codes import HandlerRule, Rank
from kesu.routing import rules
from kesu.routing.rules import Choice, Question


def person(id_: int, rank: str, *, under: int | None = None, **other: Any) -> Person:
    plain = Person(
        id=id_,
        sign_in=str(id_),
        full_name="",
        agent_no="",
        rank=rank,
        department="service",
        flags=frozenset(),
        supervisor=under,
        presence="present",
        active=True,
    )
    return replace(plain, **other)


def house(*people: Person) -> dict[int, Person]:
    return {one.id: one for one in people}


DIRECTOR, MANAGER = person(1, "director"), person(2, "manager", under=1)
SUPERVISOR, OTHER = person(3, "supervisor", under=2), person(4, "supervisor", under=2)
LEAD, SENIOR, AGENT = (
    person(5, "lead", under=3),
    person(6, "senior", under=5),
    person(7, "agent", under=5),
)
ALL = house(DIRECTOR, MANAGER, SUPERVISOR, OTHER, LEAD, SENIOR, AGENT)


def without(*ids: int) -> dict[int, Person]:
    """The house with these people gone."""
    return {one.id: replace(one, active=one.id not in ids) for one in ALL.values()}


def asked(rule: str, **other: Any) -> Question:
    return Question(HandlerRule(rule), receiver=other.pop("receiver", 7), **other)


@pytest.mark.req("E44", "E48", "E53", "E61", "E63", "B35")
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (asked("receiver"), Choice(7, "receiver")),
        (asked("direct_supervisor", accused=7), Choice(3, "direct_supervisor")),
        (asked("direct_supervisor", accused=3), Choice(2, "direct_supervisor")),
        (asked("other_senior", accused=7), Choice(6, "other_senior")),
        (asked("other_senior", accused=6), Choice(5, "higher_rank")),
        (asked("supervisor"), Choice(3, "supervisor")),
        (asked("dedicated_supervisor", receiver=4), Choice(4, "dedicated_supervisor")),
        (asked("supervisor", keep=4), Choice(4, "kept")),
        (asked("supervisor", keep=7), Choice(3, "supervisor")),
        (asked("receiver", accused=7), Choice(3, "higher_rank")),
        (asked("risk_department", department="risk"), Choice(3, "any_supervisor")),
    ],
)
def test_each_rule_finds_its_handler(question: Question, expected: Choice) -> None:
    assert rules.choose(ALL, question) == expected


@pytest.mark.req("E48")
def test_the_next_rank_of_the_department_steps_in() -> None:
    question = asked("direct_supervisor", accused=7)
    steps = [rules.choose(without(*gone), question) for gone in ((3,), (3, 4), (2, 3, 4))]
    assert steps == [
        Choice(4, "higher_rank"),
        Choice(2, "higher_rank"),
        Choice(1, "higher_rank"),
    ]


def test_a_director_is_not_the_first_of_all_supervisors() -> None:
    question = asked("supervisor", receiver=None)
    assert rules.choose(ALL, question) == Choice(3, "any_supervisor")


def test_the_one_who_lodged_keeps_it_when_nobody_fits_and_else_nobody() -> None:
    alone = house(AGENT)
    kept = rules.choose(alone, asked("supervisor"))
    nobody = rules.choose(alone, asked("supervisor", accused=7))
    assert (kept, nobody) == (
        Choice(7, "receiver", understaffed=True),
        Choice(None, "unassigned", understaffed=True),
    )


def test_present_comes_before_away_and_then_the_load_decides() -> None:
    question = asked("supervisor", receiver=None, loads={3: 5, 4: 1})
    busy = rules.choose(ALL, question)
    away = rules.choose(ALL | {4: replace(OTHER, presence="leave")}, question)
    assert (busy.person, away.person) == (4, 3)


flags = st.frozensets(st.sampled_from(["liaison", "auditor", "admin", "quality", "head"]))
staff = st.lists(
    st.tuples(st.sampled_from([*Rank]), st.sampled_from(["service", "risk"]), flags, st.booleans()),
    min_size=1,
    max_size=8,
)


@given(staff, st.sampled_from([*HandlerRule]), st.data())
def test_nobody_unfit_is_ever_chosen(
    drawn: list[tuple[str, str, frozenset[str], bool]], rule: HandlerRule, data: st.DataObject
) -> None:
    people = house(
        *(
            person(place, rank, under=place - 1 or None, department=where, flags=given, active=here)
            for place, (rank, where, given, here) in enumerate(drawn, start=1)
        )
    )
    anyone = st.none() | st.sampled_from([*people])
    accused, receiver = data.draw(anyone), data.draw(anyone)
    question = Question(
        rule, receiver=receiver, accused=accused, keep=data.draw(anyone), department="risk"
    )
    chosen = rules.choose(people, question).person
    if chosen is not None:
        one = people[chosen]
        unfit = one.flags & {"liaison", "auditor", "admin"}
        assert (one.active, set(unfit), chosen != accused) == (True, set(), True)


@pytest.mark.req("A10", "B35")
def test_the_risk_is_the_direct_supervisors() -> None:
    owners = {
        7: rules.risk_owner(ALL, 7),
        3: rules.risk_owner(ALL, 3),
        1: rules.risk_owner(ALL, 1),
    }
    assert owners == {7: 3, 3: 2, 1: 1}


@pytest.mark.req("E49")
def test_the_risk_is_not_the_accuseds_nor_one_who_left() -> None:
    accused = rules.risk_owner(ALL, 7, accused=3)
    left = rules.risk_owner(without(3), 7)
    assert (accused, left) == (2, 2)


@pytest.mark.req("E63", "E49")
def test_who_cannot_own() -> None:
    reasons = (
        rules.may_own(AGENT, urgent=False, accused=None),
        rules.may_own(AGENT, urgent=True, accused=None),
        rules.may_own(SUPERVISOR, urgent=True, accused=None),
        rules.may_own(AGENT, urgent=False, accused=7),
        rules.may_own(replace(AGENT, active=False), urgent=False, accused=None),
        rules.may_own(replace(AGENT, flags=frozenset({"admin"})), urgent=False, accused=None),
        rules.may_own(AGENT, urgent=False, accused=None, certified=False),
    )
    assert reasons == (None, "rank", None, "accused", "inactive", "flag", "certificate")


@pytest.mark.req("A14")
@pytest.mark.parametrize(
    ("owner", "rank", "expected"),
    [(7, "senior", 6), (7, "supervisor", 3), (7, "manager", 2), (3, "manager", 2), (1, "lead", 5)],
)
def test_a_rise_goes_up_the_owners_chain_first(owner: int, rank: str, expected: int) -> None:
    assert rules.for_tier(ALL, owner=owner, rank=Rank(rank), accused=None) == expected


@pytest.mark.req("A14", "E49")
def test_a_rise_passes_the_accused_over() -> None:
    colleague = rules.for_tier(ALL, owner=7, rank=Rank.supervisor, accused=3)
    above = rules.for_tier(without(4), owner=7, rank=Rank.supervisor, accused=3)
    assert (colleague, above) == (4, 2)
