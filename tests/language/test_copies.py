"""Near copies among many texts, found without comparing each with each."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.copies import families

_SIGNS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


def letter(chance: random.Random) -> str:
    return "".join(chance.choices(_SIGNS, k=120))


def test_an_edited_letter_stays_in_the_family_and_others_stay_out() -> None:
    chance = random.Random(2)
    letters = [letter(chance) for _ in range(50)]
    edited = [f"您好，{one[:40]}又{one[43:]}谢谢" for one in letters]
    found = families([*letters, *edited])
    assert list(found[:50]) == list(found[50:]) == list(range(50))


def test_how_letters_begin_makes_no_family() -> None:
    chance = random.Random(4)
    letters = [f"尊敬的领导您好，我想反映一下这个问题：{letter(chance)}" for _ in range(90)]
    assert len(set(families(letters))) == len(letters)


@given(st.lists(st.text(max_size=12), max_size=12))
def test_the_same_text_is_of_one_family(texts: list[str]) -> None:
    found = families([*texts, *texts])
    assert (found[: len(texts)] == found[len(texts) :]).all()
    assert found.dtype == np.int64
