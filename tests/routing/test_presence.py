"""Who gets a complaint when some are away, on leave, on duty at night, or without a certificate."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.people.rules import People, Person, asks_certificate, is_certified, supervisor_away
from kesu.policy.codes import HandlerRule, Rank, ranks_from
from kesu.routing import rules
from kesu.routing.rules import Attempt, Choice, Question
from tests.routing.test_rules import (
    AGENT,
    ALL,
    LEAD,
    OTHER,
    SENIOR,
    SUPERVISOR,
    asked,
    house,
    person,
)

DUTY = person(9, "supervisor", under=2, department="operations", on_duty=True)
ACCUSED = asked("direct_supervisor", receiver=8, accused=7)


def being(**words: str) -> dict[int, Person]:
    """The house with supervisor, other or duty away or on leave; ``deputy``: who stands in."""
    people = dict(ALL)
    if "duty" in words:
        people[9] = replace(DUTY, presence=words["duty"])
    for name, one in (("supervisor", SUPERVISOR), ("other", OTHER)):
        people[one.id] = replace(one, presence=words.get(name, "present"))
    if "deputy" in words:
        people[3] = replace(people[3], deputy=int(words["deputy"]))
    return people


@pytest.mark.req("E48", "E49")
@pytest.mark.parametrize(
    ("words", "owner", "tried", "taker"),
    [
        ({}, 3, [(3, "")], 3),
        ({"supervisor": "away"}, 3, [(3, "away"), (4, "")], 4),
        ({"supervisor": "away", "other": "away"}, 3, [(3, "away"), (4, "away")], None),
        (
            {"supervisor": "away", "other": "away", "duty": "present"},
            3,
            [(3, "away"), (4, "away"), (9, "")],
            9,
        ),
        ({"supervisor": "leave", "deputy": "4"}, 4, [(4, "")], 4),
        ({"supervisor": "leave", "deputy": "5"}, 5, [(5, "")], 5),
        ({"supervisor": "leave"}, 4, [(3, "leave"), (4, "")], 4),
        (
            {"supervisor": "leave", "other": "leave", "deputy": "5"},
            5,
            [(5, "")],
            5,
        ),
    ],
)
def test_a_call_about_an_agent_goes_to_his_supervisor_another_or_is_called_back(
    words: dict[str, str], owner: int, tried: list[tuple[int, str]], taker: int | None
) -> None:
    people = being(**words)
    chosen = rules.choose(people, ACCUSED).person
    assert chosen == owner
    found = rules.live_transfer(people, ACCUSED, owner=owner)
    assert [(one.person, one.why) for one in found.attempts] == tried
    assert (found.taker, found.call_back) == (taker, owner)


@pytest.mark.req("E63", "E61", "F15")
@pytest.mark.parametrize(
    ("rule", "words", "expected"),
    [
        ("dedicated_supervisor", {}, Choice(3, "dedicated_supervisor")),
        ("dedicated_supervisor", {"supervisor": "away"}, Choice(4, "other_supervisor")),
        (
            "dedicated_supervisor",
            {"supervisor": "away", "other": "away", "duty": "present"},
            Choice(9, "duty_supervisor"),
        ),
        (
            "dedicated_supervisor",
            {"supervisor": "away", "other": "away"},
            Choice(3, "dedicated_supervisor"),
        ),
        ("supervisor", {"supervisor": "away"}, Choice(3, "supervisor")),
        ("supervisor", {"supervisor": "away", "duty": "present"}, Choice(9, "duty_supervisor")),
        ("supervisor", {"supervisor": "leave", "deputy": "4"}, Choice(4, "supervisor")),
        ("supervisor", {"supervisor": "leave"}, Choice(4, "higher_rank")),
    ],
)
def test_what_a_supervisor_is_to_handle_finds_one_who_is_there(
    rule: str, words: dict[str, str], expected: Choice
) -> None:
    assert rules.choose(being(**words), asked(rule)) == expected


@pytest.mark.req("E53")
def test_another_senior_who_is_there_takes_an_efficiency_complaint() -> None:
    second = person(8, "senior", under=5)
    question = asked("other_senior", accused=6, loads={8: 9})
    people = ALL | {8: second, 10: person(10, "senior", under=5, presence="leave")}
    assert rules.choose(people, question) == Choice(8, "other_senior")


@pytest.mark.req("B24")
def test_an_uncertified_agent_is_offered_none_of_the_types_that_ask_for_a_certificate() -> None:
    people = ALL | {6: replace(SENIOR, skills=frozenset({"3"}))}
    question = asked("receiver", type="3.1")
    found = (
        rules.choose(people, question),
        rules.choose(people, replace(question, receiver=6)),
        rules.choose(people, replace(question, type="1.1")),
        rules.choose(ALL, question),
    )
    assert found == (
        Choice(3, "higher_rank"),
        Choice(6, "receiver"),
        Choice(7, "receiver"),
        Choice(7, "receiver"),
    )


@pytest.mark.req("B24")
def test_with_nobody_certified_it_is_nobodys_and_said_so() -> None:
    people = house(replace(AGENT, lapsed=frozenset({"3"})))
    chosen = rules.choose(people, asked("receiver", type="3.2"))
    assert chosen == Choice(None, "unassigned", understaffed=True)


@pytest.mark.req("A14")
def test_a_rise_passes_over_who_is_on_leave() -> None:
    away = ALL | {3: replace(SUPERVISOR, presence="leave")}
    acting = ALL | {3: replace(SUPERVISOR, presence="leave", deputy=4)}
    found = [rules.for_tier(one, owner=7, rank=Rank.supervisor, accused=None) for one in (away,)]
    assert found == [4]
    assert rules.for_tier(acting, owner=7, rank=Rank.supervisor, accused=None) == 4


@pytest.mark.req("A10")
def test_the_risk_is_the_deputys_while_the_supervisor_is_on_leave_and_never_the_accuseds() -> None:
    acting = ALL | {3: replace(SUPERVISOR, presence="leave", deputy=4)}
    found = (rules.risk_owner(acting, 7), rules.risk_owner(acting, 7, accused=4))
    assert found == (4, 3)


@pytest.mark.req("F15", "E48")
def test_new_work_passes_over_who_is_on_a_break_while_somebody_else_is_there() -> None:
    resting = ALL | {3: replace(SUPERVISOR, on_break=True)}
    found = rules.live_transfer(resting, ACCUSED, owner=3)
    assert rules.choose(resting, asked("dedicated_supervisor")) == Choice(4, "other_supervisor")
    assert found.attempts == (Attempt(3, "away"), Attempt(4, ""))
    away = [
        supervisor_away(one, 7, ranks=ranks_from(Rank.supervisor))
        for one in (resting, being(supervisor="away"))
    ]
    assert away == [False, True]


words = st.sampled_from(["present", "away", "leave"])
codes = st.frozensets(st.sampled_from(["1", "3", "3.2"]), max_size=2)
staff = st.lists(
    st.tuples(
        st.sampled_from([*Rank]),
        st.sampled_from(["service", "risk"]),
        words,
        st.booleans(),
        st.booleans(),
        codes,
        st.none() | st.integers(1, 8),
    ),
    min_size=1,
    max_size=8,
)


def made(drawn: list[Any]) -> dict[int, Person]:
    return house(
        *(
            person(
                place,
                rank,
                under=place - 1 or None,
                department=where,
                presence=presence,
                active=active,
                on_duty=duty,
                skills=skills,
                deputy=deputy if presence == "leave" and deputy != place else None,
            )
            for place, (rank, where, presence, active, duty, skills, deputy) in enumerate(
                drawn, start=1
            )
        )
    )


@pytest.mark.req("B24", "E48", "E49")
@given(staff, st.sampled_from([*HandlerRule]), st.sampled_from(["", "1.1", "3.2"]), st.data())
def test_nobody_accused_gone_or_uncertified_is_chosen_and_the_same_answer_comes_twice(
    drawn: list[Any], rule: HandlerRule, type_code: str, data: st.DataObject
) -> None:
    people = made(drawn)
    anyone = st.none() | st.sampled_from([*people])
    question = Question(
        rule,
        receiver=data.draw(anyone),
        accused=data.draw(anyone),
        keep=data.draw(anyone),
        department="risk",
        type=type_code,
    )
    choice = rules.choose(people, question)
    backwards = rules.choose(dict(reversed(people.items())), question)
    assert choice == backwards
    assert (choice.person is None) <= choice.understaffed
    if choice.person is not None:
        assert fit(people, choice.person, question)


@given(staff, st.data())
def test_a_call_is_put_through_to_nobody_who_is_away_or_accused(
    drawn: list[Any], data: st.DataObject
) -> None:
    people = made(drawn)
    accused = data.draw(st.sampled_from([*people]))
    question = Question(HandlerRule.direct_supervisor, receiver=accused, accused=accused)
    owner = rules.choose(people, question).person
    if owner is None:
        return
    found = rules.live_transfer(people, question, owner=owner)
    assert accused not in [one.person for one in found.attempts]
    assert found.taker is None or people[found.taker].reachable
    assert all(one.why for one in found.attempts if one.person != found.taker)
    assert (
        Attempt(owner, "") in found.attempts
        or not (people[owner].reachable and people[owner].rank in ranks_from(Rank.supervisor))
        or found.taker is not None
    )


def fit(people: People, one: int, question: Question) -> bool:
    chosen = people[one]
    certified = (
        not asks_certificate(people, question.type)
        or is_certified(chosen, question.type)
        or chosen.rank in ranks_from(Rank.supervisor)
    )
    return chosen.active and one != question.accused and certified


def test_the_lead_is_no_supervisor_by_himself() -> None:
    assert rules.choose(house(LEAD, AGENT), ACCUSED).understaffed
