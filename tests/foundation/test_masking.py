import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kesu.foundation.masking import mask_email, mask_phone, mask_text

MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
words = st.text(st.characters(exclude_categories=["Nd", "Cs"]), max_size=8)
prefixes = st.sampled_from(["", "+86", "86", "0086", "+86 ", "86-", "手机", "x", "X", "-", "*"])
pieces = st.one_of(
    words,
    mobiles,
    st.from_regex(r"0[0-9]{2,3}-?[2-8][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{1,7}", fullmatch=True),
    st.from_regex(r"[0-9X*+-]{1,19}", fullmatch=True),
    st.sampled_from(
        [" ", "-", "*", "，", "x", "****", "٣", "6222021234567890128", "11010519491231002X"]
    ),
)
texts = st.lists(pieces, max_size=6).map("".join)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("电话138 1234 5678或138-1234-5678", "电话138****5678或138****5678"),
        ("+86 13812345678", "138****5678"),
        ("008613812345678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("13812345678x2", "138****5678x2"),
        ("微信13812345678X", "微信138****5678X"),
        ("٣13812345678", "٣138****5678"),
        ("**13812345678**", "**138****5678**"),
        ("010-62345678", "010****5678"),
        ("身份证11010519491231002X", "身份证110***********002X"),
        ("卡6222021234567890128", "卡6222********0128"),
        ("订单6222021234567890127", "订单6222021234567890127"),
        ("订单20261122000123", "订单20261122000123"),
        ("1381234567", "1381234567"),
        ("KS-20260213-4CFRMH 共 10086 件", "KS-20260213-4CFRMH 共 10086 件"),
    ],
)
def test_what_points_to_a_person_is_masked_and_nothing_else(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(words, prefixes, mobiles, words)
@example("", "", "13812345678", "x")
def test_no_mobile_number_is_ever_left(before: str, prefix: str, number: str, after: str) -> None:
    masked = mask_text(f"{before}{prefix}{number}{after}")
    assert (number in masked, MOBILE.search(masked)) == (False, None)


@given(texts)
@example("13812340108 23456789")
@example("0000-0000-0000-13812345678")
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)


@given(st.text(st.characters(exclude_categories=["Nd"])))
def test_a_text_without_digits_stays(text: str) -> None:
    assert mask_text(text) == text


@given(words, mobiles, words)
def test_what_stands_around_a_number_stays(before: str, number: str, after: str) -> None:
    left, right = f"{before}，", f"，{after}"
    assert mask_text(left + number + right) == f"{left}{number[:3]}****{number[7:]}{right}"


def test_shorter_values() -> None:
    assert [mask_phone(number) for number in ("10086", "12", "13812345678")] == [
        "***86",
        "12",
        "138****5678",
    ]
    assert mask_email("lin@example.org") == "l***@example.org"
