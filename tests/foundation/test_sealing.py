import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.sealing import Unopenable, blind, seal, unseal

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_a_sealed_value_opens_again_and_never_looks_the_same(value: str) -> None:
    one, two = seal(value, field="phone"), seal(value, field="phone")
    assert (unseal(one, field="phone"), unseal(memoryview(two), field="phone")) == (value, value)
    assert one != two


def test_the_value_is_not_in_what_is_stored() -> None:
    assert b"13812345678" not in seal("13812345678", field="phone")


@given(st.integers(0, 43), st.integers(1, 255))
def test_one_altered_byte_does_not_open(place: int, change: int) -> None:
    sealed = bytearray(seal("+8613812345678", field="phone"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(Unopenable):
        unseal(bytes(sealed), field="phone")


@pytest.mark.parametrize("cut", [0, 1, 5, 13, 20])
def test_a_part_of_it_does_not_open(cut: int) -> None:
    with pytest.raises(Unopenable):
        unseal(seal("+8613812345678", field="phone")[:cut], field="phone")


def test_copied_into_another_column_it_does_not_open() -> None:
    with pytest.raises(Unopenable):
        unseal(seal("+8613812345678", field="customer.phone"), field="customer.email")


@given(texts, texts)
def test_equal_values_are_found_and_others_are_not(one: str, other: str) -> None:
    same = blind(one, field="phone") == blind(other, field="phone")
    assert same == (one == other)


def test_a_blind_value_belongs_to_its_column() -> None:
    one, other = blind("1", field="phone"), blind("1", field="email")
    assert (len(one), one == other) == (64, False)
