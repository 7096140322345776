"""What a handling form lacks, whatever stands on it and wherever the complaint stands."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.desk.rules import STAGES, Standing, missing, required
from kesu.policy.codes import Outcome, State

NAMES = [name for stage in STAGES for name in stage]
STANDINGS = st.builds(
    Standing,
    state=st.sampled_from(State),
    about_goods=st.booleans(),
    merchant=st.booleans(),
    acts=st.booleans(),
    asks_follow_up=st.booleans(),
    outcome=st.sampled_from(["", *Outcome]),
)


@pytest.mark.req("E86")
@given(STANDINGS, st.sets(st.sampled_from(NAMES)), st.integers(1, 3))
def test_what_lacks_is_what_must_be_there_and_is_not(
    standing: Standing, filled: set[str], stage: int
) -> None:
    lacking = missing(stage, filled, standing)
    assert set(lacking) == (set(STAGES[stage - 1]) & required(standing)) - filled
    assert list(lacking) == [name for name in STAGES[stage - 1] if name in lacking]


@given(STANDINGS, st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_filling_a_field_never_makes_another_one_lack(
    standing: Standing, filled: set[str], one: str
) -> None:
    for stage in (1, 2, 3):
        before, after = missing(stage, filled, standing), missing(stage, {*filled, one}, standing)
        assert set(after) == set(before) - {one}


@pytest.mark.req("E15")
@given(STANDINGS)
def test_what_closing_brings_is_not_asked_for_before_it(standing: Standing) -> None:
    before = replace(standing, state=State.following_up)
    assert not {"closed", "disposition"} & required(before)
    assert {"closed", "disposition"} <= required(replace(standing, state=State.closed))


def test_a_withdrawn_complaint_owes_no_field() -> None:
    assert required(Standing(state=State.withdrawn, merchant=True)) == frozenset()


def test_whoever_could_not_be_reached_owes_no_follow_up() -> None:
    lost = Standing(state=State.closed, outcome=Outcome.lost_contact)
    assert "follow_up" not in required(lost)
    assert "follow_up" in required(replace(lost, outcome=Outcome.resolved))
