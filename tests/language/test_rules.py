"""Pieces of text as pairs of signs, and where they stand."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kesu.language.rules import fold, hits, number, pairs, phrase, sign

texts = st.text(st.sampled_from("退货ABab12 '\"%_\\*，,\n😀İß"), max_size=30)
any_text = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)


def follow(some: list[str], others: list[str]) -> bool:
    """Whether the one list stands in the other without a gap."""
    return any(others[at : at + len(some)] == some for at in range(len(others) - len(some) + 1))


@given(texts, texts.filter(lambda piece: len(piece.lower()) > 1))
@example("好的客服", "好的")
@example("客服客服客", "服客服")
@example("😀😀", "😀")
@example("ΑΣ", "ας")
def test_a_piece_lies_in_a_text_where_its_pairs_follow(text: str, piece: str) -> None:
    assert follow(phrase(piece), pairs(text)) == (fold(piece) in fold(text))


@given(texts, st.sampled_from("退Ab1 ，\n"))
def test_a_sign_lies_in_a_text_where_a_pair_begins_with_it(text: str, piece: str) -> None:
    begun = any(pair.startswith(sign(piece)) for pair in pairs(text))
    assert (begun, phrase(piece)) == (fold(piece) in fold(text), [])


@given(any_text)
def test_pairs_are_as_wide_as_each_other_and_their_numbers_tell_them_apart(text: str) -> None:
    found = pairs(text)
    assert {len(pair) for pair in found} <= {8}
    assert len({number(pair) for pair in found}) == len(set(found))
    assert all(-(1 << 31) <= number(pair) < 1 << 31 for pair in found)


def test_signs_of_another_width_are_others() -> None:
    assert pairs("，a") != pairs(",a")
    assert pairs("AB") == pairs("ab")
    assert pairs("") == []


@given(texts, st.lists(texts, max_size=3))
def test_what_is_marked_is_what_was_asked(text: str, pieces: list[str]) -> None:
    marked = hits(text, pieces)
    inside = {place for start, end in marked for place in range(start, end)}
    assert inside == {place for piece in pieces for place in _covered(text, piece)}
    assert all(before[1] < after[0] for before, after in pairwise(marked))


def _covered(text: str, piece: str) -> set[int]:
    """The signs of the text that a piece covers, counted one by one."""
    origin = [place for place, letter in enumerate(text) for _ in letter.lower()]
    folded, wanted = text.lower(), piece.lower()
    starts = [at for at in range(len(folded)) if wanted and folded.startswith(wanted, at)]
    return {origin[at + step] for at in starts for step in range(len(wanted))}


@pytest.mark.parametrize(
    ("text", "pieces", "marked"),
    [
        ("客服说退货，退货难", ["退货"], [(3, 5), (6, 8)]),
        ("aaa", ["AA"], [(0, 3)]),
        ("退货难", ["退货", "货难"], [(0, 3)]),
        ("xİyz", ["YZ"], [(2, 4)]),
        ("退货", [], []),
    ],
)
def test_hits_are_told_by_their_places(
    text: str, pieces: list[str], marked: list[tuple[int, int]]
) -> None:
    assert hits(text, pieces) == marked
