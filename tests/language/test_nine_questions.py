"""6W3H: what a text seems to say of the nine questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.language.nine_questions import LONGEST, QUESTIONS, completeness, suggested

SAID = (
    "3月5日下午两点我母亲在城东门店买了两罐奶粉，回家发现一罐漏粉，因为盖子没有封好，"
    "客服1024拒绝处理，要求退还256元"
)


@pytest.mark.req("D36")
def test_a_plain_letter_suggests_an_answer_to_each_question() -> None:
    assert {name: said.words for name, said in suggested(SAID).items()} == {
        "who": "我母亲",
        "whom": "客服1024",
        "what": "回家发现一罐漏粉",
        "when": "3月5日下午两点",
        "where": "在城东门店",
        "why": "因为盖子没有封好",
        "how": "要求退还256元",
        "how_many": "两罐",
        "how_much": "256元",
    }


@given(st.text(max_size=200) | st.text("我在店里买了3月5日元因为要求客服坏，。", max_size=200))
def test_only_what_stands_there_is_suggested(text: str) -> None:
    for name, said in suggested(text).items():
        assert name in QUESTIONS
        assert said.words == text[said.start : said.end].strip() != ""


@given(st.lists(st.sampled_from([*QUESTIONS, "else"])))
def test_completeness_counts_each_question_once(answered: list[str]) -> None:
    assert 0 <= completeness(answered) <= completeness([*answered, *QUESTIONS]) == 100
    assert completeness(answered) == completeness([*answered, *answered, "else"])


@pytest.mark.parametrize("sign", ["在", "因为", "1", "要求", "3月", "一", "我"])
def test_a_text_without_end_is_read_to_a_bound(sign: str) -> None:
    text = sign * 500_000
    assert all(said.end <= LONGEST for said in suggested(text).values())
