import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.phones import national, normalise_email, normalise_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("（010）6234 5678", "+861062345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("+1 (212) 555-0100", "+12125550100"),
        ("10086", "+8610086"),
        ("1234", None),
        ("1" * 21, None),
        ("++8613812345678", None),
        ("138123456a8", None),
        ("", None),
        ("٣٣٣٣٣٣٣", None),
    ],
)
def test_a_number_has_one_form(text: str, number: str | None) -> None:
    assert normalise_phone(text) == number


@given(st.from_regex(r"\+?[0-9 ()-]{5,17}", fullmatch=True))
def test_a_form_is_its_own_form(text: str) -> None:
    number = normalise_phone(text)
    assert number is None or normalise_phone(number) == number


@pytest.mark.parametrize(
    "dialled",
    ["01062345678", "02088886666", "07558888666", "057188886666", "13812345678", "4008123456"],
)
def test_at_home_a_number_is_dialled_as_it_was_given(dialled: str) -> None:
    number = normalise_phone(dialled)
    assert number is not None
    assert national(number) == dialled


@pytest.mark.parametrize("short", ["12315", "95588", "62345678"])
def test_a_short_number_stays(short: str) -> None:
    assert national(f"+86{short}") == short


def test_at_home_a_number_is_read_without_its_country() -> None:
    assert (national("+8613812345678"), national("+12125550100")) == (
        "13812345678",
        "+12125550100",
    )


def test_an_address_is_lower_case_and_bare() -> None:
    assert normalise_email("  Lin@Example.ORG ") == "lin@example.org"
