"""The path of the eight conditions, the parts of a solution, and how well a case ended."""

from datetime import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.complaints.judging import (
    Conditions,
    apologises,
    company_bears,
    open_conditions,
    path,
    result_grade,
    solution_lacks,
    wrong_time_to_call,
)
from kesu.policy.codes import CasePath, Outcome, ResultGrade

# flow, authority, resource: where it leads while no loss must be stopped
TABLE = {
    (True, True, True): "self",
    (True, True, False): "ask_resource",
    (True, False, True): "raise",
    (True, False, False): "raise",
    (False, True, True): "raise",
    (False, True, False): "raise",
    (False, False, True): "ask_resource",
    (False, False, False): "stop_loss",
}
SEEN = st.none() | st.booleans()


@pytest.mark.req("D40")
@pytest.mark.parametrize("supported", list(product((True, False), repeat=3)))
@given(SEEN, SEEN, st.none() | st.integers(0, 5), SEEN, st.sampled_from([None, False]))
def test_the_truth_table_whatever_the_other_conditions_say(
    supported: tuple[bool, bool, bool],
    attachment: bool | None,
    need: bool | None,
    emotion: int | None,
    essence: bool | None,
    stop_loss: bool | None,
) -> None:
    given = Conditions(*supported, attachment, need, emotion, essence, stop_loss)
    assert path(given) == TABLE[supported]


@pytest.mark.req("D40")
@pytest.mark.parametrize("supported", list(TABLE))
def test_a_loss_that_must_be_stopped_goes_before_everything(
    supported: tuple[bool, bool, bool],
) -> None:
    assert path(Conditions(*supported, stop_loss=True)) is CasePath.stop_loss


@pytest.mark.req("D40")
def test_what_nobody_looked_at_is_named() -> None:
    given = Conditions(True, True, True, emotion=0, stop_loss=False)
    assert open_conditions(given) == ("attachment", "material_need", "essence")


SORRY, GOODS = ("道歉", "sorry"), ("补", "refund")


@pytest.mark.req("D41")
@pytest.mark.parametrize(
    ("words", "loss", "lacks"),
    [
        (["补寄"], False, ("emotional",)),
        (["当面道歉"], False, ()),
        (["当面道歉"], True, ("material",)),
        (["道歉并补寄"], True, ()),
        (["We are SORRY", "Refund"], True, ()),
        ([], True, ("emotional", "material")),
    ],
)
def test_a_solution_has_a_part_for_the_feeling_and_one_for_the_loss(
    words: list[str], loss: bool, lacks: tuple[str, ...]
) -> None:
    found = solution_lacks(
        words, emotional=SORRY, material=GOODS, felt=False, given=False, loss=loss
    )
    assert found == lacks


@given(st.lists(st.text()), st.booleans())
def test_a_remedy_stands_for_the_words(words: list[str], loss: bool) -> None:
    found = solution_lacks(words, emotional=SORRY, material=GOODS, felt=True, given=True, loss=loss)
    assert found == ()


@pytest.mark.req("E76")
def test_a_share_of_nothing_is_no_fault_of_ours() -> None:
    shares = [{"party": "company", "share": 0}, {"party": "merchant", "share": 100}]
    assert [company_bears(shares), company_bears([{"party": "company", "share": 1}])] == [
        False,
        True,
    ]
    assert [apologises(["已致歉"], apology=SORRY), apologises(["致以道歉"], apology=SORRY)] == [
        False,
        True,
    ]


def graded(**changed: object) -> ResultGrade | None:
    calm = {
        "outcome": "resolved",
        "at_once": False,
        "strained": False,
        "satisfied": True,
        "emotional_met": True,
        "worst_emotion": 1,
    }
    return result_grade(**{**calm, **changed})  # type: ignore[arg-type]


@pytest.mark.req("B04")
@pytest.mark.parametrize(
    ("changed", "grade"),
    [
        ({}, "nipped"),
        ({"worst_emotion": 3}, "turned"),
        ({"worst_emotion": 5, "at_once": True}, "nipped"),
        ({"strained": True}, "turned"),
        ({"strained": True, "at_once": True}, "turned"),
        ({"satisfied": False}, "eased"),
        ({"satisfied": None}, "eased"),
        ({"satisfied": None, "at_once": True}, "nipped"),
        ({"emotional_met": False}, "eased"),
        ({"emotional_met": None}, "nipped"),
        ({"outcome": "refused", "satisfied": False}, "eased"),
        ({"outcome": "lost_contact"}, None),
        ({"outcome": "withdrawn"}, None),
    ],
)
def test_how_well_it_ended(changed: dict[str, object], grade: str | None) -> None:
    assert graded(**changed) == grade


@given(
    st.sampled_from([Outcome.resolved, Outcome.agreed, Outcome.refused]),
    st.booleans(),
    st.booleans(),
    SEEN,
    st.integers(0, 5),
)
def test_an_unmet_feeling_is_never_more_than_eased(
    outcome: str, at_once: bool, strained: bool, satisfied: bool | None, worst: int
) -> None:
    found = graded(
        outcome=outcome,
        at_once=at_once,
        strained=strained,
        satisfied=satisfied,
        emotional_met=False,
        worst_emotion=worst,
    )
    assert found is ResultGrade.eased


NINE, SIX = time(9), time(18)


@pytest.mark.req("C05")
@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        (NINE, SIX, [time(8, 59), time(18), time(23)]),
        (SIX, NINE, [time(9), time(17, 59)]),
        (NINE, None, [time(0), time(8, 59)]),
        (None, SIX, [time(18), time(23, 59)]),
        (None, None, []),
    ],
)
def test_the_hours_a_customer_chose(
    start: time | None, end: time | None, wrong: list[time]
) -> None:
    asked = [
        time(0),
        time(8, 59),
        time(9),
        time(12),
        time(17, 59),
        time(18),
        time(23),
        time(23, 59),
    ]
    found = [one for one in asked if wrong_time_to_call(one, start=start, end=end)]
    assert [one in found for one in wrong] == [True] * len(wrong)
    allowed = [one for one in asked if one not in found]
    inside = {
        (NINE, SIX): time(12),
        (SIX, NINE): time(0),
        (NINE, None): time(23),
        (None, SIX): time(0),
    }
    assert inside.get((start, end), time(12)) in allowed
