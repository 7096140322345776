"""How many words are found in one pass, and what a pattern cannot be without."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.finder import Finder
from kesu.language.hints import hints
from kesu.language.normalise import normalise
from kesu.language.risk_rules import shipped

LETTERS = st.text("ab", min_size=1, max_size=3)


@given(st.lists(LETTERS, unique=True, max_size=6), st.text("abc", max_size=30))
def test_every_word_is_found_wherever_it_stands(words: list[str], text: str) -> None:
    there = {
        (at, at + len(word), place)
        for place, word in enumerate(words)
        for at in range(len(text))
        if text.startswith(word, at)
    }
    assert set(Finder(words)(text)) == there == set(Finder(words).all(text))


def test_a_word_is_found_once_wherever_a_long_text_is_parted() -> None:
    text = "甲乙丙" * 40_000
    found = list(Finder(["甲乙丙", "丙甲"])(text))
    assert len(found) == len(set(found)) == 40_000 + 39_999
    assert {text[start:end] for start, end, _ in found} == {"甲乙丙", "丙甲"}


@given(st.data())
def test_a_text_that_a_pattern_fits_holds_one_of_its_hints(data: st.DataObject) -> None:
    written = data.draw(
        st.sampled_from(
            [
                "(?:想|要)?(?:投诉|举报(?:信|人))$",
                "(?<![要])不(?:会|想){0,2}[^,]{0,3}(?:投诉|告)",
                "(?:甲|)乙",
                "[甲乙]丙+丁?",
                "(?:没(?:有)?|未)(?=了)了|别(?!人)",
                "(?:甲乙){2,3}|丙",
            ]
        )
    )
    text = data.draw(st.from_regex(written) | st.text("甲乙丙丁不要投诉没有未了别", max_size=12))
    pattern = re.compile(written)
    if pattern.search(text):
        assert any(word in text for word in hints(pattern))


@pytest.mark.parametrize("written", ["甲?", "[^甲]", "(?i:a)|b*", "甲|", r"\d+"])
def test_a_pattern_that_may_do_without_any_word_has_no_hints(written: str) -> None:
    assert not hints(re.compile(written))


@pytest.mark.req("A18")
def test_whatever_a_rule_in_use_finds_it_is_known_by_a_word() -> None:
    said = (Path(__file__).parent / "risk_said.tsv").read_text(encoding="utf-8").splitlines()
    for name in ("risk.toml", "stage.toml"):
        rules = shipped(name)
        sides = ("before", "after", "clause", "around", "unless")
        asked = [
            one
            for rule in (*rules.rules, *rules.weakeners)
            for one in (*(getattr(rule.frame, side) for side in sides), rule.whole)
            if one
        ]
        for text in map(normalise, said):
            marks = rules.look(text).marks
            assert all(marks & one.mark == one.mark for one in asked if one.search(text))
