"""One way of reading for every way of writing."""

import sys
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.normalise import Reading, normalise, table

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
import characters

HIDDEN = ["", " ", "*", "·", "_", "-", "\u200b", "\u200d", "\u00a0", "　", "\u202e", "\ufeff", "."]


@pytest.mark.req("A18")
@pytest.mark.parametrize("between", HIDDEN)
def test_a_word_is_read_whatever_stands_between_its_letters(between: str) -> None:
    assert normalise(between.join("投诉")) == "投诉"


@pytest.mark.req("A18")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("３·15晚會", "315晚会"),
        ("投訴", "投诉"),
        ("ＴＯＵＳＵ", "tousu"),
        ("㈱", "(株)"),
        ("⑫③⑮", "12315"),
        ("Ⅲ", "iii"),
        ("證據！不給", "证据!不给"),
        ("第一行\r\n第二行", "第一行\n第二行"),
    ],
)
def test_width_case_and_script_do_not_matter(written: str, read: str) -> None:
    assert normalise(written) == read


@given(st.text(max_size=60), st.sampled_from(["投 訴", "㈱", "\u200d\u202e", "\ud800", "a"]))
def test_a_long_text_is_read_as_a_short_one(text: str, filling: str) -> None:
    assert normalise(text + filling * 400) == normalise(text) + normalise(filling) * 400


def test_the_end_of_a_sentence_stays() -> None:
    assert normalise("好。再说？行！嗯；对，是") == "好。再说?行!嗯;对,是"


@given(st.text())
def test_what_was_read_is_read_as_itself(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_every_piece_leads_back_to_what_was_written(text: str) -> None:
    reading = Reading(text)
    for start in range(len(reading.text)):
        first, end = reading.span(start, start + 1)
        assert reading.text[start] in normalise(text[first:end])


@given(st.text(), st.text())
def test_reading_goes_letter_by_letter(one: str, other: str) -> None:
    assert normalise(one + other) == normalise(one) + normalise(other)


def test_the_table_is_the_one_its_tool_makes() -> None:
    made = "\n".join(characters.lines(opencc.OpenCC("t2s").convert)) + "\n"
    assert characters.TABLE.read_text(encoding="utf-8") == made
    assert len(table()) == made.count("\n")
