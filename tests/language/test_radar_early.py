"""Early warning: as many at once are hardly chance."""

from datetime import UTC, datetime, timedelta
from math import exp, factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.radar import Kind, Radar, Rule, Telling
from kesu.language.radar.early import tail

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)
LEAK = "星焰保温杯杯底漏水，要求换货。"


@given(st.integers(0, 30), st.floats(0.001, 20))
def test_the_tail_is_what_poisson_says(count: int, expected: float) -> None:
    below = sum(exp(-expected) * expected**n / factorial(n) for n in range(count))
    assert tail(count, expected) == pytest.approx(1 - below, abs=1e-9)


@given(st.integers(1, 30), st.floats(0.001, 20))
def test_more_are_less_likely(count: int, expected: float) -> None:
    assert tail(count + 1, expected) <= tail(count, expected) * (1 + 1e-9) + 1e-12


def warned(gaps: list[float], *, customers: int = 1000) -> list[tuple[int, int]]:
    """At which complaint of the issue a warning came, and of how many people."""
    radar, at, found = Radar(Rule(UTC, early=True)), MORNING, []
    for number, days in enumerate(gaps, start=1):
        at += timedelta(days=days)
        who = f"c{number % customers}"
        for event in radar.hear(Telling(str(number), LEAK, at, who)):
            if event.kind is Kind.early_warning:
                found.append((number, event.people))
    return found


@pytest.mark.req("E37")
def test_four_people_within_hours_are_warned_of_once() -> None:
    assert warned([0.05] * 8) == [(4, 4)]


@pytest.mark.req("E37")
def test_one_person_who_writes_every_hour_is_no_warning() -> None:
    assert warned([0.04] * 9, customers=1) == []


def test_an_issue_that_always_comes_this_often_is_no_warning() -> None:
    assert warned([1.9] * 60) == []


def test_more_than_an_issue_brings_by_itself_is_a_warning() -> None:
    [(number, people)] = warned([20.0] * 20 + [0.05] * 8)
    assert (number - 20 <= 6, people >= 4) == (True, True)


def test_nothing_is_warned_of_unasked() -> None:
    radar = Radar(Rule(UTC))
    told = [radar.hear(Telling(str(at), LEAK, MORNING, f"c{at}")) for at in range(9)]
    assert told == [[]] * 9
