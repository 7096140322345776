import re
import uuid
from datetime import date

from kesu.foundation.ids import counted_number, spoken_number, uuid7

DAY = date(2026, 2, 13)


def test_ids_are_version_7_and_never_meet() -> None:
    made = [uuid7() for _ in range(500)]
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}
    assert len(set(made)) == 500


def test_ids_begin_with_their_millisecond_in_order() -> None:
    milliseconds = [uuid7().int >> 80 for _ in range(500)]
    assert milliseconds == sorted(milliseconds)
    assert milliseconds[0] > 1_700_000_000_000


def test_a_spoken_number_holds_nothing_mistakable_and_no_order() -> None:
    numbers = [spoken_number("KS", DAY) for _ in range(500)]
    shape = re.compile(r"KS-20260213-[346789ACDEFGHJKMNPQRTUVWXY]{6}")
    assert all(shape.fullmatch(number) for number in numbers)
    assert len(set(numbers)) > 498
    assert numbers != sorted(numbers)


def test_a_counted_number_has_four_digits_and_more_past_9999() -> None:
    numbers = [counted_number("TS", DAY, count) for count in (1, 9999, 10000)]
    assert numbers == ["TS-20260213-0001", "TS-20260213-9999", "TS-20260213-10000"]
