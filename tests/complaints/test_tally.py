"""Counting people behind complaints (Q5): whatever the order, each once."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.complaints.tally import Voice, people_in

CUSTOMERS = st.integers(1, 6).map(lambda number: UUID(int=number))


@st.composite
def voices(draw: st.DrawFn) -> list[Voice]:
    """Complaints of a few customers; each is known, or not, in one way."""
    ways = draw(
        st.dictionaries(
            CUSTOMERS, st.tuples(st.booleans(), st.sampled_from(["", "a", "b"])), min_size=1
        )
    )
    chosen = draw(st.lists(st.sampled_from(sorted(ways)), max_size=30))
    return [Voice(one, *ways[one]) for one in chosen]


@pytest.mark.req("Q5")
@given(voices(), st.randoms())
def test_the_order_does_not_matter(told: list[Voice], random: object) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert people_in(shuffled) == people_in(told)


@pytest.mark.req("Q5")
@given(voices())
def test_a_repeat_of_somebody_counts_nothing(told: list[Voice]) -> None:
    assert people_in([*told, *told]) == people_in(told)


@pytest.mark.req("Q5")
@given(voices())
def test_people_are_never_more_than_complaints_and_never_none(told: list[Voice]) -> None:
    assert (1 if told else 0) <= people_in(told) <= len(told)
    assert people_in(told) <= len({one.customer for one in told})


@pytest.mark.req("Q5")
@given(voices(), CUSTOMERS)
def test_one_complaint_more_counts_one_or_nothing(told: list[Voice], customer: UUID) -> None:
    more = Voice(customer, known=True, email="")
    assert people_in(told) <= people_in([*told, more]) <= people_in(told) + 1


def test_who_is_known_by_an_address_is_whoever_has_it() -> None:
    member = Voice(UUID(int=1), known=True, email="a")
    guest = Voice(UUID(int=2), known=False, email="a")
    assert people_in([member, guest, guest]) == 1
    assert people_in([guest, Voice(UUID(int=3), known=False, email="a")]) == 1
    nobody = [Voice(UUID(int=number), known=False, email="") for number in range(4, 9)]
    assert people_in(nobody) == 5
