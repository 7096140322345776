"""Words that tell of trouble: found in any writing, not where they mean something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.word_groups import WORD_GROUPS
from kesu.language.watch import Negation, WatchList, Word
from kesu.language.watchlists import LEVELS, NoList, of_toml, shipped


def said(text: str) -> list[tuple[str, bool]]:
    return [(hit.word.term, hit.negated) for hit in shipped().scan(text)]


@pytest.mark.req("A18")
@pytest.mark.parametrize(
    "text",
    ["我要投诉", "我要投*诉", "我要投 诉", "我要投拆", "我要投\u200b訴", "我要 ｔｏｕｓｕ"],
)
def test_a_word_is_found_in_every_writing(text: str) -> None:
    assert said(text) == [("投诉", False)]


@pytest.mark.req("A18")
@pytest.mark.parametrize("text", ["3·15晚会见", "３１５曝光你们", "上三一五晚会", "打315热线"])
def test_the_day_of_consumers_is_found(text: str) -> None:
    assert ("315", False) in said(text)


@pytest.mark.parametrize("text", ["花了3.15元", "订单13152号", "住315号楼，去打热水", "共315块"])
def test_a_number_that_happens_to_be_one_is_not(text: str) -> None:
    assert said(text) == []


@pytest.mark.req("A18")
@pytest.mark.parametrize(
    "text",
    [
        "我不投诉了",
        "没有想过投诉",
        "从来没投诉过",
        "没时间去投诉",
        "先不投诉",
        "我也不想再投诉你们",
    ],
)
def test_what_is_taken_back_is_told_as_such(text: str) -> None:
    assert said(text) == [("投诉", True)]


@pytest.mark.parametrize(
    "text",
    [
        "不得不投诉",
        "要不就投诉",
        "再不退款就投诉",
        "是不是要我投诉",
        "不给退就投诉",
        "不退。投诉你",
    ],
)
def test_a_no_that_means_something_else_takes_nothing_back(text: str) -> None:
    assert said(text) == [("投诉", False)]


@pytest.mark.req("A18", "A19")
@pytest.mark.parametrize(
    "text",
    ["多媒体音量小", "用媒体播放器看", "慢性自杀", "这是跳楼价", "工商银行转账", "电脑中毒了"],
)
def test_what_means_something_else_is_no_hit(text: str) -> None:
    assert said(text) == []


def test_a_hit_stands_where_it_was_written() -> None:
    text = "您好！我要投 * 訴，找 律.师"
    hits = shipped().scan(text)
    assert [text[hit.start : hit.end] for hit in hits] == ["投 * 訴", "律.师"]
    assert [hit.surface for hit in hits] == ["投 * 訴", "律.师"]


TEXTS = st.text(alphabet="我不想投诉*了。律师3·15晚会\n自杀a\u200b訴", max_size=40)


@given(st.lists(TEXTS, max_size=12))
def test_many_at_once_say_what_each_says_alone(texts: list[str]) -> None:
    alone = {place: shipped().scan(text) for place, text in enumerate(texts)}
    assert shipped().scan_many(texts) == {place: hits for place, hits in alone.items() if hits}


@given(TEXTS)
def test_every_hit_leads_back_to_its_words(text: str) -> None:
    for hit in shipped().scan(text):
        assert text[hit.start : hit.end] == hit.surface
        assert hit.surface


def test_the_shipped_list_has_every_group_and_level() -> None:
    words = shipped().words
    assert {word.group for word in words} == set(WORD_GROUPS)
    assert {word.level for word in words} == set(LEVELS)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('[[word]]\nterm = ""\ngroup = "law"\nlevel = 1', "word 1: term"),
        ('[[word]]\nterm = "律师"\ngroup = "laws"\nlevel = 1', "word 1: group"),
        ('[[word]]\nterm = "律师"\ngroup = "law"\nlevel = 4', "word 1: level"),
        ('[[word]]\nterm = "律师"\ngroup = "law"\nlevel = true', "word 1: level"),
        ('[[word]]\nterm = "律师"\ngroup = "law"\nlevel = 1\nnear = "x"', "word 1: near"),
        ('[[word]]\nterm = "律师"\ngroup = "law"\nlevel = 1\nnaer = []', "word 1: naer"),
        ('word = ["律师"]', "word 1: expected a table"),
        ("[negation]\nbefore = [1]", "negation.before"),
        ('[[word]]\nterm = "a"\ngroup = "law"\nlevel = 1\n' * 2, "a: given twice"),
        ("[[word]]\nterm = x\n", "line 2"),
    ],
)
def test_each_fault_of_a_list_is_named_by_its_place(content: str, fault: str) -> None:
    with pytest.raises(NoList, match=fault):
        of_toml(content)


def test_a_list_without_words_finds_nothing() -> None:
    assert (of_toml("").scan("投诉"), of_toml("").scan_many(["投诉"])) == ([], {})


@pytest.mark.parametrize("sign", ["投", "\u200d", "\u202e", "不"])
def test_a_megabyte_of_one_sign_is_only_long(sign: str) -> None:
    assert shipped().scan(sign * 1_000_000) == []


def test_twenty_thousand_words_are_one_list() -> None:
    words = tuple(Word(f"词{number:05d}尾", "quality", 1) for number in range(20_000))
    found = WatchList(words, Negation()).scan("有词00007尾和词19999尾")
    assert [hit.word.term for hit in found] == ["词00007尾", "词19999尾"]
